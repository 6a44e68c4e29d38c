package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.NdArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The elements of dtype {@code str} (§2.1): n + 1 offsets of int64, then the texts in UTF-8. */
final class TextBuffer {
    private static final VarHandle OFFSETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int GUESSED_LENGTH = 16;
    private static final int BLOCK = 1024;
    private static final int LONGEST_CHARACTER = 3;

    private final int start;
    private byte[] bytes;
    private int at;

    private TextBuffer(int n) throws CharacterCodingException {
        long offsets = Long.BYTES * (n + 1L);
        start = checked(offsets);
        bytes = new byte[checked(Math.min(MOST_BYTES, offsets + (long) GUESSED_LENGTH * n))];
        at = start;
    }

    private static int checked(long size) {
        if (size > MOST_BYTES) {
            throw new UnsendableException(
                    "the texts of an array or column take more than the " + MOST_BYTES + " bytes of one buffer");
        }
        return (int) size;
    }

    /**
     * The buffer of a column of texts; missing ones are empty in it.
     *
     * @throws CharacterCodingException if half of a surrogate pair is in a text, which has no UTF-8 form
     */
    static NdArray encode(Column texts) throws CharacterCodingException {
        int n = (int) texts.size();
        TextBuffer buffer = new TextBuffer(n);
        NdArray values = texts.values();
        for (int i = 0; i < n; i++) {
            if (!texts.isMissing(i)) {
                buffer.put((String) values.item(i));
            }
            OFFSETS.set(buffer.bytes, Long.BYTES * (i + 1), (long) (buffer.at - buffer.start));
        }
        return Buffers.of(ByteBuffer.wrap(buffer.bytes, 0, buffer.at));
    }

    private void put(String text) throws CharacterCodingException {
        for (int from = 0; from < text.length(); from += BLOCK) {
            int to = Math.min(text.length(), from + BLOCK);
            ensureRoom(LONGEST_CHARACTER * (to - from));
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (c < 0x80) {
                    bytes[at++] = (byte) c;
                } else {
                    putLong(text, i);
                }
            }
        }
    }

    /** A character of several bytes; of a pair of surrogates the first half puts both. */
    private void putLong(String text, int i) throws CharacterCodingException {
        char c = text.charAt(i);
        if (c < 0x800) {
            bytes[at++] = (byte) (0xC0 | c >> 6);
        } else if (!Character.isSurrogate(c)) {
            bytes[at++] = (byte) (0xE0 | c >> 12);
            bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
        } else if (Character.isHighSurrogate(c)) {
            // Three of the four bytes: the fourth takes the room of the other half.
            int point = text.codePointAt(i);
            if (!Character.isSupplementaryCodePoint(point)) {
                throw new MalformedInputException(1);
            }
            bytes[at++] = (byte) (0xF0 | point >> 18);
            bytes[at++] = (byte) (0x80 | point >> 12 & 0x3F);
            bytes[at++] = (byte) (0x80 | point >> 6 & 0x3F);
            return;
        } else if (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))) {
            throw new MalformedInputException(1);
        }
        bytes[at++] = (byte) (0x80 | c & 0x3F);
    }

    private void ensureRoom(int most) {
        if (most > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, checked(Math.max((long) at + most, Math.min(MOST_BYTES, 2L * bytes.length))));
        }
    }

    /**
     * The texts of a buffer.
     *
     * @param n how many
     * @throws IllegalArgumentException if it is no such buffer
     */
    static Object[] decode(ByteBuffer buffer, long n) {
        long length = buffer.remaining() - Long.BYTES * (n + 1);
        if (n > buffer.remaining() / Long.BYTES || length < 0) {
            throw new IllegalArgumentException(n + " texts of dtype str have " + n
                    + " + 1 offsets of 8 bytes; there are " + buffer.remaining() + " bytes");
        }
        ByteBuffer offsets = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        byte[] texts = new byte[(int) length];
        buffer.get(buffer.limit() - texts.length, texts);
        Object[] result = new Object[(int) n];
        long from = 0;
        if (offsets.getLong(0) != 0) {
            throw new IllegalArgumentException("the first offset of a str is 0, not " + offsets.getLong(0));
        }
        for (int i = 0; i < n; i++) {
            long to = offsets.getLong(Long.BYTES * (i + 1));
            if (to < from || to > length) {
                throw new IllegalArgumentException("offset " + (i + 1) + " of a str is " + to + ", not from " + from
                        + " to " + length + ", the length of the text");
            }
            result[i] = from == to ? "" : text(texts, (int) from, (int) (to - from), i);
            from = to;
        }
        if (from != length) {
            throw new IllegalArgumentException(
                    "the last offset of a str is " + from + ", the text has " + length + " bytes");
        }
        return result;
    }

    private static String text(byte[] bytes, int from, int length, int element) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // What stands for malformed bytes may also be there as a character.
        if (text.indexOf('\uFFFD') >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, from + length))) {
            throw new IllegalArgumentException("element " + element + " of a str is not UTF-8");
        }
        return text;
    }
}
