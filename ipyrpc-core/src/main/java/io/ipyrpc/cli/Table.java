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
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(width - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
