package io.ipyrpc.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes one value into a builder, on one line or, with an indent, over several. */
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;
    private final String indent;

    JsonWriter(StringBuilder out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    void write(Object value, int depth) {
        if (depth > 1000) {
            throw new IllegalArgumentException("nested deeper than 1000, or a list or map that contains itself");
        }
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof CharSequence text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Iterable<?> items) {
            array(items, depth);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                throw new IllegalArgumentException("a key of a JSON object is text, not " + member.getKey());
            }
            out.append(separator);
            newLine(depth + 1);
            string(name);
            out.append(indent == null ? ":" : ": ");
            write(member.getValue(), depth + 1);
            separator = ",";
        }
        if (!map.isEmpty()) {
            newLine(depth);
        }
        out.append('}');
    }

    private void array(Iterable<?> items, int depth) {
        String separator = "";
        out.append('[');
        for (Object item : items) {
            out.append(separator);
            newLine(depth + 1);
            write(item, depth + 1);
            separator = ",";
        }
        if (!separator.isEmpty()) {
            newLine(depth);
        }
        out.append(']');
    }

    private void newLine(int depth) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void number(Number number) {
        boolean floating = number instanceof Double || number instanceof Float;
        if (floating && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        boolean whole = number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof AtomicInteger
                || number instanceof AtomicLong;
        if (!floating && !whole && !(number instanceof BigDecimal)) {
            throw new IllegalArgumentException(
                    "JSON has no " + number.getClass().getName());
        }
        out.append(number);
    }

    private void string(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        out.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            out.append(HEX[c >> shift & 15]);
                        }
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A half of a pair has no UTF-8 form: escaped, it survives the way. */
    private static boolean isLoneSurrogate(CharSequence text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
