package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job's result and output gathered into one JSON object, for clients that know nothing of events. */
final class ObjectReply extends HttpReply {
    private final int replyStatus;
    private final long most;
    private final ResultText result;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private Object job;
    private Frame error;

    /**
     * An answer.
     *
     * @param job the job as far as it is known, or null
     * @param most the most bytes of a result, and of output
     */
    ObjectReply(Answer answer, int replyStatus, Object job, long most) {
        super(answer);
        this.replyStatus = replyStatus;
        this.job = job;
        this.most = most;
        this.result = new ResultText(most);
    }

    @Override
    void reply(Frame frame) throws IOException {
        answer.whole(replyStatus, MediaTypes.JSON, frame.data());
    }

    /**
     * Takes an event.
     *
     * @throws IOException if the client is gone, or was answered that there is too much
     */
    @Override
    void event(Frame frame, boolean last) throws IOException {
        try {
            take(frame);
        } catch (RpcException e) {
            result.clear();
            error = Frame.event("error", Map.of("error", e.error().toMap()), Slices.EMPTY);
            if (!last) {
                finish(frame);
                // A stream may have no end.
                throw new IOException("the answer is full: " + e.getMessage());
            }
        }
        if (last) {
            finish(frame);
        }
    }

    private void take(Frame frame) throws IOException {
        if (frame.metadata().get("job") != null) {
            job = frame.metadata().get("job");
        }
        switch (frame.event()) {
            case "stdout" -> append(stdout, frame);
            case "stderr" -> append(stderr, frame);
            case "started" -> result.clear();
            case "error" -> error = frame;
            case "result" -> {
                if (error == null) {
                    result.add(frame);
                }
            }
            default -> {
                // Nothing of it stands in the object.
            }
        }
    }

    private void append(ByteArrayOutputStream output, Frame frame) throws IOException {
        if (output.size() + frame.data().length() > Math.min(most, Integer.MAX_VALUE >> 1)) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the output is over " + most + " bytes (max_body), too large for one JSON object; ask for Accept: "
                            + MediaTypes.EVENTS);
        }
        frame.data().writeTo(output);
    }

    private void finish(Frame end) throws IOException {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("job", job);
        if (error == null && !result.isThere()) {
            error = nothing(end);
        }
        if (error != null) {
            known.put("error", errorOf(error));
            output(known);
            error(answer, statusOf(error), errorOf(error), known);
            return;
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output(output);
        byte[] tail = Json.writeBytes(output);
        tail[0] = ',';
        answer.whole(200, MediaTypes.JSON, result.splice("result", Json.writeBytes(known), tail));
    }

    private void output(Map<String, Object> members) {
        members.put("stdout", stdout.toString(StandardCharsets.UTF_8));
        members.put("stderr", stderr.toString(StandardCharsets.UTF_8));
    }

    private static Frame nothing(Frame end) {
        Object status = end.metadata().get("status");
        ErrorCode code = "cancelled".equals(status)
                ? ErrorCode.CANCELLED
                : "lost".equals(status) ? ErrorCode.WORKER_LOST : ErrorCode.FUNCTION_ERROR;
        ErrorRecord record = ErrorRecord.of(code, "the job ended without a result or an error; its status: " + status);
        return Frame.event("error", Map.of("error", record.toMap()), Slices.EMPTY);
    }
}
