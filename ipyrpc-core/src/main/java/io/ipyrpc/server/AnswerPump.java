package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings a job's events to one caller: whenever there are some, one thread at a time takes them from the cursor and sends
 * them, blocking as the caller blocks. It is never the function's thread, whose interrupts would cut the connection; but
 * the thread that ran a function and has left it may send the end itself, which saves a small call a hop.
 *
 * <p>What a short call has no use for ({@code accepted}, {@code started}) is held back until something else is to be
 * said, or the answer is due to begin.
 */
final class AnswerPump implements Pulse.Beat, Worker.Stages {
    private static final System.Logger LOG = System.getLogger(AnswerPump.class.getName());
    private static final long BEGIN_NANOS = 20_000_000;
    /** A caller that hung up shows by the second write after that, which has to be within ten seconds. */
    private static final long PING_NANOS = 4_000_000_000L;

    private static final long BATCH_BYTES = 1 << 20;
    private static final Frame PING = new Frame(Map.of("event", "ping"));

    private final EventCursor cursor;
    private final Reply reply;
    private final Executor executor;
    private final Pulse pulse;
    private final Runnable onGone;
    private final Supplier<Frame> end;
    private final AtomicInteger due = new AtomicInteger();
    private final List<Frame> held = new ArrayList<>(2);
    private final long created = System.nanoTime();
    private volatile long lastSent = created;
    private volatile boolean begun;
    private volatile boolean done;
    private volatile boolean postponed;
    private volatile Thread starter;
    private volatile Thread finisher;
    private volatile ErrorRecord failure;
    private boolean owed;

    /**
     * A pump for one answer.
     *
     * @param onGone is told when the caller is gone before the end
     * @param end what the answer ends with where the cursor began behind the job's last event
     */
    AnswerPump(EventCursor cursor, Reply reply, Executor executor, Pulse pulse, Runnable onGone, Supplier<Frame> end) {
        this.cursor = cursor;
        this.reply = reply;
        this.executor = executor;
        this.pulse = pulse;
        this.onGone = onGone;
        this.end = end;
    }

    /** Begins to watch. */
    void start() {
        pulse.add(this);
        try {
            cursor.onAvailable(this::wake);
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    /**
     * Begins to watch a job that the calling thread is about to run, and to hand over by {@link #finished}. What there is
     * before its function begins can wait until the answer is due to begin: no other thread is woken for it.
     */
    void startHere() {
        starter = Thread.currentThread();
        start();
    }

    @Override
    public void begins() {
        starter = null;
    }

    @Override
    public void ended() {
        finisher = Thread.currentThread();
    }

    /** Sends what is left in this thread, unless another one is at it. */
    void finished() {
        // It never began: what ended it may have come while it was started, and gone unheard.
        boolean unheard = starter != null;
        starter = null;
        finisher = null;
        if (owed || unheard && due.getAndIncrement() == 0) {
            owed = false;
            drain();
        }
    }

    /** The job's events come no more, whatever became of it: the answer ends with that error. */
    void fail(ErrorRecord error) {
        failure = error;
        starter = null;
        finisher = null;
        if (owed || due.getAndIncrement() == 0) {
            owed = false;
            drain();
        }
    }

    private void wake() {
        Thread thread = Thread.currentThread();
        if (thread != starter && due.getAndIncrement() == 0) {
            if (thread == finisher) {
                owed = true;
            } else {
                drainElsewhere();
            }
        }
    }

    /** Whoever writes to the queue must not suffer from this answer: without a thread it waits for the next beat. */
    private void drainElsewhere() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            due.set(0);
            postponed = true;
        }
    }

    @Override
    public void beat(long now) {
        boolean mustBegin = !begun && now - created >= BEGIN_NANOS;
        if (!done && (mustBegin || postponed || now - lastSent >= PING_NANOS)) {
            postponed = false;
            wake();
        }
    }

    private void drain() {
        int seen;
        do {
            seen = due.get();
            if (!done) {
                sendWhatIsThere();
            }
        } while (due.addAndGet(-seen) != 0);
    }

    private void sendWhatIsThere() {
        try {
            while (!done) {
                if (failure != null) {
                    refuse(failure);
                    return;
                }
                List<Frame> batch = cursor.poll(BATCH_BYTES);
                if (batch.isEmpty()) {
                    if (cursor.isEnded()) {
                        sendAll(List.of(end.get()));
                    } else {
                        sendWhatIsDue();
                    }
                    return;
                }
                send(begun ? batch : withRest(batch));
            }
        } catch (IOException e) {
            end();
            onGone.run();
        } catch (RpcException e) {
            refuse(e.error());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the events of a job cannot be read", e);
            refuse(
                    ErrorRecord.of(
                            ErrorCode.WORKER_LOST,
                            "the server could not read the events of the job; it may still run, and the server's log says more"));
        }
    }

    /** An answer that is whole before it begins has a length, which some transports are much faster with. */
    private List<Frame> withRest(List<Frame> batch) {
        List<Frame> rest = isEnd(batch.get(batch.size() - 1)) ? List.of() : cursor.rest();
        return rest.isEmpty()
                ? batch
                : Stream.concat(batch.stream(), rest.stream()).toList();
    }

    private void send(List<Frame> batch) throws IOException {
        List<Frame> frames = EventJoiner.join(batch);
        boolean silent = frames.stream().allMatch(AnswerPump::canWait);
        if (silent && !begun) {
            held.addAll(frames);
            return;
        }
        List<Frame> all = new ArrayList<>(held);
        all.addAll(frames);
        held.clear();
        if (!begun) {
            dropWhatNobodyMisses(all);
        }
        sendAll(all);
    }

    /** A result that is the end tells the job's id itself. */
    private static void dropWhatNobodyMisses(List<Frame> frames) {
        int waiting = 0;
        while (canWait(frames.get(waiting))) {
            waiting++;
        }
        Frame first = frames.get(waiting);
        if (isEnd(first) && first.event().equals("result")) {
            frames.subList(0, waiting).clear();
        }
    }

    private void sendAll(List<Frame> frames) throws IOException {
        boolean last = isEnd(frames.get(frames.size() - 1));
        begun = true;
        done = last;
        reply.send(frames, last);
        lastSent = System.nanoTime();
        if (last) {
            // Only now: whoever stops the server waits for it.
            end();
        }
    }

    private void sendWhatIsDue() throws IOException {
        long now = System.nanoTime();
        if (!held.isEmpty() && now - created >= BEGIN_NANOS) {
            List<Frame> frames = List.copyOf(held);
            held.clear();
            sendAll(frames);
        } else if (begun ? now - lastSent >= PING_NANOS : now - created >= BEGIN_NANOS) {
            // Who comes back to a job that says nothing for hours is to know that the server is there.
            sendAll(List.of(PING));
        }
    }

    private void refuse(ErrorRecord error) {
        done = true;
        try {
            reply.send(new Frame(Map.of("event", "error", "error", error.toMap())), true);
        } catch (IOException e) {
            // Told below.
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an answer cannot be ended", e);
            reply.abort();
        } finally {
            end();
        }
        // Nobody reads on.
        onGone.run();
    }

    private void end() {
        done = true;
        pulse.remove(this);
        cursor.close();
    }

    private static boolean canWait(Frame frame) {
        return frame.event().equals("accepted") || frame.event().equals("started");
    }

    private static boolean isEnd(Frame frame) {
        return frame.event().equals("end")
                || frame.event().equals("result") && frame.metadata().containsKey("status");
    }

    /** The refusal of a request that has no job. */
    static Frame refusal(ErrorCode code, String message) {
        return new Frame(
                Map.of("event", "error", "error", ErrorRecord.of(code, message).toMap()));
    }
}
