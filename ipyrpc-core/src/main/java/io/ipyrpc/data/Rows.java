package io.ipyrpc.data;

import java.util.List;

/** Copies of chosen rows, in the order in which they are asked for. */
final class Rows {
    private Rows() {}

    static Column of(Column column, List<Long> rows) {
        NdArray values = of(column.values(), rows);
        // A mask stays also when all that is chosen is present: the type is that of the whole.
        return column.validity().isPresent()
                ? Column.masked(values, of(column.validity().get(), rows))
                : Column.of(values);
    }

    private static NdArray of(NdArray values, List<Long> rows) {
        NdArray chosen = NdArray.zeros(values.dtype(), rows.size());
        long next = 0;
        for (long row : rows) {
            Copies.into(chosen.slice(next, next + 1), values.slice(row, row + 1));
            next++;
        }
        return chosen;
    }

    static Index of(Index index, List<Long> rows) {
        if (index instanceof MultiIndex multi) {
            return new MultiIndex(
                    multi.names(), multi.arrays().stream().map(a -> of(a, rows)).toList());
        }
        if (index instanceof ValueIndex values) {
            return new ValueIndex(of(values.values(), rows), values.name());
        }
        NdArray labels = NdArray.zeros(DType.INT64, rows.size());
        long next = 0;
        for (long row : rows) {
            labels.setItem(next++, index.label(row));
        }
        return new ValueIndex(Column.of(labels), index.names().get(0));
    }
}
