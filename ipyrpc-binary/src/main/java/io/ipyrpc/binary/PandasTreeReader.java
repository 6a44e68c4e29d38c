package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.Series;
import java.util.Map;

/** Data frames and series in JSON (§2.2): the mirror image of {@link PandasTree}. */
final class PandasTreeReader {
    private final TreeReader values;
    private final ArrayTreeReader arrays;
    private final int depth;

    PandasTreeReader(TreeReader values, int depth) {
        this.values = values;
        this.arrays = new ArrayTreeReader(values);
        this.depth = depth;
        values.enter(depth);
    }

    DataFrame frame(Map<?, ?> data) {
        return DataFrame.of(index(data, "row_index"), index(data, "columns"), arrays.columns(data.get("data"), depth));
    }

    Series series(Map<?, ?> data) {
        Column column = arrays.column(data.get("data"), "data", depth);
        return new Series(values.value(data.get("name"), depth + 1), index(data, "row_index"), column);
    }

    private Index index(Map<?, ?> data, String what) {
        return IndexTree.read(data.get(what), what, values, depth, level -> arrays.column(level, what, depth));
    }
}
