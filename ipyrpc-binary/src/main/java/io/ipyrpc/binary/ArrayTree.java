package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.TypedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays as JSON (§2.1): those inside other JSON, and those that have no other form. */
final class ArrayTree {
    private ArrayTree() {}

    static Map<String, Object> of(NdArray array, int depth) {
        return envelope(dtype(array.dtype()), shape(array.shape()), cells(array.ravel(), depth));
    }

    /** With null where a value is missing. */
    static Map<String, Object> of(Column column, int depth) {
        return envelope(dtype(column.dtype()), shape(column.size()), cells(column, depth));
    }

    static Map<String, Object> envelope(Object dtype, List<Object> shape, List<?> cells) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("dtype", dtype);
        data.put("shape", shape);
        data.put("data", cells);
        return TreeWriter.envelope(Types.NDARRAY, data);
    }

    static List<Object> shape(long... shape) {
        List<Object> sizes = new ArrayList<>(shape.length);
        for (long size : shape) {
            sizes.add(size);
        }
        return sizes;
    }

    static Object dtype(DType type) {
        if (type.kind() != DType.Kind.RECORD) {
            return type.name();
        }
        List<Object> fields = new ArrayList<>(type.fields().size());
        for (DType.Field field : type.fields()) {
            fields.add(List.of(field.name(), dtype(field.type())));
        }
        return fields;
    }

    static List<Object> cells(Column column, int depth) {
        List<Object> cells = cells(column.values(), depth);
        if (column.validity().isPresent()) {
            for (int i = 0; i < cells.size(); i++) {
                if (column.isMissing(i)) {
                    cells.set(i, null);
                }
            }
        }
        return cells;
    }

    /** The elements of an array of one dimension; {@code depth} is the array's own. */
    static List<Object> cells(NdArray flat, int depth) {
        DType.Kind kind = flat.dtype().kind();
        if (kind == DType.Kind.RECORD) {
            List<List<Object>> fields = new ArrayList<>();
            for (DType.Field field : flat.dtype().fields()) {
                fields.add(cells(flat.field(field.name()), depth));
            }
            return rows(fields, flat.size());
        }
        if (kind == DType.Kind.OBJECT) {
            TreeWriter.enter(depth + Types.LEVELS_OF_AN_ARRAY - 1);
        }
        List<Object> cells = new ArrayList<>((int) flat.size());
        for (int i = 0; i < flat.size(); i++) {
            cells.add(cell(flat, kind, i, depth));
        }
        return cells;
    }

    /** A list of the fields' values for each row. */
    static List<Object> rows(List<List<Object>> fields, long n) {
        List<Object> rows = new ArrayList<>((int) n);
        for (int i = 0; i < n; i++) {
            List<Object> row = new ArrayList<>(fields.size());
            for (List<Object> field : fields) {
                row.add(field.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object cell(NdArray flat, DType.Kind kind, int i, int depth) {
        switch (kind) {
            case DATETIME, TIMEDELTA:
                long ticks = flat.getLong(i);
                return ticks == Long.MIN_VALUE ? null : (Object) ticks;
            case FLOAT:
                return number(flat.getDouble(i));
            case COMPLEX:
                Complex complex = (Complex) flat.item(i);
                return List.of(number(complex.re()), number(complex.im()));
            case BYTES:
                return TypedText.of(flat.item(i)).text();
            case OBJECT:
                try {
                    return TreeWriter.tree(flat.item(i), depth + Types.LEVELS_OF_AN_ARRAY);
                } catch (UnsendableException e) {
                    throw e.inside(i);
                }
            default:
                return flat.item(i);
        }
    }

    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
