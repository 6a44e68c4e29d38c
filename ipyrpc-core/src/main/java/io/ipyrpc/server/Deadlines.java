package io.ipyrpc.server;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.RpcException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Ends jobs that take longer than they may: they are cancelled, and end {@code failed} with {@code timeout}. Somebody waits
 * for a call: its time counts from its arrival, waiting in the queue included. Nobody waits for a submitted job: its time is
 * that of each attempt, from its start. Kept within a tick of {@link Pulse}.
 */
final class Deadlines {
    private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());
    private static final double MOST_SECONDS = 1e9;
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final BiConsumer<String, ErrorRecord> cancel;
    private final Pulse pulse;
    private final Executor executor;
    private final Map<String, Pulse.Beat> calls = new ConcurrentHashMap<>();

    /**
     * Deadlines that are kept by cancelling.
     *
     * @param executor runs what a slow queue may hold up
     */
    Deadlines(BiConsumer<String, ErrorRecord> cancel, Pulse pulse, Executor executor) {
        this.cancel = cancel;
        this.pulse = pulse;
        this.executor = executor;
    }

    /**
     * How long a job may take: what the caller asked, but no longer than the rule allows.
     *
     * @param asked the request's field, or null
     * @param allowed the rule's, 0 = any
     * @return seconds, 0 = as long as it wants
     * @throws RpcException with {@code bad_request} if the field is no such number
     */
    static double seconds(String asked, double allowed) {
        if (asked == null) {
            return allowed;
        }
        double seconds = DecimalSeconds.parse(asked);
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            String shown = asked.length() > 40 ? asked.substring(0, 40) + "…" : asked;
            throw new RpcException(
                    ErrorCode.BAD_REQUEST, "timeout '" + shown + "' is not a number of seconds above 0, at most 1e9");
        }
        return allowed > 0 ? Math.min(seconds, allowed) : seconds;
    }

    /** Watches a call's time from now on; 0 seconds = not at all. */
    void watchCall(JobRequest job, double seconds) {
        if (seconds > 0) {
            calls.put(job.id(), watchAttempt(job, seconds));
        }
    }

    /**
     * Watches the time of one attempt from now on.
     *
     * @param seconds 0 = not at all
     * @return what to {@link #forget} at its end
     */
    Pulse.Beat watchAttempt(JobRequest job, double seconds) {
        Deadline deadline =
                new Deadline(job, seconds, System.nanoTime() + (long) (Math.min(seconds, MOST_SECONDS) * 1e9));
        if (seconds > 0) {
            pulse.add(deadline);
        }
        return deadline;
    }

    private final class Deadline implements Pulse.Beat {
        private final JobRequest job;
        private final double seconds;
        private final AtomicBoolean due = new AtomicBoolean();
        private volatile long end;

        Deadline(JobRequest job, double seconds, long end) {
            this.job = job;
            this.seconds = seconds;
            this.end = end;
        }

        @Override
        public void beat(long now) {
            if (now - end >= 0 && due.compareAndSet(false, true)) {
                try {
                    executor.execute(this::cancelJob);
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    // The next beat tries again.
                    due.set(false);
                }
            }
        }

        private void cancelJob() {
            try {
                cancel.accept(
                        job.id(),
                        ErrorRecord.of(
                                ErrorCode.TIMEOUT,
                                "'" + job.function() + "' took longer than its timeout of " + shown(seconds)));
                forget(this);
                forget(job.id());
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "job " + job.id() + " is over its time and cannot be cancelled; that is tried again",
                        e);
                end = System.nanoTime() + PAUSE_NANOS;
                due.set(false);
            }
        }
    }

    private static String shown(double seconds) {
        return (seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds)) + " s";
    }

    /** The attempt has ended. */
    void forget(Pulse.Beat attempt) {
        pulse.remove(attempt);
    }

    /** The call has ended. */
    void forget(String call) {
        Pulse.Beat deadline = calls.remove(call);
        if (deadline != null) {
            forget(deadline);
        }
    }
}
