package io.ipyrpc.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.SerializableString;

/** A text with halves of surrogate pairs in it, which have no UTF-8 form: everything beyond ASCII is escaped. */
final class LoneSurrogates implements SerializableString {
    private final String text;
    private final byte[] quoted;

    private LoneSurrogates(String text) {
        this.text = text;
        this.quoted = escaped(text).getBytes(StandardCharsets.US_ASCII);
    }

    /** The text where it needs this, else null. */
    static LoneSurrogates in(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return new LoneSurrogates(text);
                }
                i++;
            }
        }
        return null;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    @Override
    public String getValue() {
        return text;
    }

    @Override
    public int charLength() {
        return text.length();
    }

    @Override
    public char[] asQuotedChars() {
        return new String(quoted, StandardCharsets.US_ASCII).toCharArray();
    }

    @Override
    public byte[] asQuotedUTF8() {
        return quoted.clone();
    }

    @Override
    public byte[] asUnquotedUTF8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Below: -1 has the generator take the arrays above instead.

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        return -1;
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        return -1;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        return -1;
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        return -1;
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) throws IOException {
        out.write(quoted);
        return quoted.length;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        byte[] bytes = asUnquotedUTF8();
        out.write(bytes);
        return bytes.length;
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        return -1;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        return -1;
    }
}
