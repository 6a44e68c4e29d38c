package io.ipyrpc.wire;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a job at one moment (STATUS of §4).
 *
 * @param job the job's id
 * @param function the function's name
 * @param state where it stands
 * @param owner the principal that submitted it, or null where there is no authentication
 * @param created when it was submitted
 * @param started when its function began, or null
 * @param ended when it ended, or null
 * @param attempt how often it was begun; 0 before the first
 * @param worker who runs or ran it, or null
 * @param progress how far it says it is, or null
 * @param position how many jobs are before it in the queue, 0 when it is not queued
 * @param lastSeq the seq of its newest event
 */
public record JobStatus(
        String job,
        String function,
        JobState state,
        String owner,
        Instant created,
        Instant started,
        Instant ended,
        int attempt,
        String worker,
        Progress progress,
        long position,
        long lastSeq) {

    /**
     * How far a job says it is.
     *
     * @param done how much is done
     * @param total of how much, or null where that is not known
     * @param message a word for people, or ""
     */
    public record Progress(double done, Double total, String message) {
        /** The members of STATUS's {@code progress} and of the event. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("done", done);
            map.put("total", total);
            map.put("message", message);
            return map;
        }

        /** Such as {@code 3 of 10: reading}, for people. */
        @Override
        public String toString() {
            String far = number(done) + (total == null ? "" : " of " + number(total));
            return message.isEmpty() ? far : far + ": " + message;
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }

        /** Reads them, lenient about what is missing; null where the value is no object. */
        public static Progress fromMap(Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            return new Progress(
                    map.get("done") instanceof Number done ? done.doubleValue() : 0,
                    map.get("total") instanceof Number total ? (Double) total.doubleValue() : null,
                    map.get("message") instanceof String message ? message : "");
        }
    }

    /** Checks that id, function and state are there. */
    public JobStatus {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(state, "state");
    }

    /** The status as the JSON object of §4. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("job", job);
        map.put("function", function);
        map.put("state", state.wireName());
        map.put("owner", owner);
        map.put("created", text(created));
        map.put("started", text(started));
        map.put("ended", text(ended));
        map.put("attempt", attempt);
        map.put("worker", worker);
        map.put("progress", progress == null ? null : progress.toMap());
        map.put("position", position);
        map.put("last_seq", lastSeq);
        return map;
    }

    /**
     * Reads a status.
     *
     * @throws IllegalArgumentException if it has no id, or a state that this version does not know
     */
    public static JobStatus fromMap(Map<?, ?> map) {
        if (!(map.get("job") instanceof String job) || !(map.get("state") instanceof String state)) {
            throw new IllegalArgumentException("a job's status needs 'job' and 'state': " + map);
        }
        return new JobStatus(
                job,
                map.get("function") instanceof String function ? function : "",
                JobState.of(state).orElseThrow(() -> new IllegalArgumentException("unknown job state '" + state + "'")),
                map.get("owner") instanceof String owner ? owner : null,
                instant(map.get("created")),
                instant(map.get("started")),
                instant(map.get("ended")),
                map.get("attempt") instanceof Number attempt ? attempt.intValue() : 0,
                map.get("worker") instanceof String worker ? worker : null,
                Progress.fromMap(map.get("progress")),
                map.get("position") instanceof Number position ? position.longValue() : 0,
                map.get("last_seq") instanceof Number seq ? seq.longValue() : 0);
    }

    /** The same status with that position. */
    public JobStatus at(long newPosition) {
        return new JobStatus(
                job, function, state, owner, created, started, ended, attempt, worker, progress, newPosition, lastSeq);
    }

    /** One line for people, such as {@code job 3f…: fit running, 3 of 10: reading}. */
    @Override
    public String toString() {
        return "job " + job + ": " + function + " " + state
                + (state == JobState.QUEUED ? ", " + position + " before it" : "")
                + (progress == null || state == JobState.SUCCEEDED ? "" : ", " + progress);
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(Object value) {
        try {
            return value instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not an ISO instant: '" + value + "'", e);
        }
    }
}
