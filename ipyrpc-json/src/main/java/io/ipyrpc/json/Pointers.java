package io.ipyrpc.json;

import io.ipyrpc.data.DataPointer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pointers (§5). */
final class Pointers {
    private Pointers() {}

    static DataPointer read(Map<String, Object> members, Source source) {
        if (!(members.get("port") instanceof Long port) || port < 0 || port > 65535) {
            throw source.bad(
                    Types.POINTER + ": port is a number from 0 to 65535, not " + Shown.tree(members.get("port")));
        }
        Map<String, Object> info = new LinkedHashMap<>();
        if (members.get("info") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> info.put((String) name, value));
        } else if (members.get("info") != null) {
            throw source.bad(Types.POINTER + ": info is an object, not " + Shown.tree(members.get("info")));
        }
        return new DataPointer(
                text(members, "protocol", source),
                text(members, "host", source),
                port.intValue(),
                text(members, "path", source),
                text(members, "secret_key", source),
                info);
    }

    // The value is not shown: it may be a secret in the wrong place.
    private static String text(Map<String, Object> members, String name, Source source) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw source.bad(Types.POINTER + ": " + name + " is " + (members.containsKey(name) ? "no text" : "missing"));
    }

    /** The members as they stand on the wire. */
    static Map<String, Object> members(DataPointer pointer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", Types.POINTER);
        members.put("protocol", pointer.protocol());
        members.put("host", pointer.host());
        members.put("port", pointer.port());
        members.put("path", pointer.path());
        members.put("secret_key", pointer.secretKey());
        if (!pointer.info().isEmpty()) {
            members.put("info", pointer.info());
        }
        return members;
    }
}
