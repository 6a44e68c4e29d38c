package io.ipyrpc.function;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * The call that a function is running for: who called, whether to go on, how far it is.
 *
 * <p>It is found by {@link #current()} in the thread that runs the function and in the threads that it starts. Code that
 * a function hands to threads which were there before it (an executor of its own, the common pool of parallel streams
 * and {@code CompletableFuture}) joins the call by {@link #wrap(Runnable)}; without it, what that code prints goes to
 * the server's console.
 *
 * <pre>{@code
 * @Rpc
 * public double train(int epochs) throws Exception {
 *     for (int i = 0; i < epochs; i++) {
 *         Call.current().progress(i, epochs, "epoch " + i);
 *         pool.submit(Call.wrap(() -> System.out.println("seen by the caller"))).get();
 *     }
 *     return loss;
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads. Tests of functions may extend it and run them by {@link #enter}.
 */
public abstract class Call {
    private static final InheritableThreadLocal<Call> CURRENT = new InheritableThreadLocal<>();

    /** For the server, and for tests of functions. */
    protected Call() {}

    /**
     * The call that this thread works for.
     *
     * @throws IllegalStateException if it works for none, or the call has ended
     */
    public static Call current() {
        return find().orElseThrow(() -> new IllegalStateException("this thread works for no call; in an executor or the"
                + " common pool, hand the work over by Call.wrap(...) inside the call"));
    }

    /** The call that this thread works for, or empty where it works for none or the call has ended. */
    public static Optional<Call> find() {
        Call call = CURRENT.get();
        return call == null || call.isEnded() ? Optional.empty() : Optional.of(call);
    }

    /** The job's id. */
    public abstract String id();

    /** The name that the function was called by. */
    public abstract String function();

    /** Who called, or empty where the server does not ask. */
    public abstract Optional<Principal> principal();

    /** Whether the caller has cancelled: the function should end soon. */
    public abstract boolean isCancelled();

    /**
     * Ends the function where the caller has cancelled.
     *
     * @throws CancellationException if the caller has cancelled
     */
    public final void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("the call was cancelled");
        }
    }

    /**
     * Tells the caller how far the function is.
     *
     * @param done how much is done, in a unit of the function's choice
     * @param total of how much; NaN where that is not known
     * @param message a word for people, or ""; of more than 10,000 characters the first are told
     */
    public abstract void progress(double done, double total, String message);

    /** {@link #progress(double, double, String)} without a message. */
    public final void progress(double done, double total) {
        progress(done, total, "");
    }

    /** Whether the call has ended: then nothing of it reaches the caller any more. */
    protected abstract boolean isEnded();

    /**
     * Runs work as a part of this call, in this thread.
     *
     * @throws Exception what the work throws
     */
    protected final <T> T enter(Callable<T> work) throws Exception {
        Call before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.call();
        } finally {
            restore(before);
        }
    }

    /** Work that joins this thread's call wherever it is run; outside a call, the work as it is. */
    public static Runnable wrap(Runnable work) {
        Objects.requireNonNull(work, "work");
        Call call = CURRENT.get();
        if (call == null) {
            return work;
        }
        return () -> {
            Call before = CURRENT.get();
            CURRENT.set(call);
            try {
                work.run();
            } finally {
                restore(before);
            }
        };
    }

    /** {@link #wrap(Runnable)} for work with a result. */
    public static <T> Callable<T> wrap(Callable<T> work) {
        Objects.requireNonNull(work, "work");
        Call call = CURRENT.get();
        return call == null ? work : () -> call.enter(work);
    }

    /**
     * An executor whose tasks join the call of the thread that hands them over.
     *
     * <pre>{@code
     * CompletableFuture.supplyAsync(() -> score(chunk), Call.wrap(ForkJoinPool.commonPool()));
     * }</pre>
     */
    public static Executor wrap(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return task -> executor.execute(wrap(task));
    }

    private static void restore(Call before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
