package io.ipyrpc.pointer;

import io.ipyrpc.convert.TypeNames;
import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pointer tells people of its value: type, element type, shape, size. */
public final class PointerInfo {
    private PointerInfo() {}

    /**
     * The members of {@code info} (§5).
     *
     * @param bytes about how much memory the value takes, told where nothing better is known
     */
    public static Map<String, Object> of(Object value, long bytes) {
        Map<String, Object> info = new LinkedHashMap<>();
        if (value instanceof NdArray array) {
            array(info, array.dtype(), array.shape(), array.dtype().isFixedSize() ? array.nbytes() : bytes);
        } else if (value instanceof DataFrame frame) {
            info.put("type", "pandas");
            info.put("rows", frame.rows());
            info.put("columns", frame.columnCount());
            info.put(
                    "nbytes",
                    frame.columns().stream().mapToLong(PointerInfo::nbytes).sum());
        } else if (value instanceof Series series) {
            array(info, series.column().dtype(), new long[] {series.size()}, nbytes(series.column()));
            info.put("type", "pandas.Series");
        } else if (value != null && isOfNumbers(value.getClass())) {
            array(info, value);
        } else {
            info.put("type", type(value));
            if (value instanceof Collection<?> items) {
                info.put("length", items.size());
            } else if (value instanceof Map<?, ?> map) {
                info.put("length", map.size());
            } else if (value instanceof CharSequence text) {
                info.put("length", text.length());
            } else if (value != null && value.getClass().isArray()) {
                info.put("length", Array.getLength(value));
            } else if (info.get("type").equals("java")) {
                info.put("class", TypeNames.of(value.getClass()));
            }
            info.put("nbytes", value instanceof byte[] b ? b.length : bytes);
        }
        return info;
    }

    private static void array(Map<String, Object> info, DType dtype, long[] shape, long nbytes) {
        info.put("type", "np.ndarray");
        info.put("dtype", dtype(dtype));
        List<Object> sizes = new ArrayList<>();
        for (long size : shape) {
            sizes.add(size);
        }
        info.put("shape", sizes);
        info.put("nbytes", nbytes);
    }

    /** What an array of Java's is once it is fetched. */
    private static void array(Map<String, Object> info, Object array) {
        List<Long> shape = new ArrayList<>();
        Object part = array;
        Class<?> type = array.getClass();
        for (; type.isArray(); type = type.getComponentType()) {
            int length = part == null ? 0 : Array.getLength(part);
            shape.add((long) length);
            part = length == 0 || type.getComponentType().isPrimitive() ? null : Array.get(part, 0);
        }
        DType dtype = NdArray.copyOf(Array.newInstance(type, 0)).dtype();
        long elements = shape.stream().reduce(1L, (a, b) -> a * b);
        array(info, dtype, shape.stream().mapToLong(size -> size).toArray(), elements * dtype.itemSize());
    }

    /** Whether arrays of that type are ndarrays once they are fetched. */
    static boolean isOfNumbers(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return type.isArray() && element.isPrimitive() && type != byte[].class && element != char.class;
    }

    private static long nbytes(Column column) {
        return column.dtype().isFixedSize() ? column.values().nbytes() : io.ipyrpc.data.Footprint.of(column);
    }

    /** As numpy writes it, with the byte order of the wire. */
    static String dtype(DType dtype) {
        if (!dtype.isFixedSize() || dtype.kind() == DType.Kind.RECORD) {
            return dtype.name();
        }
        boolean ordered = dtype.kind() != DType.Kind.BOOL && dtype.kind() != DType.Kind.BYTES;
        return (ordered && (dtype.itemSize() > 1 || dtype.kind() == DType.Kind.UNICODE) ? "<" : "|") + dtype.name();
    }

    private static String type(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Number) {
            return "number";
        }
        if (value instanceof CharSequence) {
            return "text";
        }
        if (value instanceof byte[]) {
            return "bytes";
        }
        if (value instanceof Map) {
            return "dict";
        }
        return value instanceof Collection || value.getClass().isArray() ? "list" : "java";
    }
}
