package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.List;

/** Series as pandas prints them. */
final class SeriesPrinter {
    static final long MAX_ROWS = 60;
    static final long EDGE = 5;

    private SeriesPrinter() {}

    static String print(Series series) {
        boolean cut = series.size() > MAX_ROWS;
        String footer = (series.name() == null ? "" : "Name: " + PandasText.label(series.name()) + ", ")
                + (cut ? "Length: " + series.size() + ", " : "")
                + "dtype: " + PandasText.dtype(series.column());
        if (series.size() == 0) {
            return "Series([], " + footer + ")";
        }
        Index index = cut ? Edges.of(series.rowIndex(), EDGE) : series.rowIndex();
        Column column = cut ? Edges.of(series.column(), EDGE) : series.column();
        List<String> labels = new ArrayList<>();
        if (!(index instanceof MultiIndex)) {
            // A single name stands above all, and the labels are no wider for it.
            labels.add(IndexText.name(index.names().get(0)));
        }
        // pandas cuts labels in frames alone.
        labels.addAll(IndexText.column(index, index instanceof MultiIndex, 2, Integer.MAX_VALUE));
        List<String> values = new ArrayList<>(Cells.right(column));
        if (cut) {
            int width = TextTable.length(values.get((int) EDGE - 1));
            values.add((int) EDGE, TextTable.center(width > 3 ? "..." : "..", width));
            labels.add((int) EDGE + 1, "");
        }
        String header = IndexText.hasName(index) ? labels.get(0) + "\n" : "";
        List<String> lines = TextTable.join(3, List.of(labels.subList(1, labels.size()), values));
        return header + String.join("\n", lines) + "\n" + footer;
    }
}
