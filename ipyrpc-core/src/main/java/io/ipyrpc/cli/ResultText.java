package io.ipyrpc.cli;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.pointer.PointerText;
import io.ipyrpc.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results for people: arrays and frames as they print themselves, texts as they are, lists and dicts on one line where
 * they fit and else an entry a line, the middle of long ones left out.
 */
final class ResultText {
    private static final int WIDTH = 80;
    private static final int MOST_ENTRIES = 60;
    private static final int EDGE = 10;
    private static final int MOST_BYTES = 20;
    private static final int MOST_CHARACTERS = 1000;
    private static final int SHORT = 16;

    private ResultText() {}

    /** The text of a value. */
    static String of(Object value) {
        return value instanceof String text ? text : shown(value, 0, 0);
    }

    /**
     * A value.
     *
     * @param indent how far to the right its line begins
     * @param before how much stands on its line beside it: its key, and a comma
     */
    private static String shown(Object value, int indent, int before) {
        if (value instanceof String text) {
            return Json.write(
                    text.length() <= MOST_CHARACTERS
                            ? text
                            : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS / 2)) + "…");
        }
        if (value instanceof byte[] bytes) {
            return shown(bytes);
        }
        if (value instanceof DataPointer pointer) {
            return PointerText.of(pointer);
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            int i = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (isShown(i++, map.size())) {
                    entries.add(entry(Json.write(String.valueOf(entry.getKey())) + ": ", entry.getValue(), indent + 2));
                }
            }
            return joined('{', entries, map.size(), '}', indent, before, false);
        }
        if (value instanceof List<?> list) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                if (isShown(i, list.size())) {
                    entries.add(entry("", list.get(i), indent + 2));
                }
            }
            return joined('[', entries, list.size(), ']', indent, before, true);
        }
        return String.valueOf(value);
    }

    private static boolean isShown(int i, int size) {
        return size <= MOST_ENTRIES || i < EDGE || i >= size - EDGE;
    }

    /** A value behind its key; what prints itself over several lines keeps its own columns, on lines of its own. */
    private static String entry(String key, Object value, int indent) {
        String text = shown(value, indent, key.length() + 1);
        boolean ownLines = !(value instanceof Map || value instanceof List) && text.contains("\n");
        if (!ownLines) {
            return key + text;
        }
        String pad = " ".repeat(key.isEmpty() ? indent : indent + 2);
        return (key.isEmpty() ? "" : key.stripTrailing() + "\n" + pad) + text.replace("\n", "\n" + pad);
    }

    private static String joined(
            char open, List<String> entries, int size, char close, int indent, int before, boolean fill) {
        int left = size - entries.size();
        String line = open + String.join(", ", entries) + close;
        if (left == 0 && indent + before + line.length() <= WIDTH && line.indexOf('\n') < 0) {
            return line;
        }
        if (left > 0) {
            entries.add(EDGE, "… " + String.format(Locale.ROOT, "%,d", left) + " more …");
        }
        boolean dense = fill && entries.stream().allMatch(text -> text.length() <= SHORT || text.startsWith("… "));
        StringBuilder text = new StringBuilder().append(open);
        String pad = "\n" + " ".repeat(indent + 2);
        int column = WIDTH;
        for (int i = 0; i < entries.size(); i++) {
            String entry =
                    entries.get(i) + (i + 1 < entries.size() && !entries.get(i).startsWith("… ") ? "," : "");
            if (dense && column + 1 + entry.length() <= WIDTH) {
                text.append(' ').append(entry);
                column += 1 + entry.length();
            } else {
                text.append(pad).append(entry);
                column = indent + 2 + entry.length();
            }
        }
        return text.append('\n').append(" ".repeat(indent)).append(close).toString();
    }

    private static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + " bytes");
        for (int i = 0; i < Math.min(bytes.length, MOST_BYTES); i++) {
            text.append(i == 0 ? ": " : " ").append(String.format("%02x", bytes[i]));
        }
        return text.append(bytes.length > MOST_BYTES ? " …" : "").toString();
    }
}
