package io.ipyrpc.client;

import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.util.Map;

/**
 * Follows a job: replays its output, gathers its result, and where the connection is lost comes back for what follows the
 * last event that it saw. For one thread, but for {@link #stop}.
 */
public final class JobFollower {
    private final Connection connection;
    private final String job;
    private final EventSink sink;
    private long lastSeq;
    private long until = Long.MAX_VALUE;
    private boolean gathers = true;
    private SlicesBuilder result = new SlicesBuilder();
    private String serializer = "";
    private String status = "";
    private ErrorRecord error;
    private boolean ended;
    private volatile boolean stopped;
    private volatile Exchange open;

    /** Follows from the first event on. */
    public JobFollower(Connection connection, String job, EventSink sink) {
        this(connection, job, sink, 1);
    }

    /** Follows from an event on. */
    public JobFollower(Connection connection, String job, EventSink sink, long from) {
        this.connection = connection;
        this.job = job;
        this.sink = sink;
        this.lastSeq = from - 1;
    }

    /**
     * Stays until the job has ended, having begun with its first event.
     *
     * @return what came of it, or null where this was stopped
     * @throws IOException if the server cannot be reached, several times in a row
     */
    public Connection.Outcome follow() throws IOException {
        read();
        if (!ended) {
            return null;
        }
        if (error != null) {
            return new Connection.Outcome(null, error, job);
        }
        if (serializer.isEmpty()) {
            throw new IOException(connection.address() + " ended job " + job
                    + (status.isEmpty() ? "" : " as '" + status + "'") + " with neither a result nor an error");
        }
        Slices bytes = result.build();
        return new Connection.Outcome(connection.decode(serializer, bytes), null, job);
    }

    /**
     * Hears events until the job has ended, or one of them has at least that number, or this is stopped; results are
     * dropped.
     *
     * @return why the server does not tell of the job, or null where it did
     * @throws IOException if the server cannot be reached, several times in a row
     */
    public ErrorRecord watch(long until) throws IOException {
        this.until = until;
        this.gathers = false;
        read();
        return error;
    }

    /** Ends the waiting, from any thread; nothing happens to the job. */
    public void stop() {
        stopped = true;
        Exchange events = open;
        if (events != null) {
            events.close();
        }
    }

    private void read() throws IOException {
        Attempts attempts = new Attempts(connection, Connection.events(job, lastSeq + 1));
        while (!ended && !stopped && lastSeq < until) {
            long before = lastSeq;
            try (Exchange events = connection.open(Connection.events(job, lastSeq + 1))) {
                open = events;
                if (stopped) {
                    return;
                }
                read(events);
            } catch (IOException e) {
                if (stopped) {
                    return;
                }
                if (lastSeq > before) {
                    attempts.progressed();
                }
                attempts.failed(e);
            }
        }
    }

    private void read(Exchange events) throws IOException {
        while (!ended && !stopped && lastSeq < until) {
            Frame frame = events.next();
            if (frame == null) {
                throw new DisconnectedException(
                        "the events of " + connection.address() + " ended before the job", true, null);
            }
            accept(frame);
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
                if (gathers) {
                    frame.data().writeTo(result);
                }
                ended = members.containsKey("status");
            }
            case "error" -> {
                // Without a seq it is no event of the job: the server refused to tell of it.
                ended = frame.seq() == 0;
                error = ended || gathers ? ErrorRecord.fromMap(members.get("error")) : null;
            }
            case "end" -> {
                status = members.get("status") instanceof String name ? name : "";
                ended = true;
            }
            // Whoever waits for an event that is there waits no longer than until nothing came for a while.
            case "ping" -> stopped = stopped || until < Long.MAX_VALUE;
            default -> {
                // what later versions add
            }
        }
        connection.heard();
        lastSeq = Math.max(lastSeq, frame.seq());
    }
}
