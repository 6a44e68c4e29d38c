package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.EventSink;
import io.ipyrpc.client.JobFollower;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Asks a server with whatever fields a test wants, beside what the client can say. */
final class Wire implements AutoCloseable {
    private static final EventSink DROPPED = new EventSink() {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}

        @Override
        public void progress(double done, Double total, String message) {}
    };

    private final Connection connection;

    Wire(String address) throws IOException {
        connection = new Connection(URI.create(address), Plugins.installed(), Settings.EMPTY, Limits.defaults());
    }

    /** Submits with those fields, and gives the id of the job that stands. */
    String submit(String function, Map<String, String> fields, Object... arguments) throws IOException {
        return connection.submit(function, null, Arguments.of(List.of(arguments), Map.of()), fields);
    }

    /** Calls with those fields; what is printed is dropped. */
    Connection.Outcome call(String function, Map<String, String> fields, Object... arguments) throws IOException {
        return connection.call(
                function, null, Arguments.of(List.of(arguments), Map.of()), fields, DROPPED, exchange -> {});
    }

    /** Follows a job to its end. */
    Connection.Outcome follow(String job) throws IOException {
        return new JobFollower(connection, job, DROPPED).follow();
    }

    Map<?, ?> ask(Op op, String target) throws IOException {
        return (Map<?, ?>) connection.ask(op, target, Map.of());
    }

    JobStatus status(String job) throws IOException {
        return JobStatus.fromMap(ask(Op.STATUS, job));
    }

    JobStatus retry(String job) throws IOException {
        return JobStatus.fromMap(ask(Op.RETRY, job));
    }

    JobStatus cancel(String job) throws IOException {
        return JobStatus.fromMap(ask(Op.CANCEL, job));
    }

    /** The status once the job has ended; the test's own timeout bounds the wait. */
    JobStatus ended(String job) throws IOException {
        JobStatus status = status(job);
        while (!status.state().isTerminal()) {
            Thread.onSpinWait();
            status = status(job);
        }
        return status;
    }

    boolean isQueued(String job) throws IOException {
        return status(job).state() == JobState.QUEUED;
    }

    @Override
    public void close() {
        connection.close();
    }
}
