package io.ipyrpc.server;

import io.ipyrpc.wire.ErrorRecord;
import java.util.Locale;

/** One line for a log, as key=value: what others wrote is shortened, quoted where it has to be, and cannot break the line. */
final class LogLine {
    private static final int LONGEST = 300;

    private final StringBuilder text;

    LogLine(String outcome) {
        this.text = new StringBuilder("outcome=").append(outcome);
    }

    /** Adds a value; none where it is null or empty. */
    LogLine with(String key, String value) {
        if (value != null && !value.isEmpty()) {
            text.append(' ').append(key).append('=');
            append(value);
        }
        return this;
    }

    /** Adds a time. */
    LogLine seconds(long nanos) {
        text.append(String.format(Locale.ROOT, " seconds=%.6f", nanos / 1e9));
        return this;
    }

    /** Adds what an error says of itself, but no trace. */
    LogLine with(ErrorRecord error) {
        return with("code", error.code()).with("type", error.type()).with("message", error.message());
    }

    private void append(String value) {
        int end = Math.min(value.length(), LONGEST);
        boolean plain = end == value.length() && value.chars().allMatch(LogLine::isPlain);
        if (plain) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < end; i++) {
            append(value.charAt(i));
        }
        text.append(end < value.length() ? "…\"" : "\"");
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '=';
    }

    private void append(char c) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"', '\\' -> text.append('\\').append(c);
            default -> {
                // Line separators of Unicode and marks that turn the direction of text are as bad as controls.
                int type = Character.getType(c);
                boolean hidden = Character.isISOControl(c)
                        || type == Character.FORMAT
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR;
                if (hidden) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }

    /** The line. */
    @Override
    public String toString() {
        return text.toString();
    }
}
