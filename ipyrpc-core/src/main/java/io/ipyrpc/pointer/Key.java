package io.ipyrpc.pointer;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.util.List;
import java.util.Map;

/** What {@code _index} takes for one axis (§5.1). */
sealed interface Key {
    /** One position, below zero from the end. */
    record Position(long index) implements Key {}

    /** Positions from one to another; null = from the beginning, to the end. */
    record Slice(Long start, Long stop, long step) implements Key {
        /** Checks the step. */
        public Slice {
            if (step == 0) {
                throw bad("the step of a slice is 0; 1 gives every item, -1 the reverse");
            }
        }

        boolean isAll() {
            return start == null && stop == null && step == 1;
        }

        /** The first position in a list of so many. */
        long first(long size) {
            long ends = step > 0 ? 0 : size - 1;
            return start == null ? ends : bound(start, size);
        }

        /** How many positions there are in a list of so many. */
        long count(long size) {
            long last = stop == null ? (step > 0 ? size : -1) : bound(stop, size);
            long span = step > 0 ? last - first(size) : first(size) - last;
            // The lowest long has no absolute value; no list is as long as that anyway.
            return span <= 0 ? 0 : (span - 1) / (step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step)) + 1;
        }

        private long bound(long index, long size) {
            long i = index < 0 ? index + size : index;
            return step > 0 ? Math.min(Math.max(i, 0), size) : Math.min(Math.max(i, -1), size - 1);
        }
    }

    /** A column, a field or a member by its name. */
    record Name(String name) implements Key {}

    /** Some columns of a frame, by names and positions. */
    record Take(List<?> columns) implements Key {}

    /** The key that a value of the protocol means. */
    static Key of(Object value) {
        if (value instanceof String name) {
            return new Name(name);
        }
        if (value instanceof Long || value instanceof Integer) {
            return new Position(((Number) value).longValue());
        }
        if (value instanceof Map<?, ?> map) {
            if (map.keySet().equals(java.util.Set.of("take")) && map.get("take") instanceof List<?> columns) {
                return new Take(columns);
            }
            if (List.of("start", "stop", "step").containsAll(map.keySet())) {
                Long step = bound(map, "step");
                return new Slice(bound(map, "start"), bound(map, "stop"), step == null ? 1 : step);
            }
        }
        throw bad(
                "a key is a position, a name, {\"start\":…,\"stop\":…,\"step\":…}, {\"take\":[…]}, or a list with one of"
                        + " these for each axis; not " + io.ipyrpc.convert.Shown.value(value));
    }

    private static Long bound(Map<?, ?> slice, String name) {
        Object value = slice.get(name);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        throw bad(name + " of a slice is a whole number, not " + io.ipyrpc.convert.Shown.value(value));
    }

    /** A request that cannot be meant. */
    static RpcException bad(String message) {
        return new RpcException(ErrorCode.BAD_REQUEST, message);
    }
}
