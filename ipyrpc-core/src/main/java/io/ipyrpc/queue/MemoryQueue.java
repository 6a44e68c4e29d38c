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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final long window;
    private final Map<String, MemoryJob> jobs = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final WaitingJobs waiting;
    private final Map<KeyOf, MemoryJob> byKey = new HashMap<>();
    private final Retention retention;
    private boolean closed;
    private boolean stopping;

    /** Keys are their owner's own, for one function. */
    private record KeyOf(String owner, String function, String key) {
        static KeyOf of(JobRequest job) {
            return new KeyOf(job.owner(), job.function(), job.key().key());
        }
    }

    MemoryQueue(WaitingJobs waiting, long window, Duration ttl, long maxRetained) {
        this.waiting = waiting;
        this.window = window;
        this.retention = new Retention(ttl, maxRetained, this::forgetKey, jobs::remove);
    }

    @Override
    public CompletionStage<String> submit(JobRequest request) {
        lock.lock();
        try {
            requireOpen();
            MemoryJob earlier = request.key() == null ? null : byKey.get(KeyOf.of(request));
            if (earlier == null) {
                waiting.checkRoom(request);
                queue(newJob(request));
                return CompletableFuture.completedFuture(request.id());
            }
            if (!earlier.request().key().digest().equals(request.key().digest())) {
                throw request.conflictWith(earlier.id());
            }
            return CompletableFuture.completedFuture(earlier.id());
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean takesAtOnce() {
        return true;
    }

    @Override
    public Optional<Lease> submitAndTake(JobRequest request) {
        if (request.key() != null || request.notBefore() != null) {
            throw new IllegalArgumentException("a job with a key or a time is submitted alone");
        }
        lock.lock();
        try {
            requireOpen();
            if (!waiting.hasNext()) {
                return Optional.of(newJob(request).lease());
            }
            waiting.checkRoom(request);
            queue(newJob(request));
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (stopping) {
            throw new RpcException(ErrorCode.BUSY, "the server is stopping");
        }
    }

    private MemoryJob newJob(JobRequest request) {
        MemoryJob job = new MemoryJob(request, window);
        if (jobs.putIfAbsent(request.id(), job) != null) {
            throw new IllegalArgumentException("job " + request.id() + " is there already");
        }
        if (request.key() != null) {
            byKey.put(KeyOf.of(request), job);
        }
        job.accepted(waiting.inLine());
        return job;
    }

    private void queue(MemoryJob job) {
        waiting.add(job);
        arrived.signal();
    }

    private void forgetKey(MemoryJob job) {
        if (job.request().key() != null) {
            byKey.remove(KeyOf.of(job.request()));
        }
    }

    private JobStatus status(MemoryJob job) {
        return told(job, job.status());
    }

    private JobStatus told(MemoryJob job, JobStatus status) {
        if (status.state() != JobState.QUEUED) {
            return status;
        }
        lock.lock();
        try {
            return status.at(waiting.before(job));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitJobs(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return await(wait, false);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Lease> take(int most, Duration wait) throws InterruptedException {
        List<Lease> leases = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            await(wait, true);
            while (leases.size() < most && waiting.hasNext()) {
                leases.add(waiting.poll().lease());
            }
            if (waiting.hasNext()) {
                // Several may have come into line at one time.
                arrived.signal();
            }
            return leases;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration wait, boolean endsWithTheQueue) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        while (!waiting.hasNext() && left > 0 && !(closed && endsWithTheQueue)) {
            arrived.awaitNanos(Math.min(left, waiting.nanosToNext()));
            left = end - System.nanoTime();
        }
        // Whoever waits for jobs comes by often enough to look at the time.
        retention.sweep();
        return waiting.hasNext();
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
            // It may have been queued again in between.
            if (job.isTerminal()) {
                retention.ended(job);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<JobStatus> list(JobFilter filter) {
        record Listed(MemoryJob job, JobStatus status) {}
        return jobs.values().stream()
                .map(job -> new Listed(job, job.status()))
                .filter(listed -> filter.matches(listed.status))
                .sorted(Comparator.comparing((Listed listed) -> listed.status.created())
                        .reversed())
                .limit(filter.limit())
                .map(listed -> told(listed.job, listed.status))
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
        return Optional.ofNullable(jobs.get(job)).map(this::status);
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
        return Optional.of(status(job));
    }

    @Override
    public Optional<JobStatus> retry(String id) {
        MemoryJob job = jobs.get(id);
        if (job == null) {
            return Optional.empty();
        }
        lock.lock();
        try {
            requireOpen();
            job.requireRetriable();
            waiting.checkRoom(job.request());
            retention.again(job);
            job.again(waiting.inLine());
            queue(job);
        } finally {
            lock.unlock();
        }
        job.wakeWatchers();
        return Optional.of(status(job));
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
            MemoryJob first = waiting.first();
            return Optional.of(new Stats(
                    waiting.size(), first == null ? null : first.request().created(), retention.bytes()));
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
