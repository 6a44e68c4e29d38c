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
 * read. The two streams keep their order among each other, but for the flood of a function that changes between them more
 * than fifty times in 20 ms. Of progress that is told too often the latest counts. Safe for use by any number of threads.
 */
final class OutputBatch implements Pulse.Beat {
    private static final int MOST_AT_ONCE = 100;
    private static final long NANOS_FOR_ONE = 20_000_000;
    private static final int MOST_CHANGES = 50;
    /** A thousandth of the time so far is what a bar can show. */
    private static final int REPORTS = 1_000;

    private static final int MOST = 16 << 10;
    private static final int FIRST = 512;
    private static final byte[] NONE = {};

    /** What is held of one stream. */
    private static final class Gathered {
        private final Map<String, Object> metadata;
        private byte[] bytes = NONE;
        private int size;

        Gathered(String event) {
            metadata = Map.of("event", event);
        }

        void add(byte[] text) {
            if (text.length > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, Math.max(FIRST, Math.min(MOST, 2 * (size + text.length))));
            }
            System.arraycopy(text, 0, bytes, size, text.length);
            size += text.length;
        }
    }

    private final Consumer<Frame> events;
    private final Pulse pulse;
    private final Executor executor;
    private final long created = System.nanoTime();
    private Gathered first = new Gathered("stdout");
    private Gathered second = new Gathered("stderr");
    private int changes;
    private long changesSince = created;
    private int left = MOST_AT_ONCE;
    private long countedAt = created;
    private int reportsLeft = MOST_AT_ONCE;
    private long reportedAt = created;
    private volatile Frame report;
    private volatile boolean held;
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
        boolean isFirst = first.metadata.get("event").equals(stream);
        Gathered mine = isFirst ? first : second;
        Gathered other = isFirst ? second : first;
        if (held && (mine.size + text.length > MOST || other.size > 0 && mayChange())) {
            flush();
        }
        if (text.length > MOST || !held && mayLeave()) {
            events.accept(new Frame(mine.metadata, Slices.of(text)));
            return;
        }
        if (!held) {
            first = mine;
            second = other;
        }
        mine.add(text);
        held = true;
        lookAfter();
    }

    private void lookAfter() {
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

    private boolean mayChange() {
        long now = System.nanoTime();
        if (now - changesSince >= NANOS_FOR_ONE) {
            changesSince = now;
            changes = 0;
        }
        return ++changes <= MOST_CHANGES;
    }

    /** Tells of progress, after what was printed before it. */
    synchronized void report(Frame progress) {
        if (reportsLeft > 0 || isReportDue(System.nanoTime())) {
            reportsLeft = Math.max(0, reportsLeft - 1);
            send(progress);
        } else {
            report = progress;
            lookAfter();
        }
    }

    private boolean isReportDue(long now) {
        return now - reportedAt >= Math.max(NANOS_FOR_ONE, (now - created) / REPORTS);
    }

    private void send(Frame progress) {
        flush();
        report = null;
        reportedAt = System.nanoTime();
        events.accept(progress);
    }

    /** Sends what was printed so far. */
    synchronized void flush() {
        if (held) {
            held = false;
            flush(first);
            flush(second);
        }
    }

    private void flush(Gathered gathered) {
        if (gathered.size > 0) {
            Slices text = Slices.of(Arrays.copyOf(gathered.bytes, gathered.size));
            gathered.size = 0;
            events.accept(new Frame(gathered.metadata, text));
        }
    }

    @Override
    public void beat(long now) {
        if ((held || report != null) && !flushing) {
            flushing = true;
            try {
                executor.execute(this::sendWhatIsDue);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The next beat tries again.
                flushing = false;
            }
        }
    }

    private void sendWhatIsDue() {
        try {
            synchronized (this) {
                Frame latest = report;
                if (latest != null && isReportDue(System.nanoTime())) {
                    send(latest);
                } else {
                    flush();
                }
            }
        } finally {
            flushing = false;
        }
    }

    /** Sends what is left, and is looked after no more. */
    synchronized void close() {
        try {
            flush();
            if (report != null) {
                send(report);
            }
        } finally {
            if (lookedAfter) {
                pulse.remove(this);
            }
        }
    }
}
