package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpBody;
import io.ipyrpc.http.client.HttpRequest;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes a request as §6 has it. */
final class RequestEncoder {
    private static final String EVENTS = "application/vnd.ipyrpc.events";
    private static final Map<String, String> HEADERS = Map.of(
            "output", "IpyRpc-Output",
            "return", "IpyRpc-Return",
            "timeout", "IpyRpc-Timeout",
            "delay", "IpyRpc-Delay",
            "idempotency_key", "Idempotency-Key",
            "secret", "IpyRpc-Secret");

    private final Map<String, String> mediaTypes;

    RequestEncoder(Map<String, String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    HttpRequest encode(Request request) {
        Op op = request.op();
        StringBuilder target = new StringBuilder(path(request));
        Map<String, String> fields = new TreeMap<>(request.fields());
        String serializer = fields.remove("serializer");
        char separator = '?';
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!HEADERS.containsKey(field.getKey())) {
                target.append(separator)
                        .append(encode(field.getKey()))
                        .append('=')
                        .append(encode(field.getValue()));
                separator = '&';
            }
        }
        HttpRequest.Builder http = HttpRequest.builder(method(op), target.toString());
        if (serializer != null) {
            http.header("Content-Type", mediaType(serializer));
        }
        fields.forEach((name, value) -> {
            if (HEADERS.containsKey(name)) {
                http.header(HEADERS.get(name), value);
            }
        });
        http.header("Accept", accept(op));
        String authorization = request.credentials().get("authorization");
        if (authorization != null) {
            http.header("Authorization", authorization);
        }
        if (op.hasBody()) {
            http.body(new Passed(request.body()));
        }
        return http.repeatable(request.isRepeatable())
                .tellsItsEnd(op.answer() == Op.Answer.EVENTS && op != Op.FETCH)
                .build();
    }

    private String mediaType(String serializer) {
        String type = mediaTypes.get(serializer);
        if (type == null) {
            throw new IllegalArgumentException("serializer '" + serializer + "' is not installed; installed: "
                    + String.join(", ", new TreeMap<>(mediaTypes).keySet()));
        }
        return type;
    }

    private static String method(Op op) {
        return switch (op) {
            case CALL, SUBMIT, RETRY, PUT -> "POST";
            case CANCEL, RELEASE -> "DELETE";
            default -> "GET";
        };
    }

    private static String accept(Op op) {
        // The serializer of a fetched value stands in the field output, so that it can be signed.
        return op == Op.FETCH ? "*/*" : op.answer() == Op.Answer.EVENTS ? EVENTS : "application/json";
    }

    private static String path(Request request) {
        Op op = request.op();
        String target = request.target();
        if (target.isEmpty() && op.target() != Op.Target.NONE && op.target() != Op.Target.FUNCTION_OR_NONE) {
            throw new IllegalArgumentException("'" + op + "' needs a target");
        }
        return switch (op) {
            case FUNCTIONS -> target.isEmpty() ? "/functions" : "/functions/" + encode(target);
            case CALL, SUBMIT -> "/" + op + "/" + encode(target);
            case STATUS, CANCEL -> "/jobs/" + encode(target);
            case EVENTS, RESULT, RETRY -> "/jobs/" + encode(target) + "/" + op;
            case PUT -> "/data";
            case FETCH, RELEASE -> pointer(target);
            default -> "/" + op;
        };
    }

    private static String pointer(String path) {
        String[] segments = path.split("/", -1);
        if (segments.length != 4 || !segments[0].isEmpty() || !segments[1].equals("data")) {
            throw new IllegalArgumentException("a pointer's path is /data/SERVER/ID, not '" + path + "'");
        }
        return "/data/" + encode(segments[2]) + "/" + encode(segments[3]);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A request's body as the client takes it. */
    private record Passed(Body body) implements HttpBody {
        @Override
        public long length() {
            return body.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
        }
    }
}
