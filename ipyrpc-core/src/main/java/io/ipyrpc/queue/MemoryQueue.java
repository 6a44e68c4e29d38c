package io.ipyrpc.queue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobFilter;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The queue inside the process: a line of waiting jobs, and for every job its own lock. */
final class MemoryQueue implements JobQueue {
    private final int maxQueue;
    private final long window;
    private final Map<String, MemoryJob> jobs = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<MemoryJob> waiting = new ArrayDeque<>();
    private final Retention retention;
    private boolean closed;
    private boolean stopping;

    MemoryQueue(int maxQueue, long window, Duration ttl, long maxRetained) {
        this.maxQueue = maxQueue;
        this.window = window;
        this.retention = new Retention(ttl, maxRetained, jobs::remove);
    }

    @Override
    public CompletionStage<Void> submit(JobRequest request) {
        lock.lock();
        try {
            admit(request, false);
            return CompletableFuture.completedFuture(null);
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Lease> submitAndTake(JobRequest request) {
        lock.lock();
        try {
            return Optional.ofNullable(admit(request, true));
        } finally {
            lock.unlock();
        }
    }

    /** The lease, where it is wanted and nothing waits before the job; else null, and the job waits. */
    private Lease admit(JobRequest request, boolean take) {
        if (stopping) {
            throw new RpcException(ErrorCode.BUSY, "the server is stopping");
        }
        if (waiting.size() >= maxQueue) {
            throw new RpcException(
                    ErrorCode.BUSY,
                    waiting.size() + " jobs wait already, max_queue is " + maxQueue + "; try again later");
        }
        MemoryJob job = new MemoryJob(request, window, this::position);
        if (jobs.putIfAbsent(request.id(), job) != null) {
            throw new IllegalArgumentException("job " + request.id() + " is there already");
        }
        job.accepted(waiting.size());
        if (take && waiting.isEmpty()) {
            return job.lease();
        }
        waiting.add(job);
        arrived.signal();
        return null;
    }

    private long position(MemoryJob wanted) {
        lock.lock();
        try {
            long position = 0;
            for (MemoryJob job : waiting) {
                if (job == wanted) {
                    return position;
                }
                position++;
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Lease> take(int most, Duration wait) throws InterruptedException {
        List<Lease> leases = new ArrayList<>();
        long nanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && nanos > 0 && !closed) {
                nanos = arrived.awaitNanos(nanos);
            }
            // Whoever waits for jobs comes by often enough to look at the time.
            retention.sweep();
            while (leases.size() < most && !waiting.isEmpty()) {
                leases.add(waiting.poll().lease());
            }
            return leases;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean start(Lease lease, String worker) {
        return job(lease).start(lease, worker);
    }

    @Override
    public boolean append(Lease lease, List<Frame> events) {
        return job(lease).append(lease, events);
    }

    @Override
    public boolean finish(Lease lease, JobState state, List<Frame> events) {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("a job does not end " + state);
        }
        MemoryJob job = job(lease);
        boolean done = job.finish(lease, state, events);
        if (done) {
            remember(job);
        }
        return done;
    }

    private void remember(MemoryJob job) {
        lock.lock();
        try {
            retention.ended(job);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<JobStatus> list(JobFilter filter) {
        return jobs.values().stream()
                .map(MemoryJob::status)
                .filter(filter::matches)
                .sorted(Comparator.comparing(JobStatus::created).reversed())
                .limit(filter.limit())
                .toList();
    }

    private static MemoryJob job(Lease lease) {
        if (lease instanceof MemoryLease own) {
            return own.owner();
        }
        throw new IllegalArgumentException("a lease of another queue");
    }

    @Override
    public Optional<JobStatus> status(String job) {
        return Optional.ofNullable(jobs.get(job)).map(MemoryJob::status);
    }

    @Override
    public Optional<JobStatus> cancel(String id, ErrorRecord why) {
        MemoryJob job = jobs.get(id);
        if (job == null) {
            return Optional.empty();
        }
        lock.lock();
        try {
            waiting.remove(job);
        } finally {
            lock.unlock();
        }
        if (job.cancel(why)) {
            remember(job);
        }
        return Optional.of(job.status());
    }

    @Override
    public Optional<EventCursor> watch(String id, long from, boolean slows) {
        MemoryJob job = jobs.get(id);
        return job == null ? Optional.empty() : Optional.of(job.watch(from, slows));
    }

    @Override
    public Optional<Stats> stats() {
        lock.lock();
        try {
            MemoryJob oldest = waiting.peek();
            return Optional.of(new Stats(
                    waiting.size(), oldest == null ? null : oldest.request().created(), retention.bytes()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<JobRequest> drain(ErrorRecord why) {
        lock.lock();
        try {
            stopping = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
        List<JobRequest> ended = new ArrayList<>();
        // Some are leased already, and wait for room to begin.
        for (MemoryJob job : jobs.values()) {
            if (job.cancelQueued(why)) {
                remember(job);
                ended.add(job.request());
            }
        }
        return ended;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            stopping = true;
            waiting.clear();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        ErrorRecord stopped = ErrorRecord.of(ErrorCode.CANCELLED, "the server stopped");
        jobs.values().forEach(job -> job.cancel(stopped));
    }
}
