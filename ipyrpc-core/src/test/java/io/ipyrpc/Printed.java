package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** Keeps what reaches a caller, and waits for it. */
final class Printed implements OutputListener {
    private static final long DEADLINE_NANOS = 30_000_000_000L;

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final List<String> progress = new ArrayList<>();

    @Override
    public synchronized void stdout(String text) {
        out.append(text);
        notifyAll();
    }

    @Override
    public synchronized void stderr(String text) {
        err.append(text);
        notifyAll();
    }

    @Override
    public synchronized void progress(double done, Double total, String message) {
        progress.add(done + " of " + total + " " + message);
    }

    synchronized String out() {
        return out.toString();
    }

    synchronized String err() {
        return err.toString();
    }

    synchronized List<String> progress() {
        return List.copyOf(progress);
    }

    /** Waits until that text is in the standard output. */
    void awaitOut(String text) throws InterruptedException {
        await(out, text);
    }

    /** Waits until that text is in the error output. */
    void awaitErr(String text) throws InterruptedException {
        await(err, text);
    }

    private synchronized void await(StringBuilder printed, String text) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (printed.indexOf(text) < 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            assertTrue(left > 0, () -> "'" + text + "' did not arrive; there is '" + printed + "'");
            wait(left);
        }
    }
}
