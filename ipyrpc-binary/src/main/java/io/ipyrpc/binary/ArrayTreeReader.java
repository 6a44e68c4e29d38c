package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arrays in JSON (§2.1): the mirror image of {@link ArrayTree}. */
final class ArrayTreeReader {
    private final CellReader cells;

    ArrayTreeReader(TreeReader values) {
        this.cells = new CellReader(values);
    }

    /** The array whose data, in the sense of an envelope, this is. */
    NdArray array(Map<?, ?> data, int depth) {
        DType type = dtype(data.get("dtype"), 0);
        long[] shape = shape(data.get("shape"));
        List<?> cells = cells(data, shape);
        return this.cells
                .column(type, cells.size(), cells::get, false, depth)
                .values()
                .reshape(shape);
    }

    /** A column whose envelope this is: one dimension, and null where a value is missing. */
    Column column(Object envelope, String what, int depth) {
        Map<?, ?> data = data(envelope, what);
        long[] shape = shape(data.get("shape"));
        if (shape.length != 1) {
            throw new IllegalArgumentException(
                    what + ": an array of one dimension is needed, not of shape " + Shown.shape(shape));
        }
        List<?> cells = cells(data, shape);
        return this.cells.column(noRecords(dtype(data.get("dtype"), 0), what), cells.size(), cells::get, true, depth);
    }

    /** The columns of an array of records whose envelope this is. */
    List<Column> columns(Object envelope, int depth) {
        Map<?, ?> data = data(envelope, "data");
        long[] shape = shape(data.get("shape"));
        if (!(data.get("dtype") instanceof List<?> fields) || shape.length != 1) {
            throw new IllegalArgumentException("pandas: data has a list of fields as its dtype and one dimension, not "
                    + Shown.json(data.get("dtype")) + " and " + Shown.shape(shape));
        }
        List<?> rows = cells(data, shape);
        for (Object row : rows) {
            CellReader.row(row, fields.size());
        }
        List<Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            int at = i;
            columns.add(cells.column(
                    noRecords(dtype(field(fields.get(i)).get(1), 0), "a column"),
                    rows.size(),
                    row -> ((List<?>) rows.get(row)).get(at),
                    true,
                    depth));
        }
        return columns;
    }

    private static Map<?, ?> data(Object envelope, String what) {
        if (envelope instanceof Map<?, ?> members
                && Types.NDARRAY.equals(members.get("type"))
                && members.get("data") instanceof Map<?, ?> data) {
            return data;
        }
        throw new IllegalArgumentException(what + ": an np.ndarray is needed, not " + Shown.json(envelope));
    }

    static DType noRecords(DType type, String what) {
        if (type.kind() == DType.Kind.RECORD) {
            throw new IllegalArgumentException(what + " is of records; it has one dtype");
        }
        return type;
    }

    private static List<?> cells(Map<?, ?> data, long[] shape) {
        if (!(data.get("data") instanceof List<?> cells)) {
            throw new IllegalArgumentException(
                    "np.ndarray: data is a list of the elements, not " + Shown.json(data.get("data")));
        }
        if (cells.size() != size(shape)) {
            throw new IllegalArgumentException(
                    "np.ndarray: " + cells.size() + " elements for shape " + Shown.shape(shape));
        }
        return cells;
    }

    static long[] shape(Object tree) {
        if (!(tree instanceof List<?> list)) {
            throw new IllegalArgumentException("shape is a list, not " + Shown.json(tree));
        }
        long[] shape = new long[list.size()];
        for (int i = 0; i < shape.length; i++) {
            if (!(list.get(i) instanceof Long n) || n < 0) {
                throw new IllegalArgumentException("dimension " + i + " is " + Shown.json(list.get(i))
                        + ", must be a whole number from 0 of at most 64 bits");
            }
            shape[i] = n;
        }
        return shape;
    }

    /** The number of elements. */
    static long size(long... shape) {
        long size = 1;
        for (long n : shape) {
            if (n > 0 && size > Long.MAX_VALUE / n) {
                throw new IllegalArgumentException(
                        "shape " + Shown.shape(shape) + " has more elements than 64 bits count");
            }
            size *= n;
        }
        return size;
    }

    private static DType dtype(Object tree, int nested) {
        if (tree instanceof String name) {
            return DType.of(name);
        }
        if (!(tree instanceof List<?> list) || nested > WireType.MOST_NESTED) {
            throw new IllegalArgumentException("dtype is a name or a list of fields, not " + Shown.json(tree));
        }
        List<DType.Field> fields = new ArrayList<>(list.size());
        for (Object item : list) {
            fields.add(new DType.Field(
                    (String) field(item).get(0), dtype(field(item).get(1), nested + 1)));
        }
        return DType.record(fields);
    }

    /** The name and dtype of a field. */
    static List<?> field(Object tree) {
        if (tree instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String) {
            return pair;
        }
        throw new IllegalArgumentException("a field is a list of its name and dtype, not " + Shown.json(tree));
    }
}
