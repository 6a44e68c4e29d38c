package io.ipyrpc.pointer;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.data.ValueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Parts of frames and series: rows by position, columns by name or position. They share the memory of the columns. */
final class FrameIndexing {
    private FrameIndexing() {}

    static Object of(Object value, Key... keys) {
        if (value instanceof Series series) {
            return ofSeries(series, keys);
        }
        DataFrame frame = (DataFrame) value;
        if (keys.length > 2) {
            throw Key.bad("more keys than axes: a frame has rows and columns");
        }
        boolean isRows = keys[0] instanceof Key.Position || keys[0] instanceof Key.Slice;
        if (keys.length == 2 && !isRows) {
            throw Key.bad("rows of a frame go by position or slice; of two keys the first is of the rows");
        }
        Key columns = keys.length == 2 ? keys[1] : isRows ? new Key.Slice(null, null, 1) : keys[0];
        DataFrame rows = keys[0] instanceof Key.Slice slice ? rows(frame, slice) : frame;
        if (columns instanceof Key.Name || columns instanceof Key.Position) {
            int at = position(frame, columns instanceof Key.Name name ? name.name() : ((Key.Position) columns).index());
            Series column = new Series(frame.columnIndex().label(at), rows.rowIndex(), rows.column(at));
            return keys[0] instanceof Key.Position row ? column.get(row.index()) : column;
        }
        DataFrame part = columns(rows, columns);
        return keys[0] instanceof Key.Position row ? part.row(row.index()) : part;
    }

    private static Object ofSeries(Series series, Key... keys) {
        if (keys.length > 1) {
            throw Key.bad("more keys than axes: a series has 1");
        }
        if (keys[0] instanceof Key.Position position) {
            return series.get(position.index());
        }
        if (keys[0] instanceof Key.Slice slice) {
            return new Series(series.name(), index(series.rowIndex(), slice), column(series.column(), slice));
        }
        throw Key.bad("a series takes a position or a slice");
    }

    private static DataFrame rows(DataFrame frame, Key.Slice slice) {
        if (slice.isAll()) {
            return frame;
        }
        return DataFrame.of(
                index(frame.rowIndex(), slice),
                frame.columnIndex(),
                frame.columns().stream().map(column -> column(column, slice)).toList());
    }

    private static Column column(Column column, Key.Slice slice) {
        NdArray values = ArrayIndexing.slice(column.values(), 0, slice);
        return column.validity()
                .map(validity -> Column.of(values, ArrayIndexing.slice(validity, 0, slice)))
                .orElseGet(() -> Column.of(values));
    }

    private static Index index(Index index, Key.Slice slice) {
        if (index instanceof RangeIndex range) {
            long count = slice.count(range.size());
            if (count == 0) {
                return new RangeIndex(0, 0, 1, range.name());
            }
            long first = (Long) range.label(slice.first(range.size()));
            long step = count == 1 ? range.step() : range.step() * slice.step();
            return new RangeIndex(first, first + count * step, step, range.name());
        }
        if (index instanceof ValueIndex labels) {
            return new ValueIndex(column(labels.values(), slice), labels.name());
        }
        MultiIndex levels = (MultiIndex) index;
        return new MultiIndex(
                levels.names(),
                levels.arrays().stream().map(level -> column(level, slice)).toList());
    }

    private static DataFrame columns(DataFrame frame, Key wanted) {
        int[] positions;
        if (wanted instanceof Key.Slice slice) {
            if (slice.isAll()) {
                return frame;
            }
            long first = slice.first(frame.columnCount());
            positions = IntStream.range(0, (int) slice.count(frame.columnCount()))
                    .map(i -> (int) (first + i * slice.step()))
                    .toArray();
        } else {
            positions = ((Key.Take) wanted)
                    .columns().stream()
                            .mapToInt(column -> position(frame, column))
                            .toArray();
        }
        return DataFrame.of(
                frame.rowIndex(),
                labels(frame.columnIndex(), positions),
                IntStream.of(positions).mapToObj(frame::column).toList());
    }

    private static Index labels(Index labels, int... positions) {
        if (labels instanceof MultiIndex levels) {
            return new MultiIndex(
                    levels.names(),
                    levels.arrays().stream()
                            .map(level -> Column.of(taken(level::get, positions)))
                            .toList());
        }
        return new ValueIndex(
                Column.of(taken(labels::label, positions)), labels.names().get(0));
    }

    private static List<Object> taken(java.util.function.LongFunction<Object> from, int... positions) {
        List<Object> values = new ArrayList<>();
        for (int position : positions) {
            values.add(from.apply(position));
        }
        return values;
    }

    private static int position(DataFrame frame, Object column) {
        int count = frame.columnCount();
        if (column instanceof Long || column instanceof Integer) {
            long given = ((Number) column).longValue();
            long i = given < 0 ? given + count : given;
            if (i < 0 || i >= count) {
                throw Key.bad("column " + given + " is out of bounds for a frame of " + count + " columns");
            }
            return (int) i;
        }
        if (!(column instanceof String name)) {
            throw Key.bad("a column goes by its name or position");
        }
        Series found = frame.series(name);
        return IntStream.range(0, count)
                .filter(i -> frame.column(i) == found.column()
                        && Objects.equals(found.name(), frame.columnIndex().label(i)))
                .findFirst()
                .orElseThrow();
    }
}
