package io.ipyrpc.queue;

import io.ipyrpc.wire.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A job's events and those who watch them. Guarded by its job's lock, but for {@link #wake}. */
final class WatchedEvents {
    private final long window;
    private final EventLog log = new EventLog();
    private final List<MemoryCursor> cursors = new CopyOnWriteArrayList<>();
    /** A call may end before its caller's watcher is there: it is not delivered as long as nobody watched. */
    private boolean watched;

    WatchedEvents(long window) {
        this.window = window;
    }

    EventLog log() {
        return log;
    }

    /** What was read by those that the job waits for may go. */
    void trimRead() {
        log.trim(window, log.end() - lag());
    }

    /** Whether the slowest watcher that the job waits for is further behind than it may be. */
    boolean isTooFarBehind() {
        return lag() > window;
    }

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

    /** Whether there was a watcher, and is none any more. */
    boolean isDelivered() {
        return watched && cursors.isEmpty();
    }

    void watch(MemoryCursor cursor) {
        log.before(cursor.nextSeq());
        cursors.add(cursor);
        watched = true;
    }

    void close(MemoryCursor cursor) {
        cursors.remove(cursor);
    }

    /** The next events for a cursor, which goes on by them, and by those that are forgotten. */
    List<Frame> read(MemoryCursor cursor, long mostBytes) {
        List<Frame> frames = log.read(cursor.nextSeq(), mostBytes);
        long last =
                frames.isEmpty() ? log.lastSeq() : frames.get(frames.size() - 1).seq();
        cursor.advance(Math.max(cursor.nextSeq(), last + 1));
        return frames;
    }

    void wake() {
        for (MemoryCursor cursor : cursors) {
            cursor.wake();
        }
    }
}
