package io.ipyrpc.pointer;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Lowering;
import io.ipyrpc.convert.Shown;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Parts of values by keys (§5.1): views wherever memory can be shared. */
final class Indexing {
    private static final int MOST_DEPTH = 100;

    private Indexing() {}

    /**
     * The part.
     *
     * @param keys one for each axis, at least one
     * @return a {@link View} where it shares the value's memory, else a copy
     */
    static Object of(Object value, Key... keys) {
        try {
            Object part = part(value, keys);
            boolean simple =
                    part == null || part instanceof Number || part instanceof String || part instanceof Boolean;
            return simple || part instanceof Copied ? unwrapped(part) : new View(part);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Key.bad(e.getMessage());
        }
    }

    /** What shares no memory with the value that it was made of. */
    private record Copied(Object value) {}

    private static Object unwrapped(Object part) {
        return part instanceof Copied copied ? copied.value() : part;
    }

    private static Object part(Object value, Key... keys) {
        if (keys.length == 0) {
            return value;
        }
        if (value instanceof NdArray array) {
            return ArrayIndexing.of(array, keys);
        }
        if (value instanceof DataFrame || value instanceof Series) {
            return FrameIndexing.of(value, keys);
        }
        if (value instanceof Map<?, ?> map) {
            return part(member(map, keys[0]), rest(keys));
        }
        if (value instanceof List<?> list) {
            return part(items(list, keys), keys[0] instanceof Key.Slice ? new Key[0] : rest(keys));
        }
        if (value instanceof Collection<?> items) {
            return part(new ArrayList<>(items), keys);
        }
        if (value != null && PointerInfo.isOfNumbers(value.getClass())) {
            return ofJavaArray(value, keys);
        }
        if (value instanceof Object[] array) {
            return part(Arrays.asList(array), keys);
        }
        return ofLowered(value, keys);
    }

    private static Key[] rest(Key[] keys) {
        return Arrays.copyOfRange(keys, 1, keys.length);
    }

    private static Object member(Map<?, ?> map, Key key) {
        if (key instanceof Key.Name name) {
            if (map.containsKey(name.name())) {
                return map.get(name.name());
            }
            List<String> known = map.keySet().stream().map(String::valueOf).toList();
            throw Key.bad("the dict has no '" + name.name() + "'" + Nearest.hint(name.name(), known));
        }
        throw Key.bad("a member of a dict goes by its name");
    }

    private static Object items(List<?> list, Key... keys) {
        if (keys[0] instanceof Key.Position position) {
            long i = position.index() < 0 ? position.index() + list.size() : position.index();
            if (i < 0 || i >= list.size()) {
                throw Key.bad(
                        "index " + position.index() + " is out of bounds for a list of " + list.size() + " items");
            }
            return list.get((int) i);
        }
        if (!(keys[0] instanceof Key.Slice slice) || keys.length > 1) {
            throw Key.bad("an item of a list goes by its position, some by one slice");
        }
        List<Object> items = new ArrayList<>();
        long first = slice.first(list.size());
        long count = slice.count(list.size());
        for (long i = 0; i < count; i++) {
            items.add(list.get((int) (first + i * slice.step())));
        }
        return items;
    }

    /** Of an array of Java's numbers the rows that are asked for are copied, and those alone. */
    private static Object ofJavaArray(Object array, Key... keys) {
        int length = Array.getLength(array);
        if (keys[0] instanceof Key.Position position) {
            long i = position.index() < 0 ? position.index() + length : position.index();
            if (i < 0 || i >= length) {
                throw Key.bad("index " + position.index() + " is out of bounds for axis 0 of size " + length);
            }
            Object row = Array.get(array, (int) i);
            return row.getClass().isArray() && keys.length > 1 ? part(row, rest(keys)) : row;
        }
        if (!(keys[0] instanceof Key.Slice slice)) {
            throw Key.bad("an axis of an array takes a position or a slice");
        }
        long first = slice.first(length);
        int count = (int) slice.count(length);
        Object rows = Array.newInstance(array.getClass().getComponentType(), count);
        if (slice.step() == 1 && count > 0) {
            System.arraycopy(array, (int) first, rows, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                Array.set(rows, i, Array.get(array, (int) (first + i * slice.step())));
            }
        }
        Key[] left = keys.clone();
        left[0] = new Key.Slice(null, null, 1);
        return new Copied(ArrayIndexing.of(NdArray.copyOf(rows), left));
    }

    private static Object ofLowered(Object value, Key... keys) {
        Object lowered;
        try {
            lowered = Lowering.lower(value, MOST_DEPTH);
        } catch (ConversionException e) {
            throw Key.bad("there are no parts: " + e.getMessage());
        }
        if (lowered == value || lowered == null || lowered instanceof String) {
            throw Key.bad("there are no parts of " + Shown.value(value));
        }
        return new Copied(unwrapped(part(lowered, keys)));
    }
}
