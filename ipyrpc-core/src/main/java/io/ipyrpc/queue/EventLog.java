package io.ipyrpc.queue;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The events of one job that are still there, by seq, but for those that were forgotten; and how many bytes came before each, so that a cursor's distance is
 * one subtraction. Guarded by its job's lock.
 */
final class EventLog {
    /** What an event costs beside its data, roughly: many small events are bounded by it. */
    private static final int OVERHEAD = 128;

    /** An event, or null where it is forgotten; and how many bytes there were up to its end. */
    private record Entry(Frame frame, long end) {}

    private final List<Entry> entries = new ArrayList<>(4);
    /** Entries before it were dropped; they leave the list when they are many. */
    private int head;

    private long dropped;
    private long droppedBytes;
    private long end;

    long lastSeq() {
        return dropped + entries.size() - head;
    }

    /** How many bytes all events so far were. */
    long end() {
        return end;
    }

    long retained() {
        return end - droppedBytes;
    }

    void add(Frame frame) {
        end += frame.data().length() + OVERHEAD;
        entries.add(new Entry(frame, end));
    }

    /** How many bytes came before the event of that seq. */
    long before(long seq) {
        if (seq <= dropped) {
            throw new RpcException(
                    ErrorCode.GONE,
                    "events before seq " + (dropped + 1) + " are kept no more (replay_window); asked for " + seq);
        }
        if (seq > lastSeq()) {
            return end;
        }
        return seq - 1 == dropped ? droppedBytes : entries.get(index(seq - 1)).end;
    }

    private int index(long seq) {
        return (int) (seq - dropped - 1) + head;
    }

    /** Takes events from that seq, about as many bytes as asked, at least one where there is one. */
    List<Frame> read(long seq, long mostBytes) {
        long before = before(seq);
        List<Frame> frames = new ArrayList<>();
        for (long next = seq; next <= lastSeq(); next++) {
            Entry entry = entries.get(index(next));
            if (!frames.isEmpty() && entry.end - before > mostBytes) {
                break;
            }
            if (entry.frame != null) {
                frames.add(entry.frame.with("seq", next));
            }
        }
        return frames;
    }

    /** Forgets some events wherever they stand; their numbers stay taken. */
    void forget(Predicate<Frame> which) {
        long before = droppedBytes;
        long kept = droppedBytes;
        for (int i = head; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean gone = entry.frame == null || which.test(entry.frame);
            kept += gone ? OVERHEAD : entry.end - before;
            before = entry.end;
            entries.set(i, new Entry(gone ? null : entry.frame, kept));
        }
        end = kept;
    }

    /** Drops the oldest events while more than that many bytes are kept, but none that end after {@code readUpTo}. */
    void trim(long keepBytes, long readUpTo) {
        while (head < entries.size() && retained() > keepBytes && entries.get(head).end <= readUpTo) {
            droppedBytes = entries.get(head).end;
            entries.set(head++, null);
            dropped++;
        }
        if (head > 1_000 && head > entries.size() / 2) {
            entries.subList(0, head).clear();
            head = 0;
        }
    }
}
