package io.ipyrpc.data;

import java.util.List;

/** A list that is a label or a name, where Python has a tuple, to be printed as one. */
record Tuple(List<?> items) {
    /** The value, or a tuple where it is a list. */
    static Object of(Object value) {
        return value instanceof List<?> list ? new Tuple(list) : value;
    }

    /** {@code (a, b)}, and {@code (a,)} of a single one. */
    String around(String joined) {
        return "(" + joined + (items.size() == 1 ? ",)" : ")");
    }
}
