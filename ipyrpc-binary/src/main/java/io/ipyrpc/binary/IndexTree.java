package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.ValueIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The three kinds of index (§2.2). Where their arrays stand there is something else in JSON and in a frame: callers say
 * what.
 */
final class IndexTree {
    private static final String RANGE = "pandas.RangeIndex";
    private static final String VALUES = "pandas.Index";
    private static final String MULTI = "pandas.MultiIndex";

    private IndexTree() {}

    /** What a column becomes, or is made of. */
    interface Leaf<A, B, X extends Exception> {
        B of(A from) throws X;
    }

    /** The index as JSON has it. */
    static <X extends Exception> Map<String, Object> of(Index index, int depth, Leaf<Column, Object, X> arrays)
            throws X {
        Map<String, Object> data = new LinkedHashMap<>();
        if (index instanceof RangeIndex range) {
            data.put("start", range.start());
            data.put("stop", range.stop());
            data.put("step", range.step());
            data.put("name", TreeWriter.tree(range.name(), depth + 1));
            return TreeWriter.envelope(RANGE, data);
        } else if (index instanceof ValueIndex labels) {
            data.put("name", TreeWriter.tree(labels.name(), depth + 1));
            data.put("values", arrays.of(labels.values()));
            return TreeWriter.envelope(VALUES, data);
        }
        MultiIndex multi = (MultiIndex) index;
        data.put("names", TreeWriter.list(multi.names(), depth + 1));
        List<Object> levels = new ArrayList<>();
        for (Column level : multi.arrays()) {
            levels.add(arrays.of(level));
        }
        data.put("arrays", levels);
        return TreeWriter.envelope(MULTI, data);
    }

    /**
     * The index that JSON stands for.
     *
     * @param what it is, for messages
     * @throws IllegalArgumentException if it is none
     */
    static <X extends Exception> Index read(
            Object tree, String what, TreeReader values, int depth, Leaf<Object, Column, X> arrays) throws X {
        if (!(tree instanceof Map<?, ?> index)
                || !(index.get("type") instanceof String type)
                || !(index.get("data") instanceof Map<?, ?> data)) {
            throw new IllegalArgumentException(
                    what + " is an object of type (a text) and data (an object), not " + Shown.json(tree));
        }
        switch (type) {
            case RANGE:
                Object name = values.value(data.get("name"), depth + 1);
                return new RangeIndex(
                        whole(data, type, "start"), whole(data, type, "stop"), whole(data, type, "step"), name);
            case VALUES:
                return new ValueIndex(
                        arrays.of(needed(data, type, "values")), values.value(data.get("name"), depth + 1));
            case MULTI:
                List<Object> names = new ArrayList<>(list(data, type, "names").size());
                for (Object label : list(data, type, "names")) {
                    names.add(values.value(label, depth + 2));
                }
                List<Column> levels = new ArrayList<>();
                for (Object level : list(data, type, "arrays")) {
                    levels.add(arrays.of(level));
                }
                return new MultiIndex(names, levels);
            default:
                throw new IllegalArgumentException(
                        what + " is a pandas.RangeIndex, pandas.Index or pandas.MultiIndex, not " + Shown.json(type));
        }
    }

    private static Object needed(Map<?, ?> data, String type, String name) {
        if (!data.containsKey(name)) {
            throw new IllegalArgumentException(type + ": " + name + " is missing");
        }
        return data.get(name);
    }

    private static List<?> list(Map<?, ?> data, String type, String name) {
        if (needed(data, type, name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(type + ": " + name + " is a list, not " + Shown.json(data.get(name)));
    }

    private static long whole(Map<?, ?> data, String type, String name) {
        if (needed(data, type, name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(
                type + ": " + name + " is a whole number of at most 64 bits, not " + Shown.json(data.get(name)));
    }
}
