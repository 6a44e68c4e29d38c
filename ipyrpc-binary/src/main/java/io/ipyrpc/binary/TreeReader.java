package io.ipyrpc.binary;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.TypedText;
import java.io.IOException;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * Turns JSON of frames into the values that it stands for (§2), in place: lists and dicts stay the objects that the parser
 * made. What is wrong is an IllegalArgumentException, which the reader of the body tells where it was.
 */
final class TreeReader {
    /** Fixed-width text is mostly padding: in memory it may take so many times its JSON. */
    private static final int MOST_GROWTH = 64;

    private static final int SLACK = 1 << 20;

    private final FrameInput in;
    /** Of the whole body, so that many small texts take no more than a large one. */
    private long room = SLACK;

    TreeReader(FrameInput in) {
        this.in = in;
    }

    /** What the next bytes of the frame's data are as JSON; its objects stand for nothing yet. */
    private Object parse(long size) throws IOException {
        byte[] text = in.bytes(size);
        room += MOST_GROWTH * (long) text.length;
        // A level of a value is up to two of its text: {"type": "dict", "data": {, and arrays count for theirs.
        int brackets = 2 * in.limits.maxDepth() + 2 * Types.LEVELS_OF_AN_ARRAY;
        return Json.parse(text, in.limits, brackets);
    }

    /** The value that the rest of the frame's data is as JSON. */
    Object read(int depth) throws IOException {
        return value(parse(in.left()), depth);
    }

    /** What the next bytes of the frame's data are as a JSON array; its objects stand for nothing yet. */
    @SuppressWarnings("unchecked")
    List<Object> parseList(long size) throws IOException {
        Object tree = parse(size);
        if (tree instanceof List) {
            return (List<Object>) tree;
        }
        throw in.bad("the data is a JSON array, not " + Shown.json(tree));
    }

    /** Called on entry to a list or dict that stands in {@code depth} others. */
    void enter(int depth) {
        if (depth >= in.limits.maxDepth()) {
            throw in.tooLarge("nested deeper than max_depth " + in.limits.maxDepth());
        }
    }

    /** Called before memory is taken for an array's elements. */
    void take(long bytes) {
        if (bytes > room) {
            throw in.tooLarge("arrays in JSON take more than " + MOST_GROWTH + " times their text; send texts as str");
        }
        room -= bytes;
    }

    @SuppressWarnings("unchecked")
    Object value(Object tree, int depth) {
        if (tree instanceof List) {
            return list((List<Object>) tree, depth);
        } else if (tree instanceof Map) {
            return object((Map<String, Object>) tree, depth);
        }
        return tree;
    }

    private List<Object> list(List<Object> list, int depth) {
        enter(depth);
        items(list, depth + 1);
        return list;
    }

    /** Turns the items of a list, each of which stands in {@code depth} lists and dicts. */
    void items(List<Object> list, int depth) {
        for (ListIterator<Object> at = list.listIterator(); at.hasNext(); ) {
            Object tree = at.next();
            if (tree instanceof List || tree instanceof Map) {
                at.set(value(tree, depth));
            }
        }
    }

    private Object object(Map<String, Object> members, int depth) {
        if (!Types.isTyped(members)) {
            return members(members, depth);
        }
        String type = (String) members.get("type");
        return switch (type) {
            case Types.POINTER -> pointer(members, depth);
            case Types.DICT -> members(data(type, members), depth);
            case Types.NDARRAY -> new ArrayTreeReader(this).array(data(type, members), depth);
            case Types.FRAME -> new PandasTreeReader(this, depth).frame(data(type, members));
            case Types.SERIES -> new PandasTreeReader(this, depth).series(data(type, members));
            default -> text(type, members.get("data"));
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(String type, Map<String, Object> members) {
        if (members.get("data") instanceof Map<?, ?> data) {
            return (Map<String, Object>) data;
        }
        throw new IllegalArgumentException(type + ": data is an object, not " + Shown.json(members.get("data")));
    }

    private Object text(String type, Object data) {
        if (data instanceof String text) {
            return new TypedText(type, text).value(in.limits);
        }
        throw new IllegalArgumentException(type + ": data is a text, not " + Shown.json(data));
    }

    Object text(TypedText text) {
        return text.value(in.limits);
    }

    /** The members of an object that is a dict whatever they are. */
    Map<String, Object> members(Map<String, Object> members, int depth) {
        enter(depth);
        for (Map.Entry<String, Object> member : members.entrySet()) {
            Keys.check(member.getKey());
            Object tree = member.getValue();
            if (tree instanceof List || tree instanceof Map) {
                member.setValue(value(tree, depth + 1));
            }
        }
        return members;
    }

    DataPointer pointer(Map<String, Object> members, int depth) {
        Map<String, Object> values = members(members, depth);
        try {
            return DataPointer.fromMap(values);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Types.POINTER + ": " + e.getMessage());
        }
    }
}
