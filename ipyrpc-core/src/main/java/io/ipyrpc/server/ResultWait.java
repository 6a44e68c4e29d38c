package io.ipyrpc.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Waits for a job to end, for a while: then answers in one of two ways, once; or in a third where that cannot be told. The
 * queue may be slow to tell: it is asked in the pool, and only after something has happened.
 */
final class ResultWait implements Pulse.Beat {
    private static final System.Logger LOG = System.getLogger(ResultWait.class.getName());

    private final long end;
    private final BooleanSupplier ended;
    private final Runnable whenEnded;
    private final Runnable whenNot;
    private final Runnable whenUnknown;
    private final Pulse pulse;
    private final Executor executor;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean woken = true;

    /**
     * Somebody who waits.
     *
     * @param whenNot answers when the time is over before the job
     * @param whenUnknown answers where the queue does not tell
     */
    ResultWait(
            long seconds,
            BooleanSupplier ended,
            Runnable whenEnded,
            Runnable whenNot,
            Runnable whenUnknown,
            Pulse pulse,
            Executor executor) {
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
        this.ended = ended;
        this.whenEnded = whenEnded;
        this.whenNot = whenNot;
        this.whenUnknown = whenUnknown;
        this.pulse = pulse;
        this.executor = executor;
    }

    void start() {
        pulse.add(this);
        beat(System.nanoTime());
    }

    /** Something has happened to the job. */
    void wake() {
        woken = true;
    }

    @Override
    public void beat(long now) {
        if ((woken || now - end >= 0) && asking.compareAndSet(false, true)) {
            woken = false;
            try {
                executor.execute(this::ask);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The next beat tries again.
                woken = true;
                asking.set(false);
            }
        }
    }

    private void ask() {
        Runnable answer;
        try {
            answer = ended.getAsBoolean() ? whenEnded : System.nanoTime() - end >= 0 ? whenNot : null;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "whether a job has ended cannot be told", e);
            answer = whenUnknown;
        }
        if (answer == null) {
            asking.set(false);
        } else {
            answer(answer);
        }
    }

    private void answer(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the result of a job cannot be told", e);
            whenUnknown.run();
        } finally {
            pulse.remove(this);
        }
    }
}
