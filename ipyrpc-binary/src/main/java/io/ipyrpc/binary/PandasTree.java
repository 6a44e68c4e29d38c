package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Data frames and series as JSON (§2.2): those inside other JSON, and those that have no other form. */
final class PandasTree {
    private PandasTree() {}

    static Map<String, Object> of(DataFrame frame, int depth) {
        TreeWriter.enter(depth);
        List<Object> dtype = new ArrayList<>();
        List<List<Object>> cells = new ArrayList<>();
        List<String> names = fieldNames(frame.columnIndex(), frame.columnCount());
        for (Column column : frame.columns()) {
            dtype.add(List.of(names.get(dtype.size()), ArrayTree.dtype(noRecords(column))));
            cells.add(ArrayTree.cells(column, depth));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("row_index", index(frame.rowIndex(), depth));
        data.put("columns", index(frame.columnIndex(), depth));
        data.put("data", ArrayTree.envelope(dtype, ArrayTree.shape(frame.rows()), ArrayTree.rows(cells, frame.rows())));
        return TreeWriter.envelope(Types.FRAME, data);
    }

    static Map<String, Object> of(Series series, int depth) {
        TreeWriter.enter(depth);
        noRecords(series.column());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", TreeWriter.tree(series.name(), depth + 1));
        data.put("row_index", index(series.rowIndex(), depth));
        data.put("data", ArrayTree.of(series.column(), depth));
        return TreeWriter.envelope(Types.SERIES, data);
    }

    /** The type of a column, which has one. */
    static DType noRecords(Column column) {
        if (column.dtype().kind() == DType.Kind.RECORD) {
            throw new UnsendableException("a column of records; a column has one dtype");
        }
        return column.dtype();
    }

    private static Map<String, Object> index(Index index, int depth) {
        return IndexTree.of(index, depth, column -> ArrayTree.of(column, depth));
    }

    /** The labels where these are distinct texts, else f0, f1, …. */
    private static List<String> fieldNames(Index labels, int n) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < n; i++) {
            if (!(labels.label(i) instanceof String name) || !names.add(name)) {
                List<String> numbered = new ArrayList<>();
                for (int k = 0; k < n; k++) {
                    numbered.add("f" + k);
                }
                return numbered;
            }
        }
        return List.copyOf(names);
    }
}
