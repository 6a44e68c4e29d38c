package io.ipyrpc.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.function.Consumer;

/**
 * What is kept of jobs that ended: arguments, results and output of submitted ones for a time and up to a number of bytes in all, the
 * oldest going first; of all others a status, of the last 1,000. Guarded by its queue's lock.
 */
final class Retention {
    /** How many jobs that ended are remembered by a status alone. */
    static final int REMEMBERED = 1_000;

    private final Duration ttl;
    private final long maxBytes;
    private final Consumer<MemoryJob> expired;
    private final Consumer<String> forget;
    /** The oldest first; one that is queued again leaves from the middle. */
    private final LinkedHashSet<MemoryJob> kept = new LinkedHashSet<>();

    private final ArrayDeque<String> remembered = new ArrayDeque<>();
    private long bytes;

    /**
     * Nothing is kept yet.
     *
     * @param expired is told of jobs whose result and output have gone
     * @param forget is told of jobs whose status has gone, too
     */
    Retention(Duration ttl, long maxBytes, Consumer<MemoryJob> expired, Consumer<String> forget) {
        this.ttl = ttl;
        this.maxBytes = maxBytes;
        this.expired = expired;
        this.forget = forget;
    }

    void ended(MemoryJob job) {
        if (job.request().keep()) {
            if (kept.add(job)) {
                bytes += job.retainedBytes();
            }
        } else {
            remember(job.id());
        }
        sweep();
    }

    /** How many bytes are kept of jobs that ended. */
    long bytes() {
        return bytes;
    }

    /** The job is about to be queued again. */
    void again(MemoryJob job) {
        if (kept.remove(job)) {
            bytes -= job.retainedBytes();
        }
    }

    /** Lets go of what has had its time, and of the oldest while there are too many bytes. */
    void sweep() {
        Instant oldest = Instant.now().minus(ttl);
        Iterator<MemoryJob> jobs = kept.iterator();
        while (jobs.hasNext()) {
            MemoryJob job = jobs.next();
            if (bytes <= maxBytes && !job.endedBefore(oldest)) {
                return;
            }
            jobs.remove();
            bytes -= job.retainedBytes();
            job.expire();
            expired.accept(job);
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
