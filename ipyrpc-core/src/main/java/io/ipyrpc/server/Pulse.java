package io.ipyrpc.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that looks after every running answer some fifty times a second: that it begins in time, that a silent one
 * is pinged, that deadlines are kept. It sleeps when there are none.
 */
final class Pulse implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());
    private static final long TICK_NANOS = 20_000_000;
    /** Empty ticks before it sleeps: waking it for each of many small calls would cost more than ticking. */
    private static final int LAST_TICKS = 100;

    /** Something that is looked after; it must not block. */
    interface Beat {
        void beat(long nanoTime);
    }

    private final Set<Beat> beats = ConcurrentHashMap.newKeySet();
    private final Thread thread = Threads.daemon("ipyrpc-pulse", this::run);
    private volatile boolean asleep;
    private volatile boolean closed;

    Pulse() {
        thread.start();
    }

    void add(Beat beat) {
        beats.add(beat);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Beat beat) {
        beats.remove(beat);
    }

    /** Whether nothing is looked after. */
    boolean isQuiet() {
        return beats.isEmpty();
    }

    private void run() {
        int empty = 0;
        while (!closed) {
            if (beats.isEmpty() && ++empty > LAST_TICKS) {
                asleep = true;
                if (beats.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
                empty = 0;
            } else {
                empty = beats.isEmpty() ? empty : 0;
                LockSupport.parkNanos(this, TICK_NANOS);
            }
            tick();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        for (Beat beat : beats) {
            try {
                beat.beat(now);
            } catch (RuntimeException | Error e) {
                // One answer's trouble must not end the looking after all others.
                LOG.log(System.Logger.Level.ERROR, "an answer could not be looked after", e);
                beats.remove(beat);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
