package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * Decodes the data of an {@code np.ndarray} (§2.1): {@code dtype}, {@code shape} and {@code data}, the elements going
 * straight to memory where they come last.
 */
final class ArrayDecoder {
    private final ValueDecoder values;
    private final int depth;

    ArrayDecoder(ValueDecoder values, int depth) {
        this.values = values;
        this.depth = depth;
    }

    /** What becomes of the elements, at whose list the source is then. */
    interface Elements<T> {
        T read(ArrayDecoder array, Object dtype, long[] shape);
    }

    /** The array whose data has been entered: the source is at its first name. */
    NdArray array() {
        return members(
                (array, dtype, shape) -> array.one(dtype, "", false, shape).array());
    }

    /** One column: its elements, and which of them are missing. */
    record Filled(NdArray array, BitSet missing) {}

    /** The members of the data, the source being at the first name; elements are read by the caller's means. */
    <T> T members(Elements<T> elements) {
        Source source = values.source;
        Map<String, Object> members = new LinkedHashMap<>();
        T result = null;
        boolean read = false;
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = Tree.newName(source, members);
            source.next();
            if (name.equals("data") && members.containsKey("dtype") && members.containsKey("shape")) {
                if (!source.at(JsonToken.START_ARRAY)) {
                    throw source.bad("np.ndarray: data is a list of the elements, not " + source.shown());
                }
                result = elements.read(this, members.get("dtype"), shape(members.get("shape")));
                read = true;
                members.put("data", null);
            } else {
                members.put(name, source.tree());
            }
            source.next();
        }
        return read ? result : late(members, elements);
    }

    /** The elements came before their type, or not at all. */
    private <T> T late(Map<String, Object> members, Elements<T> elements) {
        for (String needed : List.of("dtype", "shape", "data")) {
            if (!members.containsKey(needed)) {
                throw values.source.bad(
                        "np.ndarray: data is an object of dtype, shape and data; " + needed + " is missing");
            }
        }
        TreeSource kept = new TreeSource(values.source, members);
        kept.next();
        kept.next();
        return new ArrayDecoder(new ValueDecoder(kept), depth).members(elements);
    }

    private long[] shape(Object tree) {
        if (!(tree instanceof List<?> list)) {
            throw values.source.bad("np.ndarray: shape is a list, not " + Shown.tree(tree));
        }
        long[] shape = new long[list.size()];
        for (int i = 0; i < shape.length; i++) {
            if (!(list.get(i) instanceof Long n) || n < 0) {
                throw values.source.bad("np.ndarray: dimension " + i + " is " + Shown.tree(list.get(i))
                        + ", must be a whole number from 0 of at most 64 bits");
            }
            shape[i] = n;
        }
        return shape;
    }

    /** The type that a name, or a list of pairs of a name and a type, stands for. */
    DType dtype(Object tree) {
        try {
            return dtype(tree, 0);
        } catch (IllegalArgumentException e) {
            throw values.source.bad("np.ndarray: " + e.getMessage());
        }
    }

    private DType dtype(Object tree, int nested) {
        if (tree instanceof String name) {
            return DType.of(name);
        }
        if (!(tree instanceof List<?> list) || nested > 32) {
            throw new IllegalArgumentException("dtype is a name or a list of fields, not " + Shown.tree(tree));
        }
        List<DType.Field> fields = new ArrayList<>(list.size());
        for (Object item : list) {
            fields.add(new DType.Field(fieldName(item), dtype(((List<?>) item).get(1), nested + 1)));
        }
        return DType.record(fields);
    }

    /** The name of one field; field names of frames may repeat, those of records may not. */
    static String fieldName(Object item) {
        if (item instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException("a field is a list of its name and dtype, not " + Shown.tree(item));
    }

    /** Elements of one type. */
    Filled one(Object dtypeTree, String prefix, boolean nullable, long[] shape) {
        DType dtype = dtype(dtypeTree);
        String label = Shown.cut(prefix.isEmpty() ? dtype.name() : prefix + " (" + dtype + ")");
        Sink sink = Sink.of(dtype, label, nullable, values, depth);
        int rows = new Rows(values.source, List.of(sink), shape).read(sink::element);
        return finish(sink, rows, shape);
    }

    Filled finish(Sink sink, int rows, long... shape) {
        try {
            return new Filled(sink.finish(rows, shape), sink.missing());
        } catch (IllegalArgumentException e) {
            throw values.source.bad("np.ndarray: " + e.getMessage());
        }
    }

    static String text(long[] shape) {
        return Shown.cut(Arrays.toString(shape));
    }
}
