package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.List;

/** Labels as pandas shows them beside rows and above columns. */
final class IndexText {
    private IndexText() {}

    static boolean hasName(Index index) {
        return index.names().stream().anyMatch(name -> name != null);
    }

    static String name(Object name) {
        return name == null ? "" : PandasText.label(name);
    }

    /** The labels, a list for each level. */
    static List<List<String>> levels(Index index) {
        if (index instanceof MultiIndex multi) {
            return multi.arrays().stream().map(Cells::level).toList();
        }
        if (index instanceof ValueIndex values) {
            return List.of(Cells.left(values.values()));
        }
        return List.of(range(index));
    }

    /** Whole numbers as a range shows them, without the room for a sign. */
    static List<String> range(Index index) {
        List<String> labels = new ArrayList<>();
        for (long i = 0; i < index.size(); i++) {
            labels.add(index.label(i).toString());
        }
        return TextTable.allLeft(labels, TextTable.width(labels));
    }

    /** The same without labels that repeat those of the row before, as far as all levels before them do so too. */
    static List<List<String>> sparse(List<List<String>> levels) {
        List<List<String>> result = new ArrayList<>();
        levels.forEach(level -> result.add(new ArrayList<>(level)));
        int rows = levels.get(0).size();
        for (int row = rows - 1; row > 0; row--) {
            for (int level = 0; level < levels.size() - 1; level++) {
                if (!levels.get(level).get(row).equals(levels.get(level).get(row - 1))) {
                    break;
                }
                result.get(level).set(row, "");
            }
        }
        return result;
    }

    /**
     * The labels in one column of text, with a line for the names before them if asked for.
     *
     * @param widest the characters of a level beyond which it is cut
     */
    static List<String> column(Index index, boolean names, int gap, int widest) {
        List<List<String>> levels = levels(index);
        levels = index instanceof MultiIndex && index.size() > 0 ? sparse(levels) : levels;
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            List<String> column = new ArrayList<>();
            if (names) {
                column.add(name(index.names().get(i)));
            }
            column.addAll(levels.get(i));
            int width = Math.min(widest, TextTable.width(column));
            columns.add(TextTable.allLeft(Cells.allCut(column, width), width));
        }
        return TextTable.join(gap, columns);
    }
}
