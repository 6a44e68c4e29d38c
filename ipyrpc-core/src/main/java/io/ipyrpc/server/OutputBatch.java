package io.ipyrpc.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Joins what a function prints in quick succession: a hundred writes leave at once, and one more for each 20 ms; what is
 * beyond that gathers until it is much or {@link Pulse} comes by. So a flood of small writes makes few events, however it is
 * read. Safe for use by any number of threads.
 */
final class OutputBatch implements Pulse.Beat {
    private static final int MOST_AT_ONCE = 100;
    private static final long NANOS_FOR_ONE = 20_000_000;
    private static final int MOST = 16 << 10;
    private static final int FIRST = 512;
    private static final byte[] NONE = {};
    private static final Map<String, Map<String, Object>> METADATA =
            Map.of("stdout", Map.of("event", "stdout"), "stderr", Map.of("event", "stderr"));

    private final Consumer<Frame> events;
    private final Pulse pulse;
    private final Executor executor;
    private byte[] gathered = NONE;
    private String event;
    private volatile int size;
    private int left = MOST_AT_ONCE;
    private long countedAt = System.nanoTime();
    private boolean lookedAfter;
    private volatile boolean flushing;

    /**
     * Output that goes there, blocking as it blocks.
     *
     * @param executor runs what may block
     */
    OutputBatch(Consumer<Frame> events, Pulse pulse, Executor executor) {
        this.events = events;
        this.pulse = pulse;
        this.executor = executor;
    }

    /** Takes text; the array is not changed afterwards. */
    synchronized void print(String stream, byte[] text) {
        if (size > 0 && !(stream.equals(event) && text.length <= MOST - size)) {
            flush();
        }
        if (text.length > MOST || size == 0 && mayLeave()) {
            emit(stream, Slices.of(text));
            return;
        }
        if (text.length > gathered.length - size) {
            gathered = Arrays.copyOf(gathered, Math.max(FIRST, Math.min(MOST, 2 * (size + text.length))));
        }
        System.arraycopy(text, 0, gathered, size, text.length);
        event = stream;
        size += text.length;
        if (!lookedAfter) {
            lookedAfter = true;
            pulse.add(this);
        }
    }

    private boolean mayLeave() {
        long more = (System.nanoTime() - countedAt) / NANOS_FOR_ONE;
        countedAt += more * NANOS_FOR_ONE;
        left = (int) Math.min(MOST_AT_ONCE, left + more);
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** Sends an event of another kind, after what was printed before it. */
    synchronized void send(Frame frame) {
        flush();
        events.accept(frame);
    }

    /** Sends what was printed so far. */
    synchronized void flush() {
        if (size > 0) {
            Slices text = Slices.of(Arrays.copyOf(gathered, size));
            size = 0;
            emit(event, text);
        }
    }

    private void emit(String stream, Slices text) {
        events.accept(new Frame(METADATA.get(stream), text));
    }

    @Override
    public void beat(long now) {
        if (size > 0 && !flushing) {
            flushing = true;
            try {
                executor.execute(() -> {
                    try {
                        flush();
                    } finally {
                        flushing = false;
                    }
                });
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The next beat tries again.
                flushing = false;
            }
        }
    }

    /** Sends what is left, and is looked after no more. */
    synchronized void close() {
        try {
            flush();
        } finally {
            if (lookedAfter) {
                pulse.remove(this);
            }
        }
    }
}
