package io.ipyrpc.client;

import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The attempts at one request: where the connection was lost and nothing can run twice it is made again, after pauses
 * that grow, and everything else is told, with what was being tried. For one thread.
 */
final class Attempts {
    /** How often something is tried, unless the client says otherwise: the pauses add up to some three seconds. */
    static final int TRIES = 6;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long TOTAL_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Connection connection;
    private final Request request;
    private int failures;
    private long began = System.nanoTime();

    Attempts(Connection connection, Request request) {
        this.connection = connection;
        this.request = request;
    }

    /** Something came: what fails after it is a new trouble. */
    void progressed() {
        failures = 0;
        began = System.nanoTime();
    }

    /**
     * Notes a failure.
     *
     * @throws IOException where it is not to be tried again; else this returns after a pause
     */
    void failed(IOException e) throws IOException {
        failures++;
        // Who was never there is told of at once: it is a wrong address, or a server that does not run.
        boolean again = e instanceof DisconnectedException lost
                && request.isRepeatable()
                && (lost.sent() || connection.wasReached())
                && failures < connection.tries()
                && System.nanoTime() - began < TOTAL_NANOS;
        if (!again || connection.isClosed()) {
            throw told(e);
        }
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures - 1, 5);
        pause += ThreadLocalRandom.current().nextLong(pause / 2) - pause / 4;
        try {
            if (connection.awaitClosed(pause)) {
                throw told(e);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw told(new InterruptedIOException("the waiting thread was interrupted"));
        }
    }

    private IOException told(IOException e) {
        return told(e, "");
    }

    /** The failure, with what was being tried, where, how often, and what that means for the job, if one is known. */
    IOException told(IOException e, String job) {
        String address = connection.address().toString();
        boolean interrupted =
                e instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
        String why = connection.isClosed() ? "the client was closed" : String.valueOf(e.getMessage());
        String message = what() + (why.contains(address) ? "" : " at " + address) + " failed"
                + (failures > 1 ? " " + failures + " times: " : ": ") + why
                + (interrupted ? afterInterrupt() : connection.isClosed() ? "" : meaning(e, job));
        if (interrupted) {
            InterruptedIOException told = new InterruptedIOException(message);
            told.initCause(e);
            return told;
        }
        return new IOException(message, e);
    }

    private String afterInterrupt() {
        return request.op() == Op.CALL ? "; the server is told to cancel the call" : "";
    }

    private String meaning(IOException e, String job) {
        if (request.isRepeatable() || !(e instanceof DisconnectedException lost) || !lost.sent()) {
            return "";
        }
        return (request.op() == Op.CALL ? "; the call may have run" : "; the server may have acted on it")
                + (job.isEmpty() ? "" : " (job " + job + ")")
                + ", so it was not sent again";
    }

    private String what() {
        Op op = request.op();
        return switch (op.target()) {
            case FUNCTION -> op + " of '" + request.target() + "'";
            case JOB -> op + " of job " + request.target();
            case POINTER -> op + " of a pointer's value";
            default -> op == Op.FUNCTIONS || op == Op.JOBS ? "list of " + op : op.wireName();
        };
    }
}
