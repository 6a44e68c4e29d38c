package io.ipyrpc.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Waits for a job to end, for a while: then answers in one of two ways, once. */
final class ResultWait implements Pulse.Beat {
    private final long end;
    private final BooleanSupplier ended;
    private final Runnable whenEnded;
    private final Runnable whenNot;
    private final Pulse pulse;
    private final Executor executor;
    private final AtomicBoolean answered = new AtomicBoolean();

    ResultWait(
            long seconds, BooleanSupplier ended, Runnable whenEnded, Runnable whenNot, Pulse pulse, Executor executor) {
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
        this.ended = ended;
        this.whenEnded = whenEnded;
        this.whenNot = whenNot;
        this.pulse = pulse;
        this.executor = executor;
    }

    void start() {
        pulse.add(this);
        beat(System.nanoTime());
    }

    @Override
    public void beat(long now) {
        boolean over = ended.getAsBoolean();
        if ((over || now - end >= 0) && answered.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    (over ? whenEnded : whenNot).run();
                    pulse.remove(this);
                });
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The next beat tries again.
                answered.set(false);
            }
        }
    }
}
