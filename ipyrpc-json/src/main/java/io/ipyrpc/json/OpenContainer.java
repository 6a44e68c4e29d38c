package io.ipyrpc.json;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** A list or dict that is being written, inside the one around it: the encoder's stack, kept off the thread's. */
final class OpenContainer {
    final OpenContainer outer;
    final int depth;

    /** Whether each item must be in the stream before the next is asked for. */
    final boolean asTheyCome;

    private final Iterator<?> items;
    private final boolean dict;
    private final boolean wrapped;
    private int index = -1;
    private String name;

    private OpenContainer(
            OpenContainer outer, int depth, Iterator<?> items, boolean dict, boolean wrapped, boolean asTheyCome) {
        this.outer = outer;
        this.depth = depth;
        this.items = items;
        this.dict = dict;
        this.wrapped = wrapped;
        this.asTheyCome = asTheyCome;
    }

    static OpenContainer list(OpenContainer outer, int depth, Iterator<?> items, boolean asTheyCome) {
        return new OpenContainer(outer, depth, items, false, false, asTheyCome);
    }

    /** {@code wrapped} where an envelope around the members is to be closed too. */
    static OpenContainer dict(OpenContainer outer, int depth, Map<?, ?> map, boolean wrapped) {
        return new OpenContainer(outer, depth, map.entrySet().iterator(), true, wrapped, false);
    }

    boolean hasNext() {
        return items.hasNext();
    }

    /** The next item or the next member's value, its name being written. */
    Object next(JsonGenerator generator) {
        index++;
        name = null;
        Object item = items.next();
        if (!dict) {
            return item;
        }
        Map.Entry<?, ?> member = (Map.Entry<?, ?>) item;
        if (!(member.getKey() instanceof String key)) {
            Object wrong = member.getKey();
            throw new UnsendableException("a key of a dict is text, not "
                    + (wrong == null
                            ? "null"
                            : Shown.cut(wrong.toString()) + " ("
                                    + wrong.getClass().getName() + ")"));
        }
        // §2: many parsers, ours included, take no half of a pair in a name, escaped or not.
        if (LoneSurrogates.isIn(key)) {
            throw new UnsendableException("the key " + LoneSurrogates.quoted(Shown.cut(key))
                    + " of a dict has half of a surrogate pair in it, which is no character");
        }
        name = key;
        generator.writeName(key);
        return member.getValue();
    }

    void end(JsonGenerator generator) {
        if (!dict) {
            generator.writeEndArray();
            return;
        }
        generator.writeEndObject();
        if (wrapped) {
            generator.writeEndObject();
        }
    }

    /** The way to the item at hand, as Java people would write it. */
    String step() {
        if (dict) {
            return name == null ? "" : "[" + Shown.text(name) + "]";
        }
        return "[" + index + "]";
    }
}
