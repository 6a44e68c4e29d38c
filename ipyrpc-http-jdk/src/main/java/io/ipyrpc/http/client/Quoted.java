package io.ipyrpc.http.client;

/** Bytes of a stranger made fit for a message: escaped and shortened. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** Returns the text, one character a byte, between quotes. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder().append('"');
        int shown = Math.min(text.length(), LONGEST);
        for (int i = 0; i < shown; i++) {
            append(out, text.charAt(i));
        }
        if (shown < text.length()) {
            return out.append("…\" (")
                    .append(text.length())
                    .append(" characters)")
                    .toString();
        }
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c == '\r') {
            out.append("\\r");
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c >= ' ' && c < 127) {
            out.append(c);
        } else {
            out.append(String.format(c < 256 ? "\\x%02x" : "\\u%04x", (int) c));
        }
    }
}
