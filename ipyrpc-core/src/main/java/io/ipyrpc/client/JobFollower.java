package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.util.Map;

/**
 * Follows a job to its end: replays its output, gathers its result, and where the connection breaks comes back for what
 * follows the last event that it saw. For one thread.
 */
public final class JobFollower {
    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final Connection connection;
    private final String job;
    private final EventSink sink;
    private long lastSeq;
    private SlicesBuilder result = new SlicesBuilder();
    private String serializer = "";
    private ErrorRecord error;
    private boolean ended;

    /** Follows from the first event on. */
    public JobFollower(Connection connection, String job, EventSink sink) {
        this.connection = connection;
        this.job = job;
        this.sink = sink;
    }

    /**
     * Stays until the job has ended.
     *
     * @throws IOException if the server cannot be reached, several times in a row
     */
    public Connection.Outcome follow() throws IOException {
        int failures = 0;
        while (!ended) {
            long before = lastSeq;
            try (Exchange events = connection.events(job, lastSeq + 1)) {
                read(events);
            } catch (IOException e) {
                failures = lastSeq > before ? 1 : failures + 1;
                if (failures == TRIES) {
                    throw new IOException(
                            "lost job " + job + " after event " + lastSeq + ": " + e.getMessage()
                                    + "; it may still run, ask for it again",
                            e);
                }
                pause(FIRST_PAUSE_MILLIS << failures);
            }
        }
        if (error != null) {
            return new Connection.Outcome(null, error, job);
        }
        Slices bytes = result.build();
        return new Connection.Outcome(connection.decode(serializer, bytes), null, job);
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to come back", e);
        }
    }

    private void read(Exchange events) throws IOException {
        for (Frame frame = events.next(); frame != null; frame = events.next()) {
            accept(frame);
        }
        if (!ended) {
            throw new IOException("the events ended before the job");
        }
    }

    private void accept(Frame frame) throws IOException {
        Map<String, Object> members = frame.metadata();
        switch (frame.event()) {
            case "stdout" -> sink.stdout(frame.data().utf8());
            case "stderr" -> sink.stderr(frame.data().utf8());
            case "progress" ->
                sink.progress(
                        members.get("done") instanceof Number done ? done.doubleValue() : 0,
                        members.get("total") instanceof Number total ? (Double) total.doubleValue() : null,
                        members.get("message") instanceof String message ? message : "");
            case "started" -> {
                // A second attempt begins its result anew.
                result = new SlicesBuilder();
                error = null;
                sink.started();
            }
            case "accepted" ->
                sink.accepted(job, members.get("position") instanceof Number before ? before.longValue() : 0);
            case "result" -> {
                serializer = members.get("serializer") instanceof String name ? name : serializer;
                frame.data().writeTo(result);
                ended = members.containsKey("status");
            }
            case "error" -> {
                error = ErrorRecord.fromMap(members.get("error"));
                // Without a seq it is no event of the job: the server refused to tell of it.
                ended = frame.seq() == 0;
            }
            case "end" -> ended = true;
            default -> {
                // ping, and what later versions add
            }
        }
        lastSeq = Math.max(lastSeq, frame.seq());
    }
}
