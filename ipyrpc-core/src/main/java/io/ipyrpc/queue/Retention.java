package io.ipyrpc.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What is kept of jobs that ended: results and output of submitted ones for a time and up to a number of bytes in all, the
 * oldest going first; of all others a status, of the last 1,000. Guarded by its queue's lock.
 */
final class Retention {
    /** How many jobs that ended are remembered by a status alone. */
    static final int REMEMBERED = 1_000;

    private final Duration ttl;
    private final long maxBytes;
    private final Consumer<String> forget;
    private final ArrayDeque<MemoryJob> kept = new ArrayDeque<>();
    private final ArrayDeque<String> remembered = new ArrayDeque<>();
    private long bytes;

    Retention(Duration ttl, long maxBytes, Consumer<String> forget) {
        this.ttl = ttl;
        this.maxBytes = maxBytes;
        this.forget = forget;
    }

    void ended(MemoryJob job) {
        if (job.request().keep()) {
            kept.add(job);
            bytes += job.retainedBytes();
        } else {
            remember(job.id());
        }
        sweep();
    }

    /** How many bytes are kept of jobs that ended. */
    long bytes() {
        return bytes;
    }

    /** Lets go of what has had its time, and of the oldest while there are too many bytes. */
    void sweep() {
        Instant oldest = Instant.now().minus(ttl);
        while (!kept.isEmpty() && (bytes > maxBytes || kept.peek().endedBefore(oldest))) {
            MemoryJob job = kept.poll();
            bytes -= job.retainedBytes();
            job.expire();
            remember(job.id());
        }
    }

    private void remember(String job) {
        remembered.add(job);
        if (remembered.size() > REMEMBERED) {
            forget.accept(remembered.poll());
        }
    }
}
