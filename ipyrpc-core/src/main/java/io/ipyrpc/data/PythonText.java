package io.ipyrpc.data;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as Python's repr shows them. */
final class PythonText {
    /** Deeper lists are shown as an ellipsis, so that no value needs a deep stack to print. */
    private static final int MAX_DEPTH = 16;

    private PythonText() {}

    static String repr(Object value) {
        return repr(value, 0);
    }

    private static String repr(Object value, int depth) {
        if (value == null) {
            return "None";
        } else if (value instanceof String text) {
            return quoted(text);
        } else if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        } else if (value instanceof Double || value instanceof Float) {
            return ScalarText.number(((Number) value).doubleValue(), value instanceof Double ? 8 : 4);
        } else if (value instanceof BigDecimal) {
            return "Decimal('" + value + "')";
        } else if (value instanceof byte[] bytes) {
            return quoted(bytes);
        } else if (value instanceof Collection<?> items) {
            return depth == MAX_DEPTH
                    ? "[...]"
                    : items.stream().map(v -> repr(v, depth + 1)).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Tuple tuple) {
            return depth == MAX_DEPTH
                    ? "(...)"
                    : tuple.around(tuple.items().stream()
                            .map(v -> repr(Tuple.of(v), depth + 1))
                            .collect(Collectors.joining(", ")));
        } else if (value instanceof Map<?, ?> map) {
            return depth == MAX_DEPTH
                    ? "{...}"
                    : map.entrySet().stream()
                            .map(e -> repr(e.getKey(), depth + 1) + ": " + repr(e.getValue(), depth + 1))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }

    /** As Python's str: text without quotes, all else as repr. */
    static String str(Object value) {
        return value instanceof String text ? text : value instanceof BigDecimal ? value.toString() : repr(value);
    }

    static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> escape(out, c, quote, isPrintable(c)));
        return out.append(quote).toString();
    }

    private static String quoted(byte[] bytes) {
        boolean single = false;
        boolean twice = false;
        for (byte b : bytes) {
            single |= b == '\'';
            twice |= b == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        StringBuilder out = new StringBuilder("b").append(quote);
        for (byte b : bytes) {
            escape(out, b & 0xFF, quote, b >= ' ' && b < 0x7F);
        }
        return out.append(quote).toString();
    }

    private static void escape(StringBuilder out, int c, char quote, boolean printable) {
        if (c == quote || c == '\\') {
            out.append('\\').append((char) c);
        } else if (printable) {
            out.appendCodePoint(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c == '\r') {
            out.append("\\r");
        } else if (c == '\t') {
            out.append("\\t");
        } else {
            out.append(
                    c < 0x100
                            ? String.format("\\x%02x", c)
                            : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
        }
    }

    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
