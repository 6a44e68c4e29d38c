package io.ipyrpc.binary;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import io.ipyrpc.wire.TypedText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Turns values into what JSON has, with objects of {@code type} and {@code data} for all else (§2). What JSON has already
 * is given back as it is. The mirror image of {@link TreeReader}.
 */
final class TreeWriter {
    private TreeWriter() {}

    /** Called on entry to a list or dict that stands in {@code depth} others. */
    static void enter(int depth) {
        if (depth >= Types.MOST_DEPTH) {
            throw new UnsendableException(
                    "nested deeper than " + Types.MOST_DEPTH + ", or a list or map that contains itself");
        }
    }

    /** What stands for a value that is inside {@code depth} lists and dicts. */
    static Object tree(Object value, int depth) {
        // Small, as list and members are: the deepest nesting takes a thousand frames of each from the stack.
        return value instanceof List<?> list
                ? list(list, depth)
                : value instanceof Map<?, ?> map ? dict(map, depth) : single(value, depth);
    }

    private static Object dict(Map<?, ?> map, int depth) {
        Map<?, ?> members = members(map, depth);
        return Types.isTyped(map) ? envelope(Types.DICT, members) : members;
    }

    private static Object single(Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof NdArray array) {
            return ArrayTree.of(array, depth);
        } else if (value instanceof DataFrame frame) {
            return PandasTree.of(frame, depth);
        } else if (value instanceof Series series) {
            return PandasTree.of(series, depth);
        } else if (value instanceof DataPointer pointer) {
            return pointer(pointer, depth);
        } else if (value instanceof Iterator<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEachRemaining(list::add);
            return list(list, depth);
        }
        return text(value);
    }

    private static Object number(Number number) {
        if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger) {
            return number;
        } else if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            return !Double.isFinite(value) ? text(number) : number instanceof Double ? number : (Double) value;
        } else if (number instanceof AtomicInteger
                || number instanceof AtomicLong
                || number instanceof LongAdder
                || number instanceof LongAccumulator) {
            return number.longValue();
        } else if (number instanceof DoubleAdder || number instanceof DoubleAccumulator) {
            return number((Double) number.doubleValue());
        }
        return text(number);
    }

    private static Object text(Object value) {
        TypedText typed = TypedText.of(value);
        if (typed == null) {
            throw UnsendableException.ofClass(value);
        }
        return envelope(typed.type(), typed.text());
    }

    static Map<String, Object> envelope(String type, Object data) {
        Map<String, Object> members = new LinkedHashMap<>(4);
        members.put("type", type);
        members.put("data", data);
        return members;
    }

    static List<?> list(List<?> list, int depth) {
        enter(depth);
        List<Object> changed = null;
        int index = 0;
        try {
            for (Object item : list) {
                Object tree = tree(item, depth + 1);
                if (changed == null && tree != item) {
                    changed = new ArrayList<>(list.subList(0, index));
                }
                if (changed != null) {
                    changed.add(tree);
                }
                index++;
            }
        } catch (UnsendableException e) {
            throw e.inside(index);
        }
        return changed == null ? list : changed;
    }

    static Map<String, Object> pointer(DataPointer pointer, int depth) {
        Map<String, Object> members = pointer.toMap();
        members.replaceAll((name, value) -> tree(value, depth + 1));
        return members;
    }

    /** The members of a dict, whatever they look like. */
    private static Map<?, ?> members(Map<?, ?> map, int depth) {
        enter(depth);
        Map<Object, Object> changed = null;
        String key = null;
        try {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                key = null;
                key = Keys.sendable(member.getKey());
                Object tree = tree(member.getValue(), depth + 1);
                if (changed == null && tree != member.getValue()) {
                    changed = new LinkedHashMap<>(map);
                }
                if (changed != null) {
                    changed.put(key, tree);
                }
            }
        } catch (UnsendableException e) {
            throw key == null ? e : e.insideMember(key);
        }
        return changed == null ? map : changed;
    }
}
