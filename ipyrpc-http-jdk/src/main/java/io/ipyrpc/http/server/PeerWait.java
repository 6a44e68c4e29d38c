package io.ipyrpc.http.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread's wait for a peer, which another thread ends when its time is over. A channel that blocks can be left by
 * nothing but an interrupt, which closes it; that interrupt never outlives the wait.
 */
final class PeerWait {
    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int ENDING = 2;
    private static final int ENDED = 3;

    private final Thread thread = Thread.currentThread();
    private final AtomicInteger state = new AtomicInteger();
    private volatile long deadline;

    /** Begins, or begins anew: from now on it may take so long. Only for its own thread. */
    void begin(long nanos) {
        deadline = System.nanoTime() + nanos;
        state.compareAndSet(IDLE, WAITING);
    }

    /**
     * Ends; only for its own thread.
     *
     * @return whether it had lasted too long
     */
    boolean end() {
        if (state.compareAndSet(WAITING, IDLE) || state.get() == IDLE) {
            return false;
        }
        while (state.get() != ENDED) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
        state.set(IDLE);
        return true;
    }

    boolean isWaiting() {
        return state.get() == WAITING;
    }

    boolean isOfALivingThread() {
        return thread.isAlive();
    }

    /** Interrupts the thread where its time is over. */
    void check(long now) {
        if (isWaiting() && now - deadline > 0 && state.compareAndSet(WAITING, ENDING)) {
            thread.interrupt();
            state.set(ENDED);
        }
    }
}
