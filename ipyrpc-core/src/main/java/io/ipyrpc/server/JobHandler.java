package io.ipyrpc.server;

import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobFilter;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Operations on jobs that are there: {@code jobs status events result cancel retry workers}. A job is its owner's alone. */
final class JobHandler {
    private static final int MOST_JOBS = 1_000;

    private final JobQueue queue;
    private final Workers workers;
    private final Gate gate;
    private final Policies policies;
    private final SerializerSet serializers;
    private final Limits limits;

    JobHandler(
            JobQueue queue, Workers workers, Gate gate, Policies policies, SerializerSet serializers, Limits limits) {
        this.queue = queue;
        this.workers = workers;
        this.gate = gate;
        this.policies = policies;
        this.serializers = serializers;
        this.limits = limits;
    }

    Map<String, Object> list(Request request, Gate.Admission admission) {
        JobState state = request.field("state")
                .map(name -> JobState.of(name)
                        .orElseThrow(() -> new RpcException(
                                ErrorCode.BAD_REQUEST,
                                "unknown state '" + name + "'; known: " + List.of(JobState.values()))))
                .orElse(null);
        Instant since = request.field("since").map(JobHandler::instant).orElse(null);
        int limit = (int) number(request, "limit", 100, 1, MOST_JOBS);
        JobFilter filter = new JobFilter(
                admission.owner(), state, request.field("function").orElse(null), since, limit);
        return Map.of("jobs", queue.list(filter).stream().map(JobStatus::toMap).toList());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new RpcException(
                    ErrorCode.BAD_REQUEST, "since '" + text + "' is not an instant such as 2026-01-31T12:00:00Z");
        }
    }

    private static long number(Request request, String field, long otherwise, long least, long most) {
        String text = request.field(field).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new RpcException(
                ErrorCode.BAD_REQUEST, field + " '" + text + "' is not a whole number from " + least + " to " + most);
    }

    Map<String, Object> status(Request request, Gate.Admission admission) {
        return owned(request, admission).toMap();
    }

    Map<String, Object> cancel(Request request, Gate.Admission admission) {
        owned(request, admission);
        return workers.cancel(request.target(), "the call was cancelled")
                .orElseThrow(() -> unknown(request.target()))
                .toMap();
    }

    Map<String, Object> retry(Request request, Gate.Admission admission) {
        String function = owned(request, admission).function();
        if (!gate.mayCall(admission, function)) {
            // Where a rule has somebody else decide about the function: what they allowed then may be over.
            throw new RpcException(
                    ErrorCode.FORBIDDEN,
                    "job " + request.target() + " runs '" + function + "', which you may not call");
        }
        return queue.retry(request.target())
                .orElseThrow(() -> unknown(request.target()))
                .toMap();
    }

    /** The worker of this process, with those of its jobs that are the caller's. */
    Map<String, Object> workers(Gate.Admission admission) {
        List<String> jobs = Stream.of(JobState.RUNNING, JobState.CANCELLING)
                .map(state -> new JobFilter(admission.owner(), state, null, null, MOST_JOBS))
                .flatMap(filter -> queue.list(filter).stream())
                .filter(status -> workers.worker().equals(status.worker()))
                .limit(MOST_JOBS)
                .map(JobStatus::job)
                .toList();
        Map<String, Object> worker = new LinkedHashMap<>();
        worker.put("worker", workers.worker());
        worker.put("running", workers.running());
        worker.put("capacity", workers.capacity());
        worker.put("jobs", jobs);
        return Map.of("workers", List.of(worker));
    }

    void events(Request request, Gate.Admission admission, Reply reply) {
        JobStatus status = owned(request, admission);
        EventCursor cursor = cursor(request, number(request, "from", 1, 1, Long.MAX_VALUE));
        workers.follow(request.target(), inForm(request.answerIn(), status, cursor), reply);
    }

    void result(Request request, Gate.Admission admission, Reply reply) {
        JobStatus status = owned(request, admission);
        long wait = number(request, "wait", 0, 0, 3_600);
        String output = request.field("output")
                .map(name -> serializers.get(name).name())
                .orElse(null);
        String asked = request.answerIn() != null ? request.answerIn() : output;
        workers.result(request.target(), inForm(asked, status, cursor(request, 1)), reply, wait);
    }

    private EventCursor cursor(Request request, long from) {
        return queue.watch(request.target(), from, false).orElseThrow(() -> unknown(request.target()));
    }

    /** The result in what the transport needs it in, or the caller asks for; else as the job wrote it. */
    private EventCursor inForm(String asked, JobStatus status, EventCursor cursor) {
        if (asked == null) {
            return cursor;
        }
        String function = status.function();
        return new RecodingCursor(cursor, asked, function, policies.of(function), serializers, limits);
    }

    /** Somebody else's job is as unknown as one that never was. */
    private JobStatus owned(Request request, Gate.Admission admission) {
        return queue.status(request.target())
                .filter(status -> Objects.equals(status.owner(), admission.owner()))
                .orElseThrow(() -> unknown(request.target()));
    }

    private static RpcException unknown(String job) {
        return new RpcException(ErrorCode.NOT_FOUND, "there is no job '" + job + "', or it is forgotten");
    }
}
