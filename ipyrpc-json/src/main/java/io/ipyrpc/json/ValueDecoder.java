package io.ipyrpc.json;

import io.ipyrpc.data.DataPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * Decodes values (§2): plain JSON, and the objects that stand for something else.
 *
 * <table>
 * <caption>Objects</caption>
 * <tr><th>members</th><th>value</th></tr>
 * <tr><td>{@code type} (a reserved name) and {@code data} alone</td><td>of that type</td></tr>
 * <tr><td>any with {@code type} = {@code ipyrpc_data_pointer}</td><td>a pointer</td></tr>
 * <tr><td>others</td><td>a dict</td></tr>
 * </table>
 *
 * <p>Whether {@code type} and {@code data} are alone is known only after the data. Text is kept until then. An object of
 * a structured type whose data begins as that type's does is decoded at once, and is an error if it turns out to be
 * neither: keeping every array as a tree for the sake of such a dict would make arrays ten times their size.
 */
final class ValueDecoder {
    final Source source;

    ValueDecoder(Source source) {
        this.source = source;
    }

    /** The value that the source is at, inside {@code depth} lists and dicts; then the source is at its last token. */
    Object value(int depth) {
        if (source.token == null) {
            throw source.bad("the text ends where a value is needed");
        }
        return switch (source.token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> list(depth);
            case VALUE_STRING -> source.text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> source.number();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    List<Object> list(int depth) {
        source.enter(depth);
        List<Object> items = new ArrayList<>();
        while (source.next() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return items;
    }

    private Object object(int depth) {
        source.next();
        Map<String, Object> members = new LinkedHashMap<>();
        if (source.at(JsonToken.PROPERTY_NAME)) {
            String name = source.text();
            if (name.equals("type")) {
                return typeFirst(members, depth);
            } else if (name.equals("data") && !source.isTree()) {
                return dataFirst(members, depth);
            }
        }
        return dict(members, depth);
    }

    private Object typeFirst(Map<String, Object> members, int depth) {
        if (source.next() != JsonToken.VALUE_STRING) {
            source.enter(depth);
            members.put("type", value(depth + 1));
            source.next();
            return dict(members, depth);
        }
        String type = source.text();
        members.put("type", type);
        source.next();
        if (!Types.isReserved(type) || !atMember("data")) {
            return dict(members, depth);
        }
        source.next();
        Object tree;
        if (Types.isStructured(type) && source.at(JsonToken.START_OBJECT)) {
            source.next();
            if (source.isTree() || (source.at(JsonToken.PROPERTY_NAME) && Types.isMemberOf(type, source.text()))) {
                return structured(type, depth);
            }
            tree = Tree.rest(source, new LinkedHashMap<>());
        } else {
            tree = source.tree();
        }
        return source.next() == JsonToken.END_OBJECT ? fromTree(type, tree, depth) : notTyped(members, tree, depth);
    }

    private Object dataFirst(Map<String, Object> members, int depth) {
        source.next();
        Object tree = source.tree();
        source.next();
        if (!atMember("type")) {
            return notTyped(members, tree, depth);
        }
        source.next();
        Object type = source.tree();
        if (source.next() == JsonToken.END_OBJECT && type instanceof String name && Types.isReserved(name)) {
            return fromTree(name, tree, depth);
        }
        source.enter(depth);
        members.put("data", ofTree(tree).value(depth + 1));
        members.put("type", ofTree(type).value(depth + 1));
        return dict(members, depth);
    }

    private Object notTyped(Map<String, Object> members, Object data, int depth) {
        source.enter(depth);
        members.put("data", ofTree(data).value(depth + 1));
        return dict(members, depth);
    }

    private boolean atMember(String name) {
        return source.at(JsonToken.PROPERTY_NAME) && source.text().equals(name);
    }

    private ValueDecoder ofTree(Object tree) {
        TreeSource kept = new TreeSource(source, tree);
        kept.next();
        return new ValueDecoder(kept);
    }

    /** A structured value whose data has been entered. */
    private Object structured(String type, int depth) {
        Object value = Types.NDARRAY.equals(type)
                ? new ArrayDecoder(this, depth).array()
                : new FrameDecoder(this, depth).value(type);
        if (source.next() != JsonToken.END_OBJECT) {
            throw source.bad("an object of type " + type + " has the members type and data alone, not " + source.shown()
                    + "; a dict of that shape is sent as {\"type\": \"dict\", \"data\": {…}}");
        }
        return value;
    }

    /** A typed value whose data was kept; the source is at the end of its object. */
    private Object fromTree(String type, Object tree, int depth) {
        boolean needsObject = Types.isStructured(type) || type.equals(Types.DICT);
        if (!needsObject) {
            return Scalars.read(type, tree, source);
        }
        if (!(tree instanceof Map<?, ?>)) {
            throw source.bad(type + ": data is an object, not " + Shown.tree(tree)
                    + "; a dict of that shape is sent as {\"type\": \"dict\", \"data\": {…}}");
        }
        ValueDecoder kept = ofTree(tree);
        kept.source.next();
        if (type.equals(Types.DICT)) {
            return kept.members(new LinkedHashMap<>(), depth);
        }
        return type.equals(Types.NDARRAY)
                ? new ArrayDecoder(kept, depth).array()
                : new FrameDecoder(kept, depth).value(type);
    }

    /** A dict some of whose members are known, or a pointer; the source is at a name or at the end. */
    private Object dict(Map<String, Object> known, int depth) {
        Map<String, Object> members = members(known, depth);
        if (!Types.POINTER.equals(members.get("type"))) {
            return members;
        }
        try {
            return DataPointer.fromMap(members);
        } catch (IllegalArgumentException e) {
            throw source.bad(Types.POINTER + ": " + e.getMessage());
        }
    }

    /** The members of an object that is a dict whatever they are. */
    Map<String, Object> members(Map<String, Object> known, int depth) {
        source.enter(depth);
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = Tree.newName(source, known);
            source.next();
            known.put(name, value(depth + 1));
            source.next();
        }
        return known;
    }
}
