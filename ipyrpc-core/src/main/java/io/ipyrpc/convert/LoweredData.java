package io.ipyrpc.convert;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.data.ValueIndex;
import java.util.ArrayList;
import java.util.List;

/** Arrays, frames and columns for the wire: they are values already, but for the objects that {@code O} may hold. */
final class LoweredData {
    private LoweredData() {}

    /** The value, the very same where all in it can be sent as it is; or null where it is neither of these. */
    static Object of(Object value, int depth) {
        if (value instanceof NdArray array) {
            return array(array, depth);
        }
        if (value instanceof DataFrame frame) {
            return frame(frame, depth);
        }
        return value instanceof Series series ? series(series, depth) : null;
    }

    private static NdArray array(NdArray array, int depth) {
        if (!array.dtype().equals(DType.OBJECT)) {
            return array;
        }
        NdArray flat = array.ravel();
        Object[] changed = null;
        for (int i = 0; i < flat.size(); i++) {
            Object item = flat.item(i);
            Object lowered = Lowering.lowerItem(item, i, depth);
            if (changed == null && lowered != item) {
                changed = new Object[Math.toIntExact(flat.size())];
                for (int before = 0; before < i; before++) {
                    changed[before] = flat.item(before);
                }
            }
            if (changed != null) {
                changed[i] = lowered;
            }
        }
        return changed == null ? array : NdArray.objects(DType.OBJECT, changed, array.shape());
    }

    private static Column column(Column column, Object label, int depth) {
        try {
            NdArray values = array(column.values(), depth);
            return values == column.values()
                    ? column
                    : column.validity()
                            .map(validity -> Column.of(values, validity))
                            .orElseGet(() -> Column.of(values));
        } catch (ConversionException e) {
            throw e.in(String.valueOf(label));
        }
    }

    private static DataFrame frame(DataFrame frame, int depth) {
        Index labels = index(frame.columnIndex(), "the column labels", depth);
        Index rows = index(frame.rowIndex(), "the row labels", depth);
        List<Column> columns = new ArrayList<>(frame.columnCount());
        boolean same = labels == frame.columnIndex() && rows == frame.rowIndex();
        for (int i = 0; i < frame.columnCount(); i++) {
            Column column = frame.column(i);
            Column lowered = column(column, frame.columnIndex().label(i), depth);
            same &= lowered == column;
            columns.add(lowered);
        }
        return same ? frame : DataFrame.of(rows, labels, columns);
    }

    private static Series series(Series series, int depth) {
        Object name = Lowering.lowerMember("the name", series.name(), depth);
        Index rows = index(series.rowIndex(), "the row labels", depth);
        Column column = column(series.column(), series.name(), depth);
        boolean same = name == series.name() && rows == series.rowIndex() && column == series.column();
        return same ? series : new Series(name, rows, column);
    }

    private static Index index(Index index, String what, int depth) {
        if (index instanceof ValueIndex one) {
            Column values = column(one.values(), what, depth);
            Object name = Lowering.lowerMember(what, one.name(), depth);
            return values == one.values() && name == one.name() ? index : new ValueIndex(values, name);
        }
        if (index instanceof MultiIndex several) {
            List<Column> arrays = several.arrays().stream()
                    .map(array -> column(array, what, depth))
                    .toList();
            List<Object> names = names(several.names(), what, depth);
            return same(arrays, several.arrays()) && same(names, several.names())
                    ? index
                    : new MultiIndex(names, arrays);
        }
        RangeIndex range = (RangeIndex) index;
        Object name = Lowering.lowerMember(what, range.name(), depth);
        return name == range.name() ? index : new RangeIndex(range.start(), range.stop(), range.step(), name);
    }

    private static boolean same(List<?> lowered, List<?> before) {
        for (int i = 0; i < lowered.size(); i++) {
            if (lowered.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<Object> names(List<Object> names, String what, int depth) {
        List<Object> lowered = new ArrayList<>();
        names.forEach(name -> lowered.add(Lowering.lowerMember(what, name, depth)));
        return lowered;
    }
}
