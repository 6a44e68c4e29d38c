package io.ipyrpc.json;

import io.ipyrpc.function.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * Decodes arguments (§3).
 *
 * <table>
 * <caption>Bodies</caption>
 * <tr><td>a list</td><td>positional</td></tr>
 * <tr><td>an object of {@code args} (a list) and {@code kwargs} (an object) alone, or of one of them</td><td>both</td></tr>
 * <tr><td>any other object</td><td>by keyword</td></tr>
 * </table>
 */
final class ArgumentsDecoder {
    private final ValueDecoder values;
    private final Source source;

    ArgumentsDecoder(ValueDecoder values) {
        this.values = values;
        this.source = values.source;
    }

    /** The arguments that the source is at. */
    Arguments read() {
        if (source.at(JsonToken.START_ARRAY)) {
            return Arguments.of(positional(), Map.of());
        } else if (source.at(JsonToken.START_OBJECT)) {
            return members();
        }
        throw source.bad("arguments are a list, or an object of keyword arguments, not " + source.shown());
    }

    private List<Object> positional() {
        List<Object> items = new ArrayList<>();
        while (source.next() != JsonToken.END_ARRAY) {
            check(items.size() + 1);
            items.add(values.value(1));
        }
        return items;
    }

    private Arguments members() {
        Map<String, Object> members = new LinkedHashMap<>();
        // What the members args and kwargs would be if they turn out to be alone.
        boolean args = false;
        Map<String, Object> kwargs = null;
        source.next();
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = Tree.newName(source, members);
            check(members.size() + 1);
            source.next();
            if (name.equals("kwargs") && source.at(JsonToken.START_OBJECT)) {
                source.next();
                kwargs = values.members(new LinkedHashMap<>(), 1);
                members.put(name, kwargs);
            } else {
                args |= name.equals("args") && source.at(JsonToken.START_ARRAY);
                members.put(name, values.value(1));
            }
            source.next();
        }
        boolean both = members.size() == (args ? 1 : 0) + (kwargs != null ? 1 : 0);
        if (!both) {
            if (kwargs != null && looksTyped(kwargs)) {
                throw source.bad("kwargs is a typed value, or the keyword arguments of a call, and there are other"
                        + " members beside it; send {\"args\": […], \"kwargs\": {…}} alone");
            }
            return Arguments.of(List.of(), members);
        }
        List<?> positional = args ? (List<?>) members.get("args") : List.of();
        Map<String, Object> keyword = kwargs != null ? kwargs : Map.of();
        check(positional.size() + keyword.size());
        return Arguments.of(positional, keyword);
    }

    private void check(int count) {
        if (count > source.limits.maxArguments()) {
            throw source.tooLarge("more arguments than max_arguments " + source.limits.maxArguments());
        }
    }

    private static boolean looksTyped(Map<String, Object> members) {
        return members.get("type") instanceof String type
                && (type.equals(Types.POINTER)
                        || (Types.isReserved(type) && members.size() == 2 && members.containsKey("data")));
    }
}
