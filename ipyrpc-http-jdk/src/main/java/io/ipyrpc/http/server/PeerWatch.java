package io.ipyrpc.http.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends waits for peers that are too slow: four times a second it looks at the threads that wait, as long as there are any.
 * Safe for use by any number of threads.
 */
final class PeerWatch {
    private static final long TICK_MILLIS = 250;

    private final ScheduledExecutorService clock;
    private final Timeouts timeouts;
    private final Set<PeerWait> waits = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<PeerWait> mine = ThreadLocal.withInitial(this::added);
    private final AtomicBoolean ticking = new AtomicBoolean();

    PeerWatch(ScheduledExecutorService clock, Timeouts timeouts) {
        this.clock = clock;
        this.timeouts = timeouts;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    private PeerWait added() {
        PeerWait wait = new PeerWait();
        waits.add(wait);
        return wait;
    }

    /** The calling thread waits for a peer, for so long from now at most; again = more time for the same wait. */
    PeerWait begin(long nanos) {
        PeerWait wait = mine.get();
        wait.begin(nanos);
        if (!ticking.get()) {
            tickLater();
        }
        return wait;
    }

    /** The calling thread's wait is over, if there is one. */
    void end() {
        mine.get().end();
    }

    private void tickLater() {
        if (ticking.compareAndSet(false, true)) {
            try {
                clock.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The listener is closed, and all connections with it.
            }
        }
    }

    private void tick() {
        // Before the look: who begins to wait after it was looked at finds nobody ticking, and starts it again.
        ticking.set(false);
        long now = System.nanoTime();
        boolean any = false;
        for (PeerWait wait : waits) {
            wait.check(now);
            any |= wait.isWaiting();
            if (!wait.isOfALivingThread()) {
                waits.remove(wait);
            }
        }
        if (any) {
            tickLater();
        }
    }
}
