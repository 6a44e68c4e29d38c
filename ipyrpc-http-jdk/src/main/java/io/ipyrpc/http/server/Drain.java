package io.ipyrpc.http.server;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes in what a client still sends after it was answered early. Closing on unread bytes would reset the connection,
 * and the client might never see the answer; reading for ever would serve a flood.
 */
final class Drain {
    /** What the JDK's server takes in by itself before it uses the connection again ({@code drainAmount}). */
    static final long BY_THE_JDK = 64 << 10;

    private static final long MOST = 16 << 20;
    private static final long SECONDS = 5;

    private final Executor threads;
    private final ScheduledExecutorService clock;

    Drain(Executor threads, ScheduledExecutorService clock) {
        this.threads = threads;
        this.clock = clock;
    }

    void start(RequestBody body, Runnable close, Runnable cut) {
        try {
            threads.execute(() -> run(body, close, cut));
        } catch (RejectedExecutionException e) {
            cut.run();
        }
    }

    private void run(RequestBody body, Runnable close, Runnable cut) {
        boolean whole = false;
        Thread reader = Thread.currentThread();
        AtomicBoolean over = new AtomicBoolean();
        try {
            // Interrupting a thread that reads closes its connection: the only bound on a read that there is.
            ScheduledFuture<?> timer = clock.schedule(() -> stop(reader, over), SECONDS, TimeUnit.SECONDS);
            whole = body.drain(MOST);
            timer.cancel(false);
        } catch (IOException | RejectedExecutionException e) {
            // The client is gone, or the listener is: there is nobody to tell.
        } finally {
            if (!over.compareAndSet(false, true)) {
                waitForInterrupt();
            }
        }
        (whole ? close : cut).run();
    }

    private static void stop(Thread reader, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            reader.interrupt();
        }
    }

    /** The interrupt that is on its way belongs to this request, not to the thread's next one. */
    private static void waitForInterrupt() {
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
    }
}
