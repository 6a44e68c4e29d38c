package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Reads the events of one answer: hands output on as it comes, and gives the pieces of the result one by one. */
final class Answer {
    private final Exchange exchange;
    private final EventSink sink;
    private ErrorRecord error;
    private String job = "";
    private boolean completed;
    private boolean ended;

    Answer(Exchange exchange, EventSink sink) {
        this.exchange = exchange;
        this.sink = sink;
    }

    /** The next piece of the result, or null where there are no more: then the answer has ended. */
    Frame nextPiece() throws IOException {
        while (!ended) {
            Frame frame = exchange.nextHead();
            if (frame == null) {
                ended = true;
                checkComplete();
                return null;
            }
            Map<String, Object> members = frame.metadata();
            if (members.get("job") instanceof String id) {
                job = id;
            }
            switch (frame.event()) {
                case "stdout" -> sink.stdout(frame.data().utf8());
                case "stderr" -> sink.stderr(frame.data().utf8());
                case "progress" -> progress(members);
                case "error" -> error = ErrorRecord.fromMap(members.get("error"));
                case "result" -> {
                    completed |= members.containsKey("status");
                    return frame;
                }
                case "end" -> completed = true;
                case "accepted" ->
                    sink.accepted(job, members.get("position") instanceof Number before ? before.longValue() : 0);
                case "started" -> sink.started();
                default -> {
                    // ping, and what later versions add
                }
            }
        }
        return null;
    }

    /** The bytes of the piece that came last, as they arrive. */
    InputStream data(Frame piece) {
        return piece.data().isEmpty() ? exchange.rest() : piece.data().inputStream();
    }

    private void checkComplete() throws IOException {
        if (!completed && error == null) {
            throw new IOException("the answer ended without an end" + (job.isEmpty() ? "" : " (job " + job + ")"));
        }
    }

    private void progress(Map<String, Object> members) {
        sink.progress(
                members.get("done") instanceof Number done ? done.doubleValue() : 0,
                members.get("total") instanceof Number total ? (Double) total.doubleValue() : null,
                members.get("message") instanceof String message ? message : "");
    }

    /** What went wrong, or null; known when the answer has ended. */
    ErrorRecord error() {
        return error;
    }

    /** The job's id, or "" where none was told. */
    String job() {
        return job;
    }
}
