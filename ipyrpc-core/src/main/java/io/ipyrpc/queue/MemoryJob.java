package io.ipyrpc.queue;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One job: its state, its events, its watchers. Listeners are called outside its lock. */
final class MemoryJob {
    private static final int MOST_AT_ONCE = 4096;
    /** What a job that is kept costs beside events and arguments, roughly. */
    private static final int OVERHEAD = 800;

    private static final Set<String> OF_AN_END = Set.of("result", "error", "end");

    private volatile JobRequest request;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final WatchedEvents events;
    private final EventLog log;
    private Instant notBefore;
    /** Where it stands in line, or -1; guarded by its queue's lock. */
    private int place = -1;

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

    MemoryJob(JobRequest request, long window) {
        this.request = request;
        this.notBefore = request.notBefore();
        this.events = new WatchedEvents(window);
        this.log = events.log();
    }

    String id() {
        return request.id();
    }

    JobRequest request() {
        return request;
    }

    /** When it may run at the earliest, or null. Guarded by its queue's lock. */
    Instant notBefore() {
        return notBefore;
    }

    int place() {
        return place;
    }

    void place(int inLine) {
        place = inLine;
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
            progress = null;
            log.add(new Frame(Map.of("event", "started", "worker", by, "attempt", attempt)));
        } finally {
            lock.unlock();
        }
        events.wake();
        return true;
    }

    private boolean holds(Lease lease) {
        return lease.fencingToken() == token && (state == JobState.RUNNING || state == JobState.CANCELLING);
    }

    boolean append(Lease lease, List<Frame> more) {
        lock.lock();
        try {
            while (holds(lease) && cancelReason == null && events.isTooFarBehind()) {
                room.awaitUninterruptibly();
            }
            if (!holds(lease)) {
                return false;
            }
            more.forEach(this::add);
            trim();
        } finally {
            lock.unlock();
        }
        events.wake();
        return true;
    }

    private void add(Frame event) {
        log.add(event);
        if (event.event().equals("progress")) {
            progress = JobStatus.Progress.fromMap(event.metadata());
        }
    }

    /** What is kept for good (a submit) stays. */
    private void trim() {
        if (!request.keep()) {
            events.trimRead();
        }
    }

    boolean finish(Lease lease, JobState terminal, List<Frame> last) {
        lock.lock();
        try {
            if (!holds(lease)) {
                return false;
            }
            end(terminal, last);
        } finally {
            lock.unlock();
        }
        events.wake();
        return true;
    }

    private void end(JobState terminal, List<Frame> last) {
        last.forEach(log::add);
        state = terminal;
        ended = Instant.now();
        token++;
        cancelListener = null;
        if (!request.keep() || terminal == JobState.SUCCEEDED) {
            // Nobody will run it again, and they may be large.
            request = request.withoutArguments();
        }
        room.signalAll();
        forget();
    }

    /** A call that was delivered leaves its status alone. */
    private void forget() {
        if (!request.keep() && state.isTerminal() && events.isDelivered()) {
            log.trim(0, log.end());
        }
    }

    long retainedBytes() {
        lock.lock();
        try {
            return OVERHEAD + log.retained() + request.arguments().length();
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
            request = request.withoutArguments();
            log.trim(0, log.end());
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminal() {
        lock.lock();
        try {
            return state.isTerminal();
        } finally {
            lock.unlock();
        }
    }

    /** Checks that the job may be queued again. */
    void requireRetriable() {
        lock.lock();
        try {
            if (!state.isTerminal() || state == JobState.SUCCEEDED) {
                throw new RpcException(
                        ErrorCode.CONFLICT,
                        "job " + id() + " is " + state + "; only what failed, was cancelled or lost is run again");
            }
            if (!request.keep()) {
                throw new RpcException(
                        ErrorCode.CONFLICT,
                        "job " + id() + " was a call, whose arguments are not kept; submit what is to be run again");
            }
            if (expired) {
                throw gone("its arguments");
            }
        } finally {
            lock.unlock();
        }
    }

    private RpcException gone(String what) {
        return new RpcException(
                ErrorCode.GONE,
                "job " + id() + " ended at " + ended + "; " + what + " are kept no more (result_ttl, max_retained)");
    }

    /** Forgets how it ended, and waits again. */
    void again(int jobsBefore) {
        lock.lock();
        try {
            log.forget(frame -> OF_AN_END.contains(frame.event()));
            state = JobState.QUEUED;
            notBefore = null;
            started = null;
            ended = null;
            worker = null;
            progress = null;
            cancelReason = null;
            accepted(jobsBefore);
        } finally {
            lock.unlock();
        }
    }

    /** To be called outside of all locks. */
    void wakeWatchers() {
        events.wake();
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
        events.wake();
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
        events.wake();
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

    /** The status, but for the position. */
    JobStatus status() {
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
                    0,
                    log.lastSeq());
        } finally {
            lock.unlock();
        }
    }

    MemoryCursor watch(long from, boolean slows) {
        lock.lock();
        try {
            if (expired) {
                throw gone("its result and output");
            }
            MemoryCursor cursor = new MemoryCursor(this, Math.max(1, from), slows);
            events.watch(cursor);
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
            if (expired && cursor.nextSeq() <= log.lastSeq()) {
                // Its time was over after the cursor was there: the window has nothing to do with it.
                throw gone("its result and output");
            }
            List<Frame> frames = events.read(cursor, mostBytes);
            if (!frames.isEmpty()) {
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
            events.close(cursor);
            room.signalAll();
            forget();
        } finally {
            lock.unlock();
        }
    }
}
