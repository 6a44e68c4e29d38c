package io.ipyrpc.json;

import java.util.LinkedHashMap;
import tools.jackson.core.JsonToken;

/** An object of {@code type} and {@code data} where nothing else may stand: the parts of frames. */
final class Envelope {
    private Envelope() {}

    /** Reads what is inside the data: the source is at its first name, and then at its end. */
    interface Inside<T> {
        T read(String type, ValueDecoder values);
    }

    /**
     * The value of the envelope that the source is at; then the source is at its end.
     *
     * @param what it is in messages
     */
    static <T> T read(ValueDecoder values, String what, Inside<T> inside) {
        Source source = values.source;
        if (!source.at(JsonToken.START_OBJECT)) {
            throw source.bad(what + " is an object of type and data, not " + source.shown());
        }
        source.next();
        if (!atMember(source, "type") && !source.isTree()) {
            TreeSource kept = new TreeSource(source, Tree.rest(source, new LinkedHashMap<>()));
            kept.next();
            return read(new ValueDecoder(kept), what, inside);
        }
        need(source, what, atMember(source, "type"));
        need(source, what, source.next() == JsonToken.VALUE_STRING);
        String type = source.text();
        source.next();
        need(source, what, atMember(source, "data"));
        need(source, what, source.next() == JsonToken.START_OBJECT);
        source.next();
        T value = inside.read(type, values);
        need(source, what, source.next() == JsonToken.END_OBJECT);
        return value;
    }

    private static void need(Source source, String what, boolean good) {
        if (!good) {
            throw source.bad(
                    what + " is an object of type (a text) and data (an object) alone; there is " + source.shown());
        }
    }

    private static boolean atMember(Source source, String name) {
        return source.at(JsonToken.PROPERTY_NAME) && source.text().equals(name);
    }
}
