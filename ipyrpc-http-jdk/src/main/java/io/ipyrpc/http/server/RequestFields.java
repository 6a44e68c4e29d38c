package io.ipyrpc.http.server;

import com.sun.net.httpserver.Headers;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where HTTP carries the fields of §4: in headers, and the rest in the query. */
final class RequestFields {
    private static final Map<String, String> HEADERS = Map.of(
            "output", "IpyRpc-Output",
            "return", "IpyRpc-Return",
            "timeout", "IpyRpc-Timeout",
            "delay", "IpyRpc-Delay",
            "idempotency_key", "Idempotency-Key",
            "secret", "IpyRpc-Secret");

    private final MediaTypes types;

    RequestFields(MediaTypes types) {
        this.types = types;
    }

    /** The fields of a request; what the operation does not have is ignored. */
    Map<String, String> read(Op op, RequestTarget target, Headers headers, RequestBody body) {
        Map<String, String> query = target.fields();
        Map<String, String> fields = new HashMap<>();
        // What submit alone can do is refused for a call, not passed over: a caller would think it done.
        for (String name : (op == Op.CALL ? Op.SUBMIT : op).fields()) {
            String header = HEADERS.get(name);
            String value = switch (name) {
                case "serializer" -> serializer(headers, body);
                default -> header == null ? query.get(name) : single(headers, header);
            };
            if (value != null) {
                fields.put(name, value);
            }
        }
        if (op == Op.FETCH && !fields.containsKey("output")) {
            output(headers, fields);
        }
        if (op == Op.EVENTS && !fields.containsKey("from")) {
            afterLast(headers, fields);
        }
        return fields;
    }

    private String serializer(Headers headers, RequestBody body) {
        if (body.length() != 0) {
            requirePlain(headers.get("Content-Encoding"));
        }
        String type = single(headers, "Content-Type");
        if (type != null) {
            return types.serializer(type);
        }
        if (body.length() != 0) {
            throw types.missing();
        }
        return types.ofNothing();
    }

    /** A body that is packed would be read as it lies. */
    private static void requirePlain(List<String> encodings) {
        String all = encodings == null ? "" : String.join(",", encodings);
        for (String one : all.split(",")) {
            String encoding = one.strip();
            if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
                throw new Refusal(
                        ErrorCode.UNSUPPORTED_SERIALIZER.httpStatus(),
                        ErrorCode.UNSUPPORTED_SERIALIZER,
                        "the body has the Content-Encoding " + Refusal.shown(encoding)
                                + "; bodies are not to be encoded, send it as it is",
                        Map.of("Accept-Encoding", "identity"));
            }
        }
    }

    /** A fetched value comes in the form that Accept names, unless it leaves that open. */
    private void output(Headers headers, Map<String, String> fields) {
        Accept accept = new Accept(headers.get("Accept"));
        if (accept.isAnything()) {
            return;
        }
        String type = accept.best(types.types());
        if (type == null) {
            throw AnswerForm.notAcceptable(Op.FETCH, types.types());
        }
        fields.put("output", types.name(type));
    }

    /** A browser's EventSource that lost its connection comes back with the id of the last event it saw. */
    private static void afterLast(Headers headers, Map<String, String> fields) {
        String last = single(headers, "Last-Event-ID");
        if (last != null && last.matches("[0-9]{1,18}")) {
            fields.put("from", Long.toString(Long.parseLong(last) + 1));
        }
    }

    /** A header that may stand once, or null where it does not stand. */
    static String single(Headers headers, String name) {
        List<String> values = headers.get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw new Refusal(ErrorCode.BAD_REQUEST, "the request has the header " + name + " twice; give it once");
        }
        return values.get(0).strip();
    }
}
