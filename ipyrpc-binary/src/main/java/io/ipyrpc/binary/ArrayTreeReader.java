package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.TypedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Arrays in JSON (§2.1): the mirror image of {@link ArrayTree}. */
final class ArrayTreeReader {
    private final TreeReader values;

    ArrayTreeReader(TreeReader values) {
        this.values = values;
    }

    /** The array whose data, in the sense of an envelope, this is. */
    NdArray array(Map<?, ?> data, int depth) {
        DType type = dtype(data.get("dtype"), 0);
        long[] shape = shape(data.get("shape"));
        List<?> cells = cells(data, shape);
        return elements(type, cells.size(), cells::get, false, depth).values().reshape(shape);
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
        return elements(noRecords(dtype(data.get("dtype"), 0), what), cells.size(), cells::get, true, depth);
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
            row(row, fields.size());
        }
        List<Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            int at = i;
            columns.add(elements(
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

    /** Elements of one type; {@code depth} is the array's own. */
    private Column elements(DType type, int n, IntFunction<Object> cells, boolean nullable, int depth) {
        values.take(n * (long) Math.max(Long.BYTES, type.itemSize()));
        if (!type.isFixedSize()) {
            return Column.of(NdArray.objects(type, objects(type, n, cells, depth), n));
        }
        NdArray array = NdArray.zeros(type, n);
        boolean[] there = null;
        for (int i = 0; i < n; i++) {
            Object cell = cells.apply(i);
            if (cell == null && nullable && !isTime(type)) {
                there = there == null ? allTrue(n) : there;
                there[i] = false;
                continue;
            }
            try {
                array.setItem(i, element(type, cell));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "element " + i + " of " + Shown.cut(type.name()) + ": " + e.getMessage());
            }
        }
        return there == null ? Column.of(array) : Column.of(array, NdArray.of(there));
    }

    private static boolean[] allTrue(int n) {
        boolean[] values = new boolean[n];
        java.util.Arrays.fill(values, true);
        return values;
    }

    private static boolean isTime(DType type) {
        return type.kind() == DType.Kind.DATETIME || type.kind() == DType.Kind.TIMEDELTA;
    }

    private Object[] objects(DType type, int n, IntFunction<Object> cells, int depth) {
        Object[] objects = new Object[n];
        switch (type.kind()) {
            case RECORD -> {
                List<List<Object>> fields = new ArrayList<>();
                for (int f = 0; f < type.fields().size(); f++) {
                    int at = f;
                    fields.add(naturally(elements(
                                    type.fields().get(f).type(),
                                    n,
                                    i -> row(cells.apply(i), type.fields().size())
                                            .get(at),
                                    false,
                                    depth)
                            .values()));
                }
                List<Object> rows = ArrayTree.rows(fields, n);
                for (int i = 0; i < n; i++) {
                    objects[i] = Collections.unmodifiableList((List<?>) rows.get(i));
                }
            }
            case OBJECT -> {
                values.enter(depth + Types.LEVELS_OF_AN_ARRAY - 1);
                for (int i = 0; i < n; i++) {
                    objects[i] = values.value(cells.apply(i), depth + Types.LEVELS_OF_AN_ARRAY);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    objects[i] = cells.apply(i);
                    if (objects[i] != null && !(objects[i] instanceof String)) {
                        throw new IllegalArgumentException(
                                "element " + i + " of str is a text or null, not " + Shown.json(objects[i]));
                    }
                }
            }
        }
        return objects;
    }

    private static List<Object> naturally(NdArray array) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(array.item(i));
        }
        return values;
    }

    private static List<?> row(Object cell, int fields) {
        if (cell instanceof List<?> row && row.size() == fields) {
            return row;
        }
        throw new IllegalArgumentException("a row is a list of " + fields + " values, not " + Shown.json(cell));
    }

    /** What an array takes for a cell. */
    private Object element(DType type, Object cell) {
        return switch (type.kind()) {
            case INT, UINT, DATETIME, TIMEDELTA -> whole(type, cell);
            case FLOAT -> number(type, cell);
            case COMPLEX -> {
                List<?> pair = row(cell, 2);
                DType half = type.itemSize() == 8 ? DType.FLOAT32 : DType.FLOAT64;
                yield new Complex(number(half, pair.get(0)), number(half, pair.get(1)));
            }
            case BYTES -> {
                if (!(cell instanceof String text)) {
                    throw new IllegalArgumentException(Shown.json(cell) + " is no base64 text");
                }
                yield values.text(new TypedText(Types.BYTES, text));
            }
            case RECORD -> {
                List<?> row = row(cell, type.fields().size());
                List<Object> elements = new ArrayList<>(row.size());
                for (int i = 0; i < row.size(); i++) {
                    elements.add(element(type.fields().get(i).type(), row.get(i)));
                }
                yield elements;
            }
            default -> cell;
        };
    }

    private static Object whole(DType type, Object cell) {
        if (cell instanceof Long || cell instanceof java.math.BigInteger || (cell == null && isTime(type))) {
            return cell;
        }
        throw new IllegalArgumentException(Shown.json(cell) + " is no whole number");
    }

    private double number(DType type, Object cell) {
        if (cell instanceof String text) {
            return (Double) values.text(new TypedText("float", text));
        } else if (!(cell instanceof Number number)) {
            throw new IllegalArgumentException(Shown.json(cell) + " is no number");
        } else {
            double value = type.itemSize() == 4 ? number.floatValue() : number.doubleValue();
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException(
                        Shown.json(cell) + " is beyond the range; write \"Infinity\" where that is meant");
            }
            return value;
        }
    }
}
