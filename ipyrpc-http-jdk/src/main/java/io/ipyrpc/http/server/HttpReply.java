package io.ipyrpc.http.server;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the forms of an answer have in common: replies, errors before anything else, and the end. */
abstract class HttpReply implements Reply {
    final Answer answer;

    HttpReply(Answer answer) {
        this.answer = answer;
    }

    @Override
    public final void send(Frame frame, boolean last) throws IOException {
        Objects.requireNonNull(frame, "frame");
        answer.requireOpen();
        boolean alone = last && !answer.begun();
        if (alone && frame.event().equals("reply")) {
            reply(frame);
        } else if (alone && frame.event().equals("error") && frame.seq() == 0) {
            error(answer, statusOf(frame), errorOf(frame), Map.of("error", errorOf(frame)));
        } else {
            event(frame, last);
        }
    }

    @Override
    public final void send(List<Frame> frames, boolean last) throws IOException {
        if (frames.size() == 1) {
            send(frames.get(0), last);
        } else {
            answer.requireOpen();
            events(frames, last);
        }
    }

    /** Events that are there already, in this form. */
    void events(List<Frame> frames, boolean last) throws IOException {
        for (int i = 0; i < frames.size(); i++) {
            event(frames.get(i), last && i == frames.size() - 1);
        }
    }

    @Override
    public final void abort() {
        answer.cutUnlessEnded();
    }

    /** An event, in this form. */
    abstract void event(Frame frame, boolean last) throws IOException;

    /** A reply: its data is the body. */
    void reply(Frame frame) throws IOException {
        answer.whole(200, MediaTypes.JSON, frame.data());
    }

    static Map<String, Object> errorOf(Frame frame) {
        Map<String, Object> error = new LinkedHashMap<>();
        if (frame.metadata().get("error") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> error.put(String.valueOf(name), value));
        }
        return error;
    }

    static int statusOf(Frame frame) {
        return frame.metadata().get("error") instanceof Map<?, ?> map && map.get("code") instanceof String code
                ? ErrorCode.of(code).map(ErrorCode::httpStatus).orElse(500)
                : 500;
    }

    /** Answers with an error, and says when to come back where it is only that the server has no room. */
    static void error(Answer answer, int status, Map<String, Object> error, Map<String, Object> body)
            throws IOException {
        retryAfter(answer, status, error);
        answer.whole(status, MediaTypes.JSON, Slices.of(Json.writeBytes(body)));
    }

    static void retryAfter(Answer answer, int status, Map<String, Object> error) {
        if (status == ErrorCode.BUSY.httpStatus() || status == ErrorCode.RATE_LIMITED.httpStatus()) {
            boolean told = error.get("retry_after") instanceof Number seconds && seconds.doubleValue() >= 0;
            double seconds = told ? ((Number) error.get("retry_after")).doubleValue() : 1;
            answer.header("Retry-After", Long.toString((long) Math.ceil(seconds)));
        }
    }
}
