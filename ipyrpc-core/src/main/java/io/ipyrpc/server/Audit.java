package io.ipyrpc.server;

import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.JobState;
import java.lang.System.Logger.Level;

/**
 * Hears of every request at the gate and of every job at its end: counts them, and logs a line for each failure. Never a
 * word of arguments or results. Safe for use by any number of threads.
 */
final class Audit {
    private static final System.Logger LOG = System.getLogger("io.ipyrpc.calls");

    private final Metrics metrics;
    private final boolean everything;

    /**
     * An audit that counts there.
     *
     * @param everything whether a line is logged for each call, and not for failures alone ({@code log_calls})
     */
    Audit(Metrics metrics, boolean everything) {
        this.metrics = metrics;
        this.everything = everything;
    }

    Metrics metrics() {
        return metrics;
    }

    /** The gate let a request in. */
    void admitted(Request request) {
        metrics.admitted(request.op());
    }

    /**
     * A request was refused, at the gate or behind it.
     *
     * @param principal whose it is, or null where that is not known
     */
    void refused(Request request, String principal, ErrorRecord error) {
        metrics.refused(error.code());
        // What a caller did wrong is the caller's affair; a server without room must not fill its log besides.
        Level level = error.code().equals(ErrorCode.FUNCTION_ERROR.wireName()) ? Level.WARNING : Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LogLine line = new LogLine("refused").with("op", request.op().wireName());
            line.with("target", request.target()).with("principal", principal);
            LOG.log(level, line.with(error).toString());
        }
    }

    /**
     * A job ended.
     *
     * @param owner the name of whose it is, or null
     * @param error why, or null where it succeeded
     * @param nanos how long it ran; negative where it never began
     */
    void ended(String function, String job, String owner, JobState state, ErrorRecord error, long nanos) {
        String outcome = Metrics.outcome(state, error);
        metrics.ended(function, outcome, nanos);
        boolean fine = state == JobState.SUCCEEDED
                || state == JobState.CANCELLED
                || error.code().equals(ErrorCode.BAD_REQUEST.wireName());
        Level level = !fine ? Level.WARNING : everything ? Level.INFO : Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LogLine line = new LogLine(outcome).with("function", function).with("job", job);
            line.with("principal", owner);
            if (nanos >= 0) {
                line.seconds(nanos);
            }
            LOG.log(level, (error == null ? line : line.with(error)).toString());
        }
    }
}
