package io.ipyrpc.json;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.ValueIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** Decodes the three kinds of index (§2.2). */
final class IndexDecoder {
    private final int depth;

    IndexDecoder(int depth) {
        this.depth = depth;
    }

    /** The index that the source is at; {@code what} is its name in messages. */
    Index index(ValueDecoder values, String what) {
        return Envelope.read(values, what, (type, inside) -> {
            if (!List.of(Types.RANGE_INDEX, Types.INDEX, Types.MULTI_INDEX).contains(type)) {
                throw inside.source.bad(
                        what + " is a pandas.RangeIndex, pandas.Index or pandas.MultiIndex, not " + Shown.text(type));
            }
            Map<String, Object> parts = parts(inside, type, what);
            try {
                return switch (type) {
                    case Types.RANGE_INDEX ->
                        new RangeIndex(
                                whole(inside, parts, "start"),
                                whole(inside, parts, "stop"),
                                whole(inside, parts, "step"),
                                parts.get("name"));
                    case Types.INDEX ->
                        new ValueIndex((Column) needed(inside, parts, type, "values"), parts.get("name"));
                    default -> multi(inside, parts, type);
                };
            } catch (IllegalArgumentException e) {
                throw inside.source.bad(what + ": " + e.getMessage());
            }
        });
    }

    private Map<String, Object> parts(ValueDecoder values, String type, String what) {
        Source source = values.source;
        Map<String, Object> parts = new LinkedHashMap<>();
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = Tree.newName(source, parts);
            source.next();
            Object part;
            if (type.equals(Types.INDEX) && name.equals("values")) {
                part = column(values, what, depth);
            } else if (type.equals(Types.MULTI_INDEX) && name.equals("arrays")) {
                part = arrays(values, what);
            } else {
                part = values.value(depth + 1);
            }
            parts.put(name, part);
            source.next();
        }
        return parts;
    }

    /** The levels of a MultiIndex. */
    private record Levels(List<Column> columns) {}

    private Levels arrays(ValueDecoder values, String what) {
        Source source = values.source;
        if (!source.at(JsonToken.START_ARRAY)) {
            throw source.bad(what + ": arrays is a list of arrays, not " + source.shown());
        }
        List<Column> levels = new ArrayList<>();
        while (source.next() != JsonToken.END_ARRAY) {
            levels.add(column(values, what, depth));
        }
        return new Levels(levels);
    }

    private static MultiIndex multi(ValueDecoder values, Map<String, Object> parts, String type) {
        if (!(needed(values, parts, type, "names") instanceof List<?> names)) {
            throw values.source.bad(type + ": names is a list, not " + Shown.tree(parts.get("names")));
        }
        Levels levels = (Levels) needed(values, parts, type, "arrays");
        return new MultiIndex(new ArrayList<>(names), levels.columns());
    }

    private static Object needed(ValueDecoder values, Map<String, Object> parts, String type, String name) {
        if (!parts.containsKey(name)) {
            throw values.source.bad(type + ": " + name + " is missing");
        }
        return parts.get(name);
    }

    private static long whole(ValueDecoder values, Map<String, Object> parts, String name) {
        if (needed(values, parts, Types.RANGE_INDEX, name) instanceof Long number) {
            return number;
        }
        throw values.source.bad(Types.RANGE_INDEX + ": " + name + " is a whole number of at most 64 bits, not "
                + Shown.tree(parts.get(name)));
    }

    /** One array that may have missing values. */
    static Column column(ValueDecoder values, String what, int depth) {
        return Envelope.read(values, what, (type, inside) -> {
            needArray(inside, what, type);
            return new ArrayDecoder(inside, depth).members((array, dtype, shape) -> {
                if (shape.length != 1) {
                    throw inside.source.bad(
                            what + ": an array of one dimension is needed, not of shape " + ArrayDecoder.text(shape));
                }
                return FrameDecoder.column(array.one(dtype, what, true, shape));
            });
        });
    }

    static void needArray(ValueDecoder values, String what, String type) {
        if (!type.equals(Types.NDARRAY)) {
            throw values.source.bad(what + ": an np.ndarray is needed, not " + Shown.text(type));
        }
    }
}
