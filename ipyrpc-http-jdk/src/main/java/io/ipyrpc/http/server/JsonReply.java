package io.ipyrpc.http.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The answer of an operation that replies once. */
final class JsonReply extends HttpReply {
    private final Op op;
    private final List<String> known;

    /**
     * An answer.
     *
     * @param known the headers {@code If-None-Match}, may be null
     */
    JsonReply(Answer answer, Op op, List<String> known) {
        super(answer);
        this.op = op;
        this.known = known;
    }

    @Override
    void reply(Frame frame) throws IOException {
        int status = switch (op) {
            case SUBMIT, CANCEL -> 202;
            case PUT -> 201;
            // What balances load looks at the status alone.
            case HEALTH -> "draining".equals(member(frame, "status")) ? 503 : 200;
            default -> 200;
        };
        if (op == Op.SUBMIT && member(frame, "job") instanceof String job) {
            answer.header("Location", "/jobs/" + Percent.encode(job));
        }
        if (op == Op.PUT && member(frame, "path") instanceof String path) {
            answer.header("Location", path);
        }
        if (op == Op.FUNCTIONS) {
            EntityTag tag = EntityTag.of(frame.data());
            answer.header("ETag", tag.toString());
            answer.header("Cache-Control", "no-cache");
            if (tag.isAmong(known)) {
                answer.empty(304);
                return;
            }
        }
        String type = frame.metadata().get("media_type") instanceof String text ? text : MediaTypes.JSON;
        answer.whole(status, type, frame.data());
    }

    private static Object member(Frame frame, String name) {
        try {
            Object value = Json.parse(frame.data().toByteArray(), Limits.defaults());
            return value instanceof Map<?, ?> map ? map.get(name) : null;
        } catch (IllegalArgumentException e) {
            // A reply that is no JSON is the handler's affair, and has no members.
            return null;
        }
    }

    @Override
    void event(Frame frame, boolean last) throws IOException {
        if (last && frame.event().equals("error")) {
            error(answer, statusOf(frame), errorOf(frame), Map.of("error", errorOf(frame)));
            return;
        }
        throw new IllegalStateException(
                "'" + op + "' is answered by one reply or error, not by '" + frame.event() + "'");
    }
}
