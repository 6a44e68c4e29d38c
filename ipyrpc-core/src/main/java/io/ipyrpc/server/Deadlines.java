package io.ipyrpc.server;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.RpcException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Ends jobs that take longer than they may, waiting in the queue included: they are cancelled, and end {@code failed}
 * with {@code timeout}. Kept within a tick of {@link Pulse}.
 */
final class Deadlines {
    private static final double MOST_SECONDS = 1e9;

    private final BiConsumer<String, ErrorRecord> cancel;
    private final Pulse pulse;
    private final Map<String, Pulse.Beat> running = new ConcurrentHashMap<>();

    Deadlines(BiConsumer<String, ErrorRecord> cancel, Pulse pulse) {
        this.cancel = cancel;
        this.pulse = pulse;
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
        double seconds;
        try {
            seconds = Double.parseDouble(asked);
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            String shown = asked.length() > 40 ? asked.substring(0, 40) + "…" : asked;
            throw new RpcException(
                    ErrorCode.BAD_REQUEST, "timeout '" + shown + "' is not a number of seconds above 0, at most 1e9");
        }
        return allowed > 0 ? Math.min(seconds, allowed) : seconds;
    }

    /** Watches a job's time from now on; 0 seconds = not at all. */
    void watch(JobRequest job, double seconds) {
        if (seconds == 0) {
            return;
        }
        long end = System.nanoTime() + (long) (Math.min(seconds, MOST_SECONDS) * 1e9);
        Pulse.Beat beat = now -> {
            if (now - end >= 0) {
                forget(job.id());
                cancel.accept(
                        job.id(),
                        ErrorRecord.of(
                                ErrorCode.TIMEOUT,
                                "'" + job.function() + "' took longer than its timeout of " + shown(seconds)));
            }
        };
        running.put(job.id(), beat);
        pulse.add(beat);
    }

    private static String shown(double seconds) {
        return (seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds)) + " s";
    }

    /** The job has ended. */
    void forget(String job) {
        Pulse.Beat beat = running.remove(job);
        if (beat != null) {
            pulse.remove(beat);
        }
    }
}
