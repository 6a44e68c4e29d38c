package io.ipyrpc.server;

import io.ipyrpc.function.Call;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Whether the server takes calls, and how it stops: what runs gets its time, and every caller hears of the end. */
final class Lifecycle {
    private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());
    /** How long a function that is cancelled may take to end, before its caller is told that it is lost. */
    private static final Duration UNWINDING = Duration.ofSeconds(3);
    /** How long callers may take to hear of the end. */
    private static final Duration TELLING = Duration.ofSeconds(2);

    private final Workers workers;
    private final Pulse pulse;
    private final LongAdder requests = new LongAdder();
    private volatile boolean draining;
    private volatile long graceEnd = Long.MAX_VALUE;

    Lifecycle(Workers workers, Pulse pulse) {
        this.workers = workers;
        this.pulse = pulse;
    }

    void requestBegan() {
        requests.increment();
    }

    void requestEnded() {
        requests.decrement();
    }

    /** How many requests are in progress. */
    long requests() {
        return requests.sum();
    }

    /** Whether it is about to stop. */
    boolean isDraining() {
        return draining;
    }

    /**
     * Refuses what would begin something new.
     *
     * @throws RpcException with {@code busy} if the server is about to stop
     */
    void checkOpen() {
        if (draining) {
            throw new RpcException(ErrorCode.BUSY, "the server is stopping and takes nothing new; try again later");
        }
    }

    /** What runs may go on for so long from now, but no longer than was said before. */
    synchronized void grant(Duration grace) {
        long now = System.nanoTime();
        long end = now + Math.min(grace.toMillis(), Long.MAX_VALUE >> 24) * 1_000_000;
        graceEnd = draining && graceEnd - end < 0 ? graceEnd : end;
        draining = true;
    }

    /** Takes nothing new, lets go on what runs as long as was granted, cancels it then, and sees to it that all hear of it. */
    void stop() {
        // A function may stop its own server: it would wait for itself.
        String own = Call.find().map(Call::id).filter(workers::runs).orElse(null);
        int ours = own == null ? 0 : 1;
        BooleanSupplier idle = () -> workers.running() <= ours;
        workers.drain(ErrorRecord.of(ErrorCode.CANCELLED, "the server is stopping; the call had not begun"));
        long left = (graceEnd - System.nanoTime()) / 1_000_000;
        if (!idle.getAsBoolean() && left > 0) {
            LOG.log(System.Logger.Level.INFO, "stopping: what runs may go on for " + left + " ms: " + workers.names());
        }
        if (!await(idle, () -> graceEnd)) {
            workers.cancelRunning(ErrorRecord.of(ErrorCode.CANCELLED, "the server stopped"), own);
            long end = System.nanoTime() + UNWINDING.toNanos();
            if (!await(idle, () -> end)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "these were interrupted and do not end, their threads are left behind: " + workers.names());
            }
        }
        workers.giveUp(ErrorRecord.of(ErrorCode.WORKER_LOST, "the server stopped before the function ended"));
        long end = System.nanoTime() + TELLING.toNanos();
        await(() -> pulse.isQuiet() && requests() <= workers.running(), () -> end);
    }

    private interface Moment {
        long nanoTime();
    }

    /** Looks every millisecond, also while this thread is interrupted, which must not cut the callers short. */
    private static boolean await(BooleanSupplier condition, Moment end) {
        boolean interrupted = false;
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() - end.nanoTime() < 0) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(1_000_000);
            met = condition.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return met;
    }
}
