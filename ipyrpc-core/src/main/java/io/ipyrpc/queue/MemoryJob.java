package io.ipyrpc.queue;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** One job: its state, its events, its watchers. Listeners are called outside its lock. */
final class MemoryJob {
    private static final int MOST_AT_ONCE = 4096;

    private volatile JobRequest request;
    private final long window;
    private final ToLongFunction<MemoryJob> position;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final EventLog log = new EventLog();
    private final List<MemoryCursor> cursors = new CopyOnWriteArrayList<>();
    private JobState state = JobState.QUEUED;
    private boolean expired;
    private long token;
    private int attempt;
    private String worker;
    private Instant started;
    private Instant ended;
    private JobStatus.Progress progress;
    private ErrorRecord cancelReason;
    private Consumer<ErrorRecord> cancelListener;
    /** A call may end before its caller's watcher is there: it is not delivered as long as nobody watched. */
    private boolean watched;

    MemoryJob(JobRequest request, long window, ToLongFunction<MemoryJob> position) {
        this.request = request;
        this.window = window;
        this.position = position;
    }

    String id() {
        return request.id();
    }

    JobRequest request() {
        return request;
    }

    void accepted(int jobsBefore) {
        lock.lock();
        try {
            log.add(new Frame(Map.of("event", "accepted", "job", id(), "position", jobsBefore)));
        } finally {
            lock.unlock();
        }
    }

    MemoryLease lease() {
        lock.lock();
        try {
            return new MemoryLease(this, ++token, attempt + 1);
        } finally {
            lock.unlock();
        }
    }

    boolean start(Lease lease, String by) {
        lock.lock();
        try {
            if (state != JobState.QUEUED || lease.fencingToken() != token) {
                return false;
            }
            state = JobState.RUNNING;
            attempt++;
            worker = by;
            started = Instant.now();
            log.add(new Frame(Map.of("event", "started", "worker", by, "attempt", attempt)));
        } finally {
            lock.unlock();
        }
        wake();
        return true;
    }

    private boolean holds(Lease lease) {
        return lease.fencingToken() == token && (state == JobState.RUNNING || state == JobState.CANCELLING);
    }

    boolean append(Lease lease, List<Frame> events) {
        lock.lock();
        try {
            while (holds(lease) && cancelReason == null && lag() > window) {
                room.awaitUninterruptibly();
            }
            if (!holds(lease)) {
                return false;
            }
            events.forEach(this::add);
            trim();
        } finally {
            lock.unlock();
        }
        wake();
        return true;
    }

    private void add(Frame event) {
        log.add(event);
        if (event.event().equals("progress")) {
            progress = JobStatus.Progress.fromMap(event.metadata());
        }
    }

    /** What was read by those that the job waits for may go; what is kept for good (a submit) stays. */
    private void trim() {
        if (!request.keep()) {
            log.trim(window, log.end() - lag());
        }
    }

    /** How many bytes the slowest watcher that the job waits for is behind. */
    private long lag() {
        long lag = 0;
        for (MemoryCursor cursor : cursors) {
            // Whoever waits for events that are yet to come has nothing to read, and holds nobody up.
            if (cursor.slows() && cursor.nextSeq() <= log.lastSeq()) {
                lag = Math.max(lag, log.end() - log.before(cursor.nextSeq()));
            }
        }
        return lag;
    }

    boolean finish(Lease lease, JobState terminal, List<Frame> events) {
        lock.lock();
        try {
            if (!holds(lease)) {
                return false;
            }
            end(terminal, events);
        } finally {
            lock.unlock();
        }
        wake();
        return true;
    }

    private void end(JobState terminal, List<Frame> events) {
        events.forEach(log::add);
        state = terminal;
        ended = Instant.now();
        token++;
        cancelListener = null;
        if (!request.keep()) {
            request = withoutArguments(request);
        }
        room.signalAll();
        forget();
    }

    /** What is remembered of a call that ended must not hold on to its arguments: they may be large, and are of no use. */
    private static JobRequest withoutArguments(JobRequest job) {
        return new JobRequest(
                job.id(), job.function(), job.serializer(), Slices.EMPTY, Map.of(), job.owner(), job.created(), false);
    }

    /** A call that was delivered leaves its status alone. */
    private void forget() {
        if (!request.keep() && watched && state.isTerminal() && cursors.isEmpty()) {
            log.trim(0, log.end());
        }
    }

    long retainedBytes() {
        lock.lock();
        try {
            return log.retained() + request.arguments().length();
        } finally {
            lock.unlock();
        }
    }

    boolean endedBefore(Instant moment) {
        lock.lock();
        try {
            return ended != null && ended.isBefore(moment);
        } finally {
            lock.unlock();
        }
    }

    /** Result and output have had their time; the status stays. */
    void expire() {
        lock.lock();
        try {
            expired = true;
            log.trim(0, log.end());
        } finally {
            lock.unlock();
        }
    }

    /** Cancels a job that has not begun; whether it ended by it. */
    boolean cancelQueued(ErrorRecord why) {
        lock.lock();
        try {
            if (state != JobState.QUEUED) {
                return false;
            }
            JobState terminal = why.code().equals("timeout") ? JobState.FAILED : JobState.CANCELLED;
            Frame error = new Frame(Map.of("event", "error", "error", why.toMap()));
            end(terminal, List.of(error, new Frame(Map.of("event", "end", "status", terminal.wireName()))));
        } finally {
            lock.unlock();
        }
        wake();
        return true;
    }

    /** Whether the job ended by it. */
    boolean cancel(ErrorRecord why) {
        if (cancelQueued(why)) {
            return true;
        }
        Consumer<ErrorRecord> listener = null;
        lock.lock();
        try {
            if (state == JobState.RUNNING) {
                state = JobState.CANCELLING;
                cancelReason = why;
                listener = cancelListener;
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (listener != null) {
            listener.accept(why);
        }
        wake();
        return false;
    }

    void onCancel(Consumer<ErrorRecord> listener) {
        ErrorRecord already;
        lock.lock();
        try {
            cancelListener = state.isTerminal() ? null : listener;
            already = cancelReason;
        } finally {
            lock.unlock();
        }
        if (already != null) {
            listener.accept(already);
        }
    }

    JobStatus status() {
        long jobsBefore = position.applyAsLong(this);
        lock.lock();
        try {
            return new JobStatus(
                    id(),
                    request.function(),
                    state,
                    request.owner(),
                    request.created(),
                    started,
                    ended,
                    attempt,
                    worker,
                    progress,
                    state == JobState.QUEUED ? jobsBefore : 0,
                    log.lastSeq());
        } finally {
            lock.unlock();
        }
    }

    MemoryCursor watch(long from, boolean slows) {
        lock.lock();
        try {
            if (expired) {
                throw new RpcException(
                        ErrorCode.GONE,
                        "job " + id() + " ended at " + ended + "; its result and output are kept no more (result_ttl,"
                                + " max_retained)");
            }
            long seq = Math.max(1, from);
            log.before(seq);
            MemoryCursor cursor = new MemoryCursor(this, seq, slows);
            cursors.add(cursor);
            watched = true;
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /** What is left of a job that has ended, unless it is so many events that their metadata would count. */
    List<Frame> rest(MemoryCursor cursor) {
        lock.lock();
        try {
            boolean few = log.lastSeq() - cursor.nextSeq() < MOST_AT_ONCE;
            return state.isTerminal() && few ? read(cursor, Long.MAX_VALUE) : List.of();
        } finally {
            lock.unlock();
        }
    }

    List<Frame> read(MemoryCursor cursor, long mostBytes) {
        lock.lock();
        try {
            List<Frame> frames = log.read(cursor.nextSeq(), mostBytes);
            if (!frames.isEmpty()) {
                cursor.advance(cursor.nextSeq() + frames.size());
                trim();
                room.signalAll();
            }
            return frames;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded(MemoryCursor cursor) {
        lock.lock();
        try {
            return state.isTerminal() && cursor.nextSeq() > log.lastSeq();
        } finally {
            lock.unlock();
        }
    }

    void close(MemoryCursor cursor) {
        lock.lock();
        try {
            cursors.remove(cursor);
            room.signalAll();
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        for (MemoryCursor cursor : cursors) {
            cursor.wake();
        }
    }
}
