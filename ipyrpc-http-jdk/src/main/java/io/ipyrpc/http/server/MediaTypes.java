package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The media types of the installed serializers, and those that HTTP adds. */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String EVENTS = "application/vnd.ipyrpc.events";
    static final String EVENT_STREAM = "text/event-stream";

    private final Map<String, String> typesByName;
    private final Map<String, String> namesByType = new TreeMap<>();

    MediaTypes(Map<String, String> typesByName) {
        this.typesByName = typesByName;
        typesByName.forEach((name, type) -> namesByType.put(type.toLowerCase(Locale.ROOT), name));
    }

    /** The serializer of a body of that Content-Type. */
    String serializer(String contentType) {
        String[] parts = contentType.split(";");
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        String name = namesByType.get(type);
        if (name == null) {
            throw unsupported("Content-Type " + Refusal.shown(parts[0].strip()) + " belongs to no serializer here");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=us-ascii")) {
                throw unsupported("bodies are read as UTF-8, not as " + Refusal.shown(parameter));
            }
        }
        return name;
    }

    Refusal missing() {
        return unsupported("the body has no Content-Type");
    }

    private Refusal unsupported(String what) {
        String message = what + "; installed: " + String.join(", ", namesByType.keySet());
        boolean form = what.contains("application/x-www-form-urlencoded") || what.contains("multipart/form-data");
        return new Refusal(ErrorCode.UNSUPPORTED_SERIALIZER, form ? message + "; with curl, use curl --json" : message);
    }

    /** The serializer of a body that is not there, or null where none is installed. */
    String ofNothing() {
        return typesByName.containsKey("json")
                ? "json"
                : namesByType.values().stream().findFirst().orElse(null);
    }

    /** The name of the serializer with that media type, or null. */
    String name(String type) {
        return namesByType.get(type);
    }

    /** The media type of that serializer. */
    String type(String serializer) {
        return typesByName.getOrDefault(serializer, "application/octet-stream");
    }

    /** All media types of serializers, in order. */
    Iterable<String> types() {
        return namesByType.keySet();
    }
}
