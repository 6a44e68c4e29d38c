package io.ipyrpc.server;

import io.ipyrpc.function.Call;
import io.ipyrpc.function.Principal;
import io.ipyrpc.output.CallOutput;
import io.ipyrpc.output.OutputRouter;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobStatus;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The call that a worker's thread is running. Threads that outlive it keep a reference to it: at its end it lets go of
 * everything that is large.
 */
final class RunningCall extends Call implements OutputRouter.Target {
    /** A longer word for people would not fit an event's metadata, and the answer would end with it. */
    private static final int LONGEST_MESSAGE = 10_000;

    private final String id;
    private final String function;
    private final Principal principal;
    private volatile CallOutput output;
    private volatile OutputBatch events;
    private volatile ErrorRecord cancelReason;
    private volatile boolean ended;
    private Thread runner;

    RunningCall(String id, String function, Principal principal, long maxOutput, OutputBatch events) {
        this.id = id;
        this.function = function;
        this.principal = principal;
        this.events = events;
        this.output = new CallOutput(maxOutput, events::print, events::flush);
    }

    /**
     * Runs the function in this thread. An interrupt by {@link #cancel} meets the function alone, never what this thread
     * does afterwards; and what the function changes of the thread is gone with it.
     *
     * @param loader whose classes the function's code finds
     */
    <T> T run(ClassLoader loader, Callable<T> work) throws Exception {
        BorrowedThread thread = BorrowedThread.current(loader);
        OutputRouter.callBegins();
        try {
            synchronized (this) {
                runner = Thread.currentThread();
                if (cancelReason != null) {
                    runner.interrupt();
                }
            }
            return enter(work);
        } finally {
            synchronized (this) {
                runner = null;
                // What the function left of an interrupt is not for the thread's next task.
                Thread.interrupted();
            }
            thread.giveBack();
            OutputRouter.callEnds();
            output.close();
            events.close();
            ended = true;
            output = null;
            events = null;
        }
    }

    /** Tells the function to stop: by its flag and by an interrupt. */
    synchronized void cancel(ErrorRecord why) {
        if (cancelReason == null) {
            cancelReason = why;
            if (runner != null) {
                runner.interrupt();
            }
        }
    }

    /** What was printed so far goes before what comes now. */
    void flush() {
        OutputBatch sink = events;
        if (sink != null) {
            sink.flush();
        }
    }

    /** Why it was cancelled, or null. */
    ErrorRecord cancelReason() {
        return cancelReason;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String function() {
        return function;
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    @Override
    public boolean isCancelled() {
        return cancelReason != null;
    }

    @Override
    public void progress(double done, double total, String message) {
        Objects.requireNonNull(message, "message");
        if (!Double.isFinite(done) || Double.isInfinite(total)) {
            throw new IllegalArgumentException("progress is " + done + " of " + total
                    + "; done must be a number, total a number or NaN for unknown");
        }
        OutputBatch sink = events;
        if (sink != null) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("event", "progress");
            String shown = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
            members.putAll(new JobStatus.Progress(done, Double.isNaN(total) ? null : total, shown).toMap());
            sink.report(new Frame(members));
        }
    }

    @Override
    protected boolean isEnded() {
        return ended;
    }

    @Override
    public PrintStream out() {
        CallOutput current = output;
        return current == null ? PrintStreams.DROPPED : current.out();
    }

    @Override
    public PrintStream err() {
        CallOutput current = output;
        return current == null ? PrintStreams.DROPPED : current.err();
    }

    /** For a thread that prints in the very moment in which its call ends. */
    private static final class PrintStreams {
        static final PrintStream DROPPED = new PrintStream(java.io.OutputStream.nullOutputStream());
    }
}
