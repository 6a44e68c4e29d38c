package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.List;

/** The first and last rows of what is too long to show. */
final class Edges {
    private Edges() {}

    static Column of(Column column, long n) {
        long size = column.size();
        NdArray values = join(column.values().slice(0, n), column.values().slice(size - n, size));
        Column plain = Column.of(values);
        if (column.validity().isEmpty()) {
            return plain;
        }
        NdArray validity = column.validity().get();
        // Kept also when all that is shown is present: the type is that of the whole.
        return Column.masked(values, join(validity.slice(0, n), validity.slice(size - n, size)));
    }

    private static NdArray join(NdArray head, NdArray tail) {
        NdArray both = NdArray.zeros(head.dtype(), head.size() + tail.size());
        Copies.into(both.slice(0, head.size()), head);
        Copies.into(both.slice(head.size(), both.size()), tail);
        return both;
    }

    static Index of(Index index, long n) {
        if (index instanceof MultiIndex multi) {
            return new MultiIndex(
                    multi.names(), multi.arrays().stream().map(a -> of(a, n)).toList());
        }
        if (index instanceof ValueIndex values) {
            return new ValueIndex(of(values.values(), n), values.name());
        }
        List<Object> labels = new ArrayList<>();
        for (long i = 0; i < n; i++) {
            labels.add(index.label(i));
        }
        for (long i = index.size() - n; i < index.size(); i++) {
            labels.add(index.label(i));
        }
        return new ValueIndex(Column.of(labels), index.names().get(0));
    }
}
