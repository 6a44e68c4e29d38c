package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames as pandas prints them to a terminal of 80 columns: above 60 rows only the first and last 5. */
final class FramePrinter {
    private static final int WIDTH = 80;

    private final DataFrame frame;
    private final DataFrame shown;
    private final boolean cutRows;
    private final boolean rowNames;

    /** The labels of the columns that are shown, a list for each level. */
    private List<List<String>> headers;

    /** Where the columns begin that are shown after the dots; as many before them. */
    private int half = -1;

    private FramePrinter(DataFrame frame) {
        this.frame = frame;
        cutRows = frame.rows() > SeriesPrinter.MAX_ROWS;
        shown = cutRows
                ? DataFrame.of(
                        Edges.of(frame.rowIndex(), SeriesPrinter.EDGE),
                        frame.columnIndex(),
                        frame.columns().stream()
                                .map(c -> Edges.of(c, SeriesPrinter.EDGE))
                                .toList())
                : frame;
        rowNames = IndexText.hasName(frame.rowIndex());
    }

    static String print(DataFrame frame) {
        if (frame.rows() == 0 || frame.columnCount() == 0) {
            boolean cut = frame.rows() > SeriesPrinter.MAX_ROWS || frame.columnCount() > WIDTH;
            return "Empty DataFrame\nColumns: " + PandasText.labels(frame.columnIndex()) + "\nIndex: "
                    + PandasText.labels(frame.rowIndex()) + (cut ? size(frame) : "");
        }
        return new FramePrinter(frame).print();
    }

    private String print() {
        if (frame.columnCount() > WIDTH) {
            half = WIDTH / 2;
        }
        List<List<String>> columns = columns();
        int fitting = fitting(columns);
        if (frame.columnCount() > fitting) {
            half = fitting / 2;
            columns = columns();
        }
        String text = String.join("\n", TextTable.join(1, columns));
        return half < 0 && !cutRows ? text : text + size(frame);
    }

    private static String size(DataFrame frame) {
        return "\n\n[" + frame.rows() + " rows x " + frame.columnCount() + " columns]";
    }

    /** How many columns remain when those in the middle go one by one until a line is short enough; at least 2. */
    private static int fitting(List<List<String>> columns) {
        List<Integer> widths =
                new ArrayList<>(columns.stream().map(TextTable::width).toList());
        int tooMuch = widths.stream().mapToInt(w -> w + 1).sum() - WIDTH;
        while (tooMuch > 0 && widths.size() > 1) {
            // The middle as Python rounds it, to even.
            tooMuch -= widths.remove((int) Math.rint(widths.size() / 2.0)) + 1;
        }
        return Math.max(widths.size() - 1, 2);
    }

    /** All columns of text, the labels of the rows first. */
    private List<List<String>> columns() {
        List<List<String>> columns = new ArrayList<>();
        int count = frame.columnCount();
        List<Long> positions = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (half < 0 || i < half || i >= count - half) {
                positions.add(i);
            }
        }
        headers = headers(positions);
        columns.add(labels());
        List<List<String>> heads = heads();
        for (int i = 0; i < positions.size(); i++) {
            if (i == half) {
                columns.add(dots());
            }
            columns.add(column(heads.get(i), shown.column(positions.get(i).intValue())));
        }
        return columns;
    }

    /** Labels that are cut away do not count for the format of the others. */
    private List<List<String>> headers(List<Long> positions) {
        if (half < 0) {
            return IndexText.levels(frame.columnIndex());
        }
        Index ends = Rows.of(frame.columnIndex(), positions);
        // To pandas what remains of a range is one again only where it is two labels.
        return half == 1 && frame.columnIndex() instanceof RangeIndex
                ? List.of(IndexText.range(ends))
                : IndexText.levels(ends);
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int level = 0; level < headers.size(); level++) {
            Object name = frame.columnIndex().names().get(level);
            labels.add(name == null ? "" : PythonText.str(Tuple.of(name)));
        }
        List<String> rows = new ArrayList<>(IndexText.column(shown.rowIndex(), rowNames, 1, Cells.WIDEST));
        if (cutRows) {
            int width = TextTable.length(rows.get(rows.size() - 1));
            rows.add(rows.size() - (int) SeriesPrinter.EDGE, TextTable.left(width > 3 ? "..." : "..", width));
        }
        labels.addAll(rows);
        return labels;
    }

    private List<String> dots() {
        int rows = headers.size() + (rowNames ? 1 : 0) + (int) shown.rows() + (cutRows ? 1 : 0);
        return Collections.nCopies(rows, " ...");
    }

    /** The lines above each column: its labels, and an empty one beside the names of the rows' labels. */
    private List<List<String>> heads() {
        boolean multi = frame.columnIndex() instanceof MultiIndex;
        // A number has room for a sign, and so has its label, if it has one level. pandas goes by the label, and among
        // columns that are cut by their place; of labels that come twice the last counts.
        Map<String, Boolean> signs = new HashMap<>();
        int count = headers.get(0).size();
        for (int i = 0; i < count; i++) {
            signs.put(
                    headers.get(0).get(i),
                    !multi && PandasText.isNumeric(frame.column(i).dtype()));
        }
        List<List<String>> levels = new ArrayList<>();
        for (List<String> header : headers) {
            List<String> level = new ArrayList<>();
            for (String label : header) {
                level.add((signs.get(label) == Boolean.TRUE ? " " : "") + label);
            }
            levels.add(level);
        }
        levels = multi ? IndexText.sparse(levels) : levels;
        List<List<String>> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> head = new ArrayList<>();
            for (List<String> level : levels) {
                head.add(level.get(i));
            }
            if (rowNames) {
                head.add("");
            }
            heads.add(head);
        }
        return heads;
    }

    private List<String> column(List<String> head, Column column) {
        List<String> cells = Cells.right(Cells.right(column), TextTable.width(head));
        int width = Math.max(TextTable.width(cells), TextTable.width(head));
        List<String> result = new ArrayList<>(TextTable.allRight(head, width));
        result.addAll(cells);
        if (cutRows) {
            int cellWidth = TextTable.length(cells.get(0));
            result.add(
                    result.size() - (int) SeriesPrinter.EDGE, TextTable.right(cellWidth > 3 ? "..." : "..", cellWidth));
        }
        return result;
    }
}
