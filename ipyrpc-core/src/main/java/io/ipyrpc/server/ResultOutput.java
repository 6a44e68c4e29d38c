package io.ipyrpc.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.SharingOutputStream;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cuts a serialized result into {@code result} events while it is written.
 *
 * <p>Arrays are referred to, not copied, and a result is held back until it is whole: it then leaves with a known length
 * and holds no worker. Of a long one that is written fresh, pieces leave while it is written, as fast as they are read.
 *
 * <p>A stream, whose writer flushes after each item, leaves item by item: those that come fast together, and none waits
 * for the next; small ones that the writer holds back are asked for when they leave. An array in it is copied, since
 * whoever makes the items may use one array for all.
 *
 * <p>Written by one thread; what it has flushed may be sent, and its rest be written, by another while it waits.
 */
final class ResultOutput extends SharingOutputStream implements Pulse.Beat {
    private static final int FIRST = 512;
    private static final int PIECE = 256 << 10;
    private static final int SHARED_PIECE = 1 << 20;
    /** To refer to less would cost more than to copy it. */
    private static final int LEAST_SHARED = 8 << 10;
    /** How much of what was written fresh is held back. */
    private static final int MOST_HELD = 1 << 20;

    private static final long PAUSE_NANOS = 5_000_000;
    private static final Map<String, Object> MORE = Map.of("event", "result");

    /** Where the events go. */
    interface Sink {
        /**
         * Takes events, and blocks while their reader is too far behind.
         *
         * @throws CancellationException if nobody wants the result any more
         */
        void append(List<Frame> events);

        /** Throws as {@link #append}. */
        void requireWanted();
    }

    private final String serializer;
    private final long most;
    private final boolean kept;
    private final Sink sink;
    private final Pulse pulse;
    private final Executor threads;
    private final AtomicBoolean sending = new AtomicBoolean();
    private long length;

    // Guarded by this; but the writing thread alone fills the buffer, from "filled" on.
    private byte[] buffer = new byte[FIRST];
    private int filled;
    /** What of the buffer is no part of an event yet begins here; up to the mark, it may be sent. */
    private int start;

    private int mark;
    /** What the writing thread holds back behind the mark while it waits for items, or null. */
    private Rest rest;

    private final List<ByteBuffer> parts = new ArrayList<>(0);
    private int partsLength;
    private List<Frame> held = new ArrayList<>(1);
    private long fresh;
    private boolean first = true;
    private boolean streaming;
    private boolean watched;
    private boolean ended;
    private volatile boolean pending;
    private volatile long lastSent = System.nanoTime();

    /**
     * A result that becomes events.
     *
     * @param most how many bytes it may have ({@code max_result})
     * @param kept whether the events outlive the call, and so must not refer to memory that the function may change
     * @param pulse looks after items that wait
     * @param threads send them
     */
    ResultOutput(String serializer, long most, boolean kept, Sink sink, Pulse pulse, Executor threads) {
        this.serializer = serializer;
        this.most = most;
        this.kept = kept;
        this.sink = sink;
        this.pulse = pulse;
        this.threads = threads;
    }

    /** The serializer that the result is to be written with. */
    String serializer() {
        return serializer;
    }

    @Override
    public void write(int b) {
        count(1);
        ensureRoom(1);
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        count(count);
        int at = offset;
        int left = count;
        while (left > 0) {
            ensureRoom(left);
            int n = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, n);
            filled += n;
            at += n;
            left -= n;
        }
    }

    private void count(long more) {
        length += more;
        if (length > most) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the result of a submitted job is more than max_result " + most
                            + " bytes; a call has no such bound");
        }
    }

    private void ensureRoom(int wanted) {
        if (filled == PIECE) {
            cutPiece();
        } else if (wanted > buffer.length - filled) {
            grow(wanted);
        }
    }

    private synchronized void cutPiece() {
        sink.requireWanted();
        fresh += PIECE;
        held.add(event(filled));
        buffer = new byte[PIECE];
        filled = 0;
        start = 0;
        mark = 0;
        if (streaming || fresh >= MOST_HELD) {
            sendHeld();
        }
    }

    private synchronized void grow(int wanted) {
        int used = filled - start;
        int needed = used + Math.min(wanted, PIECE - used);
        byte[] larger = new byte[Math.min(PIECE, Math.max(needed, 2 * buffer.length))];
        System.arraycopy(buffer, start, larger, 0, used);
        buffer = larger;
        filled = used;
        mark -= start;
        start = 0;
    }

    @Override
    public void share(Slices bytes) throws IOException {
        if (kept || streaming || bytes.length() < LEAST_SHARED) {
            bytes.writeTo(this);
            return;
        }
        count(bytes.length());
        synchronized (this) {
            takeBuffer(filled);
            for (ByteBuffer piece : bytes.buffers()) {
                while (piece.hasRemaining()) {
                    if (partsLength >= SHARED_PIECE) {
                        held.add(event(start));
                    }
                    int n = Math.min(piece.remaining(), SHARED_PIECE - partsLength);
                    parts.add(piece.slice(piece.position(), n));
                    partsLength += n;
                    piece.position(piece.position() + n);
                }
            }
        }
    }

    /** Makes what is in the buffer, up to there, a part of the next event. */
    private void takeBuffer(int end) {
        if (end > start) {
            parts.add(ByteBuffer.wrap(buffer, start, end - start));
            partsLength += end - start;
            start = end;
        }
    }

    /** The next event: all parts, and what is in the buffer up to there. */
    private Frame event(int end) {
        takeBuffer(end);
        Slices data = Slices.of(parts);
        parts.clear();
        partsLength = 0;
        if (!first) {
            return new Frame(MORE, data);
        }
        first = false;
        return Frame.event("result", Map.of("serializer", serializer), data);
    }

    /** What was written so far is to arrive without waiting for more. */
    @Override
    public void flush() {
        flush(null);
    }

    @Override
    public void flush(Rest behind) {
        sink.requireWanted();
        synchronized (this) {
            rest = behind;
            if (!streaming) {
                streaming = true;
                held.replaceAll(frame ->
                        new Frame(frame.metadata(), Slices.of(frame.data().toByteArray())));
                byte[] copy = Slices.of(parts).toByteArray();
                parts.clear();
                parts.add(ByteBuffer.wrap(copy));
            }
            mark = filled;
            if (System.nanoTime() - lastSent >= PAUSE_NANOS) {
                sendMarked();
            } else {
                pending = true;
                if (!watched) {
                    watched = true;
                    pulse.add(this);
                }
            }
        }
    }

    @Override
    public synchronized void resume() {
        rest = null;
    }

    @Override
    public void beat(long now) {
        if (pending && now - lastSent >= PAUSE_NANOS && sending.compareAndSet(false, true)) {
            try {
                threads.execute(this::sendPending);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The next beat comes soon.
                sending.set(false);
            }
        }
    }

    private void sendPending() {
        try {
            synchronized (this) {
                if (pending && !ended) {
                    sendMarked();
                }
            }
        } catch (CancellationException | RpcException e) {
            // Nobody wants it, or it is too large: the writing thread will find out by itself.
        } finally {
            sending.set(false);
        }
    }

    /** The rest is in place: whoever holds it back writes nothing meanwhile. */
    private void markRest() {
        if (rest != null) {
            Rest behind = rest;
            rest = null;
            try {
                behind.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            mark = filled;
        }
    }

    private void sendMarked() {
        markRest();
        if (mark > start || partsLength > 0) {
            held.add(event(mark));
        }
        sendHeld();
    }

    private void sendHeld() {
        if (!held.isEmpty()) {
            sink.append(held);
            held = new ArrayList<>();
        }
        fresh = 0;
        pending = false;
        lastSent = System.nanoTime();
    }

    /** The rest of a whole result; the last event says that the job succeeded. */
    synchronized List<Frame> end(String job) {
        close();
        if (held.isEmpty() || partsLength > 0 || filled > start) {
            held.add(event(filled));
        }
        Frame last = held.remove(held.size() - 1);
        Map<String, Object> members = new LinkedHashMap<>(last.metadata());
        members.put("job", job);
        members.put("status", "succeeded");
        held.add(new Frame(members, last.data()));
        return held;
    }

    /** What is left of a stream that failed: whole items. Of anything else, a part is of no use. */
    synchronized List<Frame> cutShort() {
        close();
        if (!streaming) {
            return List.of();
        }
        markRest();
        if (mark > start || partsLength > 0) {
            held.add(event(mark));
        }
        return held;
    }

    @Override
    public synchronized void close() {
        ended = true;
        if (watched) {
            pulse.remove(this);
        }
    }
}
