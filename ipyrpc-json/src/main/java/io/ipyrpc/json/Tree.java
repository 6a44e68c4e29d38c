package io.ipyrpc.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * Keeps what cannot be decoded yet, because what it is comes later, as maps, lists, texts, numbers, booleans and nulls.
 * Without recursion: the depth is checked when the tree is decoded.
 */
final class Tree {
    private final Source source;
    private final Deque<Object> open = new ArrayDeque<>();

    private Tree(Source source) {
        this.source = source;
    }

    /** What {@link Source#tree} gives of a stream: the value that it is at; afterwards the source is at its last token. */
    static Object read(Source source) {
        Tree tree = new Tree(source);
        Object value = tree.value();
        return tree.open.isEmpty() ? value : tree.run();
    }

    /** The rest of an object some of whose members are known; the source is at a name or at the end. */
    static Map<String, Object> rest(Source source, Map<String, Object> members) {
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = newName(source, members);
            source.next();
            members.put(name, source.tree());
            source.next();
        }
        return members;
    }

    /** The name that the source is at, which must not be there yet. */
    static String newName(Source source, Map<String, ?> members) {
        String name = source.text();
        if (members.containsKey(name)) {
            throw source.bad("the member " + Shown.text(name) + " is there twice");
        }
        return name;
    }

    @SuppressWarnings("unchecked")
    private Object run() {
        while (true) {
            Object container = open.peek();
            JsonToken token = source.next();
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                open.pop();
                if (open.isEmpty()) {
                    return container;
                }
            } else if (container instanceof Map<?, ?> map) {
                Map<String, Object> members = (Map<String, Object>) map;
                String name = newName(source, members);
                source.next();
                members.put(name, value());
            } else {
                ((List<Object>) container).add(value());
            }
        }
    }

    private Object value() {
        return switch (source.token) {
            case START_OBJECT -> opened(new LinkedHashMap<>());
            case START_ARRAY -> opened(new ArrayList<>());
            case VALUE_STRING -> source.text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> source.number();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private Object opened(Object container) {
        open.push(container);
        return container;
    }
}
