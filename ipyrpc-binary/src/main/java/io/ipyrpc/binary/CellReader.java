package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.TypedText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** Elements of arrays in JSON (§2.1). */
final class CellReader {
    private final TreeReader values;

    CellReader(TreeReader values) {
        this.values = values;
    }

    /**
     * Elements of one type.
     *
     * @param nullable whether null is a missing value where the type has no null of its own
     * @param depth the array's own
     */
    Column column(DType type, int n, IntFunction<Object> cells, boolean nullable, int depth) {
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
        Arrays.fill(values, true);
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
                    fields.add(naturally(column(
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

    /** A list of just so many values. */
    static List<?> row(Object cell, int fields) {
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
        if (cell instanceof Long || cell instanceof BigInteger || (cell == null && isTime(type))) {
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
