package io.ipyrpc.http.server;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes in what a client still sends after it was answered early. Closing on unread bytes would reset the connection,
 * and the client might never see the answer; reading for ever would serve a flood.
 */
final class Drain {
    /** What the JDK's server takes in by itself before it uses the connection again ({@code drainAmount}). */
    static final long BY_THE_JDK = 64 << 10;

    private static final long MOST = 16 << 20;
    private static final long NANOS = 5_000_000_000L;
    /** After chunks that are malformed no end can be told but that nothing more comes. */
    private static final long SILENCE_NANOS = 250_000_000L;

    private final Executor threads;
    private final PeerWatch watch;

    Drain(Executor threads, PeerWatch watch) {
        this.threads = threads;
        this.watch = watch;
    }

    void start(RequestBody body, Runnable close, Runnable cut) {
        try {
            threads.execute(() -> run(body, close, cut));
        } catch (RejectedExecutionException e) {
            cut.run();
        }
    }

    private void run(RequestBody body, Runnable close, Runnable cut) {
        if (body.isMalformed()) {
            awaitSilence(body);
            cut.run();
            return;
        }
        boolean whole = false;
        PeerWait wait = watch.begin(NANOS);
        try {
            whole = body.drain(MOST);
        } catch (IOException e) {
            // The client is gone, or the listener is: there is nobody to tell.
        } finally {
            wait.end();
        }
        (whole ? close : cut).run();
    }

    private void awaitSilence(RequestBody body) {
        byte[] chunk = new byte[16 << 10];
        long end = System.nanoTime() + NANOS;
        PeerWait wait = watch.begin(SILENCE_NANOS);
        try {
            for (long left = MOST; left > 0 && System.nanoTime() - end < 0; left -= body.skip(chunk)) {
                watch.begin(SILENCE_NANOS);
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            // It came to its end, or was silent.
        } finally {
            wait.end();
        }
    }
}
