package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.JobFollower;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a client asks about jobs that are there. Safe for use by any number of threads. */
final class RemoteJobs {
    private final RemoteCalls calls;

    RemoteJobs(RemoteCalls calls) {
        this.calls = calls;
    }

    /** A job by its id; nothing is asked. */
    Job of(String id) {
        if (Objects.requireNonNull(id, "id").isBlank()) {
            throw new IllegalArgumentException("a job's id is not '" + id + "'");
        }
        return new Job(this, id);
    }

    List<JobStatus> list(Map<String, String> filter) {
        Object answer = calls.asked(connection -> connection.ask(Op.JOBS, "", filter));
        List<?> jobs = answer instanceof Map<?, ?> map && map.get("jobs") instanceof List<?> list ? list : List.of();
        return jobs.stream().map(job -> JobStatus.fromMap((Map<?, ?>) job)).toList();
    }

    /** Asks something that is answered by a job's status: {@code status}, {@code cancel}, {@code retry}. */
    JobStatus ask(Op op, String job) {
        return JobStatus.fromMap((Map<?, ?>) calls.asked(connection -> connection.ask(op, job, Map.of())));
    }

    <T> T result(Class<T> type, String job) {
        return value(
                type, job, calls.asked(connection -> follower(connection, job).follow()));
    }

    /** {@link #result(Class, String)}, for so long at most. */
    <T> T result(Class<T> type, String job, Duration limit) throws TimeoutException {
        Connection.Outcome outcome = calls.asked(connection -> {
            JobFollower follower = follower(connection, job);
            CompletableFuture<Void> deadline =
                    new CompletableFuture<Void>().completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
            deadline.thenRun(follower::stop);
            try {
                return follower.follow();
            } finally {
                deadline.cancel(false);
            }
        });
        if (outcome == null) {
            throw new TimeoutException("job " + job + " has not ended within " + limit + "; it goes on, and rpc.job(\""
                    + job + "\").result() waits for it again");
        }
        return value(type, job, outcome);
    }

    <T> CompletableFuture<T> resultAsync(Class<T> type, String job) {
        CompletableFuture<JobFollower> follower = new CompletableFuture<>();
        return calls.inBackground(
                () -> value(type, job, calls.asked(connection -> {
                    JobFollower made = follower(connection, job);
                    follower.complete(made);
                    return made.follow();
                })),
                () -> follower.thenAccept(JobFollower::stop));
    }

    private JobFollower follower(Connection connection, String job) {
        return new JobFollower(connection, job, new CallInFlight(calls.output()));
    }

    private <T> T value(Class<T> type, String job, Connection.Outcome outcome) {
        // What was stopped has nobody left who waits for its value.
        return outcome == null ? null : calls.value(type, "job " + job, outcome);
    }

    /** Hears a job's events from one on, until its end or a later event. */
    void watch(String job, long from, long until, OutputListener listener) {
        ErrorRecord refused = calls.asked(
                connection -> new JobFollower(connection, job, new CallInFlight(listener), from).watch(until));
        if (refused != null) {
            throw calls.refused(refused);
        }
    }
}
