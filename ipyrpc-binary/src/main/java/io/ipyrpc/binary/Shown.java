package io.ipyrpc.binary;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How what came from outside stands in messages: short. */
final class Shown {
    private static final int MOST = 64;

    private Shown() {}

    static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }

    static String shape(long... shape) {
        return cut(Arrays.toString(shape));
    }

    /** A value of JSON; what lists and objects hold is not spelt out. */
    static String json(Object value) {
        if (value instanceof String text) {
            return "\"" + cut(text) + "\"";
        } else if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        return value instanceof Map ? "an object" : cut(String.valueOf(value));
    }
}
