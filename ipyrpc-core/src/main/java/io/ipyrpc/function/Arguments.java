package io.ipyrpc.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of one call as they came: values of the protocol (§2), positional and by keyword, not yet converted to
 * anybody's parameter types. Values may be null.
 *
 * <p>Immutable, except that the values themselves may be mutable.
 */
public final class Arguments {
    /** No arguments. */
    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    private final List<Object> positional;
    private final Map<String, Object> keyword;

    private Arguments(List<Object> positional, Map<String, Object> keyword) {
        this.positional = positional;
        this.keyword = keyword;
    }

    /** Positional arguments alone. */
    public static Arguments of(Object... positional) {
        return of(Collections.unmodifiableList(new ArrayList<>(java.util.Arrays.asList(positional))), Map.of());
    }

    /** Positional arguments and keyword arguments, both copied. */
    public static Arguments of(List<?> positional, Map<String, ?> keyword) {
        return new Arguments(
                Collections.unmodifiableList(new ArrayList<>(positional)),
                Collections.unmodifiableMap(new LinkedHashMap<>(keyword)));
    }

    /** The arguments by position, in order. */
    public List<Object> positional() {
        return positional;
    }

    /** The arguments by keyword, in the caller's order. */
    public Map<String, Object> keyword() {
        return keyword;
    }

    /** How many arguments there are in all. */
    public int size() {
        return positional.size() + keyword.size();
    }

    /**
     * The argument at a position.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public Object get(int position) {
        return positional.get(position);
    }

    /** The argument of that keyword, or null where it is not there. */
    public Object get(String name) {
        return keyword.get(name);
    }

    /** The argument of that keyword, or something else where it is not there. */
    public Object getOrDefault(String name, Object otherwise) {
        return keyword.containsKey(name) ? keyword.get(name) : otherwise;
    }

    /** The arguments as Java shows lists and maps. */
    @Override
    public String toString() {
        return keyword.isEmpty() ? positional.toString() : positional + " " + keyword;
    }
}
