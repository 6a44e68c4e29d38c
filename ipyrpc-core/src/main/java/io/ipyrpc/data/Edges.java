package io.ipyrpc.data;

import java.util.List;
import java.util.stream.LongStream;

/** The first and last rows of what is too long to show. */
final class Edges {
    private Edges() {}

    static Column of(Column column, long n) {
        return Rows.of(column, rows(column.size(), n));
    }

    static Index of(Index index, long n) {
        return Rows.of(index, rows(index.size(), n));
    }

    private static List<Long> rows(long size, long n) {
        return LongStream.concat(LongStream.range(0, n), LongStream.range(size - n, size))
                .boxed()
                .toList();
    }
}
