package io.ipyrpc.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Equality and hashes of arrays, by type, shape and elements, wherever these lie. */
final class Equality {
    private Equality() {}

    static boolean same(NdArray a, NdArray b) {
        if (!a.dtype().equals(b.dtype()) || !Arrays.equals(a.layout.shape, b.layout.shape)) {
            return false;
        }
        if (a.memory.bytes != null
                && a.isContiguous()
                && b.isContiguous()
                && a.region().equals(b.region())) {
            return true;
        }
        for (long i = 0; i < a.size(); i++) {
            int x = a.layout.flat(i);
            int y = b.layout.flat(i);
            if (a.memory.bytes == null
                    ? !same(a.memory.get(x), b.memory.get(y))
                    : !a.memory.elements.same(a.memory.bytes, x, b.memory.bytes, y)) {
                return false;
            }
        }
        return true;
    }

    static int hash(NdArray a) {
        int[] hash = {31 * a.dtype().hashCode() + Arrays.hashCode(a.layout.shape)};
        a.layout.forEach(place -> {
            int h = a.memory.bytes == null ? hash(a.memory.get(place)) : a.memory.elements.hash(a.memory.bytes, place);
            hash[0] = 31 * hash[0] + h;
        });
        return hash[0];
    }

    /**
     * As {@link Objects#deepEquals}, which does not look into collections: bytes inside lists and dicts go by what they
     * hold too. Goes as deep as these are nested, as their own equality does.
     */
    private static boolean same(Object a, Object b) {
        if (a == b) {
            return true;
        } else if (a instanceof List<?> list && b instanceof List<?> other) {
            return sameItems(list, other);
        } else if (a instanceof Map<?, ?> map && b instanceof Map<?, ?> other) {
            return map.size() == other.size()
                    && map.entrySet().stream()
                            .allMatch(e -> other.containsKey(e.getKey()) && same(e.getValue(), other.get(e.getKey())));
        } else if (a instanceof Object[] items && b instanceof Object[] other) {
            return sameItems(Arrays.asList(items), Arrays.asList(other));
        }
        return Objects.deepEquals(a, b);
    }

    private static boolean sameItems(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> other = b.iterator();
        for (Object item : a) {
            if (!same(item, other.next())) {
                return false;
            }
        }
        return true;
    }

    private static int hash(Object value) {
        if (value instanceof List<?> list) {
            return hashOfItems(list);
        } else if (value instanceof Object[] items) {
            return hashOfItems(Arrays.asList(items));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToInt(e -> Objects.hashCode(e.getKey()) ^ hash(e.getValue()))
                    .sum();
        }
        return Arrays.deepHashCode(new Object[] {value});
    }

    private static int hashOfItems(List<?> items) {
        int hash = 1;
        for (Object item : items) {
            hash = 31 * hash + hash(item);
        }
        return hash;
    }
}
