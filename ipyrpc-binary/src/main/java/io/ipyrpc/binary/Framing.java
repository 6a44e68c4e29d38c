package io.ipyrpc.binary;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a value is written as frames of its own, all else being JSON. Lists and dicts are looked through once, before
 * the first is written: which of them hold a frame is not known before their end.
 */
final class Framing {
    /** Longer lists are written in batches: their JSON as one text would take memory several times over. */
    private static final int LONG_LIST = 10_000;

    private static final Framing NONE = new Framing(false);

    private Set<Object> containers = Set.of();
    /** Whether JSON has the whole of the value as it is. */
    private boolean plain;

    private Framing(boolean plain) {
        this.plain = plain;
    }

    static Framing of(Object value) {
        if (!(value instanceof List || value instanceof Map)) {
            return NONE;
        }
        Framing framing = new Framing(true);
        framing.holdsFrames(value, 0);
        return framing;
    }

    /** Whether a value, which is the one that was looked through or inside it, is not JSON. */
    boolean isFramed(Object value) {
        if (value instanceof List<?> list) {
            return list.size() > LONG_LIST || containers.contains(value);
        }
        return value instanceof Map ? containers.contains(value) : isFrame(value);
    }

    private static boolean isFrame(Object value) {
        if (value instanceof NdArray array) {
            // Texts of any length, and any values, have no place in packed rows.
            return array.dtype().kind() != DType.Kind.RECORD || array.dtype().isFixedSize();
        }
        return value instanceof byte[]
                || value instanceof DataFrame
                || value instanceof Series
                || value instanceof DataPointer
                || value instanceof Iterator;
    }

    /** What stands for a value, which is the one that was looked through or inside it, in JSON. */
    Object tree(Object value, int depth) {
        return plain ? value : TreeWriter.tree(value, depth);
    }

    private boolean holdsFrames(Object value, int depth) {
        boolean holds = false;
        if (value instanceof List<?> list) {
            TreeWriter.enter(depth);
            for (Object item : list) {
                holds |= holdsFrames(item, depth + 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            TreeWriter.enter(depth);
            plain &= !Types.isTyped(map);
            for (Map.Entry<?, ?> member : map.entrySet()) {
                plain &= member.getKey() instanceof String key && !Keys.hasHalf(key);
                holds |= holdsFrames(member.getValue(), depth + 1);
            }
        } else {
            plain &= isPlain(value);
            return isFrame(value);
        }
        if (holds) {
            add(value);
        }
        return holds;
    }

    private static boolean isPlain(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || (value instanceof Double number && Double.isFinite(number));
    }

    private void add(Object container) {
        if (containers.isEmpty()) {
            containers = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        containers.add(container);
    }
}
