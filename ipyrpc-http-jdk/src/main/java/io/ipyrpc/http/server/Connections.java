package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections on which something is asked: each request begins in a thread of its own, those beyond {@code
 * max_connections} are refused, and those whose head does not arrive in time are closed. Safe for use by any number of
 * threads.
 */
final class Connections implements Executor {
    /** So many beyond the limit are told so; still more are closed without an answer. */
    private static final int ROOM_TO_REFUSE = 64;

    private final Executor threads;
    private final PeerWatch watch;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();

    Connections(Executor threads, PeerWatch watch, int most) {
        this.threads = threads;
        this.watch = watch;
        this.most = most;
    }

    PeerWatch watch() {
        return watch;
    }

    /** How many there are, those included whose request is still arriving. */
    int open() {
        return open.get();
    }

    /** Runs what the JDK's server does for a connection on which a request begins, from its head to the answer's end. */
    @Override
    public void execute(Runnable exchange) {
        if (open.incrementAndGet() > most + ROOM_TO_REFUSE) {
            open.decrementAndGet();
            throw new RejectedExecutionException();
        }
        try {
            threads.execute(() -> run(exchange));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private void run(Runnable exchange) {
        PeerWait head = watch.begin(watch.timeouts().requestNanos());
        try {
            exchange.run();
        } finally {
            head.end();
            open.decrementAndGet();
        }
    }

    /** The head of a request has arrived in this thread. */
    Visit arrived() {
        watch.end();
        return new Visit();
    }

    /** One of the {@code max_connections}, as long as it is needed. */
    final class Visit {
        private final AtomicBoolean holds = new AtomicBoolean();

        private Visit() {}

        /**
         * Takes it.
         *
         * @throws Refusal with {@code busy} if there is none left
         */
        void admit() {
            if (admitted.incrementAndGet() > most) {
                admitted.decrementAndGet();
                throw new Refusal(ErrorCode.BUSY, "max_connections (" + most + ") are in use; try again later");
            }
            holds.set(true);
        }

        /** Gives it back, if it is held. */
        void leave() {
            if (holds.compareAndSet(true, false)) {
                admitted.decrementAndGet();
            }
        }
    }
}
