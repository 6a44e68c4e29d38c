package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobFilter;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Operations on jobs that are there: {@code jobs status events result cancel}. A job is its owner's alone. */
final class JobHandler {
    private static final int MOST_JOBS = 1_000;

    private final JobQueue queue;
    private final Workers workers;

    JobHandler(JobQueue queue, Workers workers) {
        this.queue = queue;
        this.workers = workers;
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

    void events(Request request, Gate.Admission admission, Reply reply) {
        owned(request, admission);
        workers.follow(cursor(request, number(request, "from", 1, 1, Long.MAX_VALUE)), reply);
    }

    void result(Request request, Gate.Admission admission, Reply reply) {
        owned(request, admission);
        long wait = number(request, "wait", 0, 0, 3_600);
        workers.result(request.target(), cursor(request, 1), reply, wait);
    }

    private EventCursor cursor(Request request, long from) {
        return queue.watch(request.target(), from, false).orElseThrow(() -> unknown(request.target()));
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
