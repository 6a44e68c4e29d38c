package io.ipyrpc.queue;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;

/** The jobs that wait, in line or for their time, and the bounds on them. Guarded by its queue's lock. */
final class WaitingJobs {
    private final int maxJobs;
    private final long maxBytes;
    private final Line line = new Line();
    /** Those whose time has not come. */
    private final TreeSet<MemoryJob> later =
            new TreeSet<>(Comparator.comparing(MemoryJob::notBefore).thenComparing(MemoryJob::id));

    private long bytes;

    WaitingJobs(int maxJobs, long maxBytes) {
        this.maxJobs = maxJobs;
        this.maxBytes = maxBytes;
    }

    /** Whether a job is in line. */
    boolean hasNext() {
        if (!later.isEmpty()) {
            Instant now = Instant.now();
            while (!later.isEmpty() && !later.first().notBefore().isAfter(now)) {
                line.add(later.pollFirst());
            }
        }
        return line.size() > 0;
    }

    /** How long it takes until the next one is in line, if none comes. */
    long nanosToNext() {
        if (later.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Duration wait = Duration.between(Instant.now(), later.first().notBefore());
        // What is further than a day is looked at again before.
        return Math.max(1, wait.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE : wait.toNanos());
    }

    /**
     * Checks that one more may wait.
     *
     * @throws RpcException with {@code busy}, or {@code too_large} where it could never wait
     */
    void checkRoom(JobRequest job) {
        int jobs = size();
        if (jobs >= maxJobs) {
            throw new RpcException(
                    ErrorCode.BUSY, jobs + " jobs wait already, max_queue is " + maxJobs + "; try again later");
        }
        long more = job.arguments().length();
        if (job.keep() && more > maxBytes) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the arguments are " + more + " bytes, more than the queue takes: max_queue_bytes is " + maxBytes
                            + "; a call needs no queue where there is room to run it");
        }
        if (more > maxBytes - bytes) {
            throw new RpcException(
                    ErrorCode.BUSY,
                    "the arguments of jobs that wait are " + bytes + " bytes already, " + more
                            + " more are over max_queue_bytes, which is " + maxBytes + "; try again later");
        }
    }

    void add(MemoryJob job) {
        bytes += job.request().arguments().length();
        if (job.notBefore() == null) {
            line.add(job);
        } else {
            later.add(job);
        }
    }

    MemoryJob poll() {
        return left(line.poll());
    }

    void remove(MemoryJob job) {
        if (line.remove(job) || job.notBefore() != null && later.remove(job)) {
            left(job);
        }
    }

    private MemoryJob left(MemoryJob job) {
        bytes -= job.request().arguments().length();
        return job;
    }

    /** How many wait, in line or for their time. */
    int size() {
        return line.size() + later.size();
    }

    /** The first in line, or null. */
    MemoryJob first() {
        return line.first();
    }

    /** How many are in line. */
    int inLine() {
        return line.size();
    }

    /** How many are in line before a job: all of them where its time has not come, none where it waits no more. */
    int before(MemoryJob job) {
        if (job.place() >= 0) {
            return line.before(job);
        }
        return job.notBefore() != null && later.contains(job) ? line.size() : 0;
    }

    void clear() {
        line.clear();
        later.clear();
        bytes = 0;
    }
}
