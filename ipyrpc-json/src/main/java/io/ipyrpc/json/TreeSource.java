package io.ipyrpc.json;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** Tokens of a kept tree, with {@code type}, {@code dtype} and {@code shape} put first where they matter. */
final class TreeSource extends Source {
    private final Source origin;
    private final String position;
    private final Deque<Level> open = new ArrayDeque<>();
    private Object root;
    private boolean started;
    private Object value;

    TreeSource(Source origin, Object root) {
        super(origin.limits);
        this.origin = origin;
        this.position = origin.position();
        this.root = root;
    }

    /** A list or object that is being walked through. */
    private static final class Level {
        private final boolean object;
        private final Iterator<?> rest;
        private Object member;
        private boolean atName;

        Level(boolean object, Iterator<?> rest) {
            this.object = object;
            this.rest = rest;
        }
    }

    @Override
    JsonToken next() {
        Level level = open.peek();
        if (level == null) {
            if (started) {
                return token = null;
            }
            started = true;
            Object first = root;
            root = null;
            return enter(first);
        }
        if (level.atName) {
            level.atName = false;
            return enter(level.member);
        }
        if (!level.rest.hasNext()) {
            open.pop();
            return token = level.object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        if (!level.object) {
            return enter(level.rest.next());
        }
        Map.Entry<?, ?> member = (Map.Entry<?, ?>) level.rest.next();
        value = member.getKey();
        level.member = member.getValue();
        level.atName = true;
        return token = JsonToken.PROPERTY_NAME;
    }

    private JsonToken enter(Object next) {
        value = next;
        if (next instanceof Map<?, ?> map) {
            open.push(new Level(true, inBestOrder(map)));
            return token = JsonToken.START_OBJECT;
        } else if (next instanceof List<?> list) {
            open.push(new Level(false, list.iterator()));
            return token = JsonToken.START_ARRAY;
        } else if (next instanceof String) {
            return token = JsonToken.VALUE_STRING;
        } else if (next instanceof Long || next instanceof BigInteger) {
            return token = JsonToken.VALUE_NUMBER_INT;
        } else if (next instanceof Double) {
            return token = JsonToken.VALUE_NUMBER_FLOAT;
        } else if (next instanceof Boolean truth) {
            return token = truth ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE;
        }
        return token = JsonToken.VALUE_NULL;
    }

    private static Iterator<?> inBestOrder(Map<?, ?> map) {
        List<String> first = List.of();
        if (map.size() == 2
                && map.containsKey("data")
                && map.get("type") instanceof String type
                && Types.isTyped(type)) {
            first = List.of("type", "data");
        } else if (map.containsKey("dtype") && map.containsKey("shape") && map.containsKey("data")) {
            first = List.of("dtype", "shape", "data");
        }
        if (first.isEmpty()) {
            return map.entrySet().iterator();
        }
        List<Map.Entry<?, ?>> members = new ArrayList<>(map.size());
        for (String name : first) {
            members.add(new java.util.AbstractMap.SimpleImmutableEntry<>(name, map.get(name)));
        }
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!first.contains(member.getKey())) {
                members.add(member);
            }
        }
        return members.iterator();
    }

    @Override
    String text() {
        return String.valueOf(value);
    }

    @Override
    Number number() {
        return (Number) value;
    }

    @Override
    double float64() {
        double number = number().doubleValue();
        if (Double.isInfinite(number)) {
            throw bad(shown() + " is beyond the range of a float; write \"Infinity\" where that is meant");
        }
        return number;
    }

    @Override
    float float32() {
        float number = number().floatValue();
        if (Float.isInfinite(number)) {
            throw bad(shown() + " is beyond the range of f4; write \"Infinity\" where that is meant");
        }
        return number;
    }

    /** Not copied: trees inside trees inside trees must not cost more than their size. */
    @Override
    Object tree() {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            token = open.pop().object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        return value;
    }

    @Override
    boolean isTree() {
        return true;
    }

    @Override
    long arrived() {
        return origin.arrived();
    }

    @Override
    long taken() {
        return origin.taken();
    }

    @Override
    void take(long bytes) {
        origin.take(bytes);
    }

    /** Of the place where the tree ends in the text: single members' are no longer known. */
    @Override
    String position() {
        return position;
    }
}
