package io.ipyrpc.json;

import java.util.List;
import java.util.Map;

/** How values from outside stand in messages: short, and texts in quotes. */
final class Shown {
    private static final int MOST = 64;

    private Shown() {}

    static String text(String text) {
        return "\"" + cut(text) + "\"";
    }

    static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }

    /** A part of a tree; lists and dicts are not spelt out, whatever their size. */
    static String tree(Object value) {
        if (value instanceof Map<?, ?>) {
            return "an object";
        } else if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        return value instanceof String text ? text(text) : cut(String.valueOf(value));
    }
}
