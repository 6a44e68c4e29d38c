package io.ipyrpc.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operations of the protocol (§4): one table for transports, gates and signatures.
 *
 * <p>Immutable and safe for use by any number of threads.
 */
public enum Op {
    /** Lists the functions, or describes one. */
    FUNCTIONS(Target.FUNCTION_OR_NONE, false, Answer.REPLY, "rules"),
    /** Runs a function and answers with its events. */
    CALL(Target.FUNCTION, true, Answer.EVENTS, "serializer", "output", "return", "timeout"),
    /** Queues a function and answers with the job's id. */
    SUBMIT(
            Target.FUNCTION,
            true,
            Answer.REPLY,
            "serializer",
            "output",
            "return",
            "timeout",
            "idempotency_key",
            "delay"),
    /** Lists jobs. */
    JOBS(Target.NONE, false, Answer.REPLY, "state", "function", "since", "limit"),
    /** Tells a job's status. */
    STATUS(Target.JOB, false, Answer.REPLY),
    /** Replays and follows a job's events. */
    EVENTS(Target.JOB, false, Answer.EVENTS, "from"),
    /** Waits for a job's result. */
    RESULT(Target.JOB, false, Answer.EVENTS, "output", "wait"),
    /** Cancels a job. */
    CANCEL(Target.JOB, false, Answer.REPLY),
    /** Runs a job again that failed, was cancelled or lost. */
    RETRY(Target.JOB, false, Answer.REPLY),
    /** Stores a value and answers with its pointer. */
    PUT(Target.NONE, true, Answer.REPLY, "serializer"),
    /** Fetches a pointer's value. */
    FETCH(Target.POINTER, false, Answer.EVENTS, "output", "secret"),
    /** Releases a pointer's value. */
    RELEASE(Target.POINTER, false, Answer.REPLY, "secret"),
    /** Tells whether the server takes calls. */
    HEALTH(Target.NONE, false, Answer.REPLY),
    /** Tells the server's measurements. */
    METRICS(Target.NONE, false, Answer.REPLY),
    /** Tells what workers run, and how much they may. */
    WORKERS(Target.NONE, false, Answer.REPLY);

    /** What an operation's target names. */
    public enum Target {
        /** Nothing; the target is "". */
        NONE,
        /** A function. */
        FUNCTION,
        /** A function, or "" for all. */
        FUNCTION_OR_NONE,
        /** A job's id. */
        JOB,
        /** A pointer's path. */
        POINTER
    }

    /** The form of an operation's answer. */
    public enum Answer {
        /** One JSON value. */
        REPLY,
        /** Events until the job ends. */
        EVENTS
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final Target target;
    private final boolean body;
    private final Answer answer;
    private final List<String> fields;

    Op(Target target, boolean body, Answer answer, String... fields) {
        this.target = target;
        this.body = body;
        this.answer = answer;
        this.fields = List.of(fields);
    }

    /** The name on the wire, such as {@code call}. */
    public String wireName() {
        return wireName;
    }

    /** What the target names. */
    public Target target() {
        return target;
    }

    /** Whether the request has a body. */
    public boolean hasBody() {
        return body;
    }

    /** The form of the answer. */
    public Answer answer() {
        return answer;
    }

    /** The names of the fields that the request may have. */
    public List<String> fields() {
        return fields;
    }

    /** The operation of that wire name, or empty. */
    public static Optional<Op> of(String wireName) {
        for (Op op : values()) {
            if (op.wireName.equals(wireName)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    /** The wire name. */
    @Override
    public String toString() {
        return wireName;
    }
}
