package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.JobFollower;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a client asks about jobs that are there. Safe for use by any number of threads. */
final class RemoteJobs {
    private final RemoteCalls calls;

    RemoteJobs(RemoteCalls calls) {
        this.calls = calls;
    }

    /** A job by its id; nothing is asked. */
    Job of(String id) {
        return new Job(this, Objects.requireNonNull(id, "id"));
    }

    List<JobStatus> list(Map<String, String> filter) {
        Object answer = ask("list of jobs", Op.JOBS, "", filter);
        List<?> jobs = answer instanceof Map<?, ?> map && map.get("jobs") instanceof List<?> list ? list : List.of();
        return jobs.stream().map(job -> JobStatus.fromMap((Map<?, ?>) job)).toList();
    }

    JobStatus status(String job) {
        return JobStatus.fromMap((Map<?, ?>) ask("status of " + job, Op.STATUS, job, Map.of()));
    }

    JobStatus cancel(String job) {
        return JobStatus.fromMap((Map<?, ?>) ask("cancel of " + job, Op.CANCEL, job, Map.of()));
    }

    private Object ask(String what, Op op, String target, Map<String, String> fields) {
        return calls.asked(what, connection -> connection.ask(op, target, fields));
    }

    <T> T result(Class<T> type, String job) {
        Connection.Outcome outcome = calls.asked(
                "job " + job, connection -> new JobFollower(connection, job, new Replay(calls.output())).follow());
        return calls.value(type, job, outcome);
    }

    <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return calls.inBackground(work);
    }
}
