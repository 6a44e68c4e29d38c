package io.ipyrpc.cli;

import java.util.List;

/** Rows of cells, each column as wide as it needs. */
final class Table {
    private Table() {}

    /** The rows, a line each, without space at the ends of lines. */
    static String of(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(width(rows, i) - cell.length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** How far to the right a further column would begin. */
    static int width(List<List<String>> rows) {
        int width = 0;
        for (int i = 0; i < rows.get(0).size(); i++) {
            width += width(rows, i);
        }
        return width;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0) + 2;
    }
}
