package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.List;

/** Columns of text side by side; widths are in characters, as Python counts them. */
final class TextTable {
    private TextTable() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static int width(List<String> texts) {
        return texts.stream().mapToInt(TextTable::length).max().orElse(0);
    }

    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    /** As Python centers: what is odd goes left when the width is odd. */
    static String center(String text, int width) {
        int free = Math.max(0, width - length(text));
        int before = free / 2 + (free & width & 1);
        return " ".repeat(before) + text + " ".repeat(free - before);
    }

    static List<String> allLeft(List<String> texts, int width) {
        return texts.stream().map(t -> left(t, width)).toList();
    }

    static List<String> allRight(List<String> texts, int width) {
        return texts.stream().map(t -> right(t, width)).toList();
    }

    /** The columns as lines, with a gap after each but the last. */
    static List<String> join(int gap, List<List<String>> columns) {
        List<String> lines = new ArrayList<>();
        int rows = columns.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = columns.stream().mapToInt(TextTable::width).toArray();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String cell = row < columns.get(c).size() ? columns.get(c).get(row) : "";
                line.append(left(cell, widths[c] + (c < widths.length - 1 ? gap : 0)));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
