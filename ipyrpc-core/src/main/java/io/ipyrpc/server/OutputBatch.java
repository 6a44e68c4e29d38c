package io.ipyrpc.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Joins what a function prints in quick succession: after a pause a write leaves at once, those that follow it gather
 * until they are many or {@link Pulse} comes by. So a flood of small writes makes few events, however it is read. Safe for
 * use by any number of threads.
 */
final class OutputBatch implements Pulse.Beat {
    private static final long PAUSE_NANOS = 20_000_000;
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
    private long sentAt = System.nanoTime() - PAUSE_NANOS;
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
        if (text.length > MOST || size == 0 && System.nanoTime() - sentAt >= PAUSE_NANOS) {
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
        sentAt = System.nanoTime();
    }

    @Override
    public void beat(long now) {
        if (size > 0 && !flushing) {
            flushing = true;
            try {
                executor.execute(() -> {
                    flush();
                    flushing = false;
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
