package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request line asks for.
 *
 * @param authority the host and port of a target in absolute form ({@code GET http://host/path}), or null
 * @param path the path as it stands
 * @param query the query as it stands, or ""
 */
record RequestTarget(String authority, String path, String query) {
    /** Takes the target apart without {@code java.net.URI}, which reads {@code //call/f} as a host and a path. */
    static RequestTarget of(String target) {
        String authority = null;
        String rest = target;
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme >= 0) {
            int end = scheme + 3;
            while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            authority = target.substring(scheme + 3, end);
            rest = target.substring(end);
        }
        if (rest.indexOf('#') >= 0) {
            // RFC 9112 §3.2 has no place for one: whoever sends it means a name that has one, and would get another.
            throw new Refusal(
                    ErrorCode.BAD_REQUEST,
                    "the request's target " + Refusal.shown(target) + " has a fragment; write a # in a name as %23");
        }
        int question = rest.indexOf('?');
        return question < 0
                ? new RequestTarget(authority, rest, "")
                : new RequestTarget(authority, rest.substring(0, question), rest.substring(question + 1));
    }

    /** The path's segments, decoded; empty for a path that begins with no slash. */
    List<String> segments() {
        if (!path.startsWith("/")) {
            return List.of();
        }
        List<String> segments = new ArrayList<>(4);
        int at = 1;
        while (true) {
            int slash = path.indexOf('/', at);
            segments.add(Percent.decode(slash < 0 ? path.substring(at) : path.substring(at, slash)));
            if (slash < 0) {
                return segments;
            }
            at = slash + 1;
        }
    }

    /** The query's fields, decoded. */
    Map<String, String> fields() {
        if (query.isEmpty()) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            String name = Percent.decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : Percent.decode(part.substring(equals + 1));
            if (!name.isEmpty() && fields.putIfAbsent(name, value) != null) {
                throw new Refusal(
                        ErrorCode.BAD_REQUEST, "the query has " + Refusal.shown(name) + " twice; give it once");
            }
        }
        return fields;
    }
}
