package io.ipyrpc;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * A call that was submitted: it goes on without this client, and can be found again by its id from any other.
 *
 * <pre>{@code
 * Job job = rpc.function("train").arg(data).submit();
 * job.progress();                       // how far it says it is
 * job.output();                         // what it printed so far
 * Object model = job.result();          // replays what it printed, live to the end
 * rpc.job(id).cancel();                 // from elsewhere
 * }</pre>
 *
 * <p>Whatever reads consumes nothing, so everything may be asked again, and by several clients at once. A connection
 * that is lost while a job is followed is taken up again after the last event that was seen. An interrupt of a thread
 * that waits leaves the job alone; it ends the waiting with an {@link java.io.UncheckedIOException} whose cause is an
 * {@link java.io.InterruptedIOException}, and the thread stays interrupted.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Job {
    private final RemoteJobs jobs;
    private final String id;

    Job(RemoteJobs jobs, String id) {
        this.jobs = jobs;
        this.id = id;
    }

    /** The job's id: 128 random bits in hex. */
    public String id() {
        return id;
    }

    /**
     * What is known of the job now.
     *
     * @throws RemoteException with {@code not_found} if the server does not know it (any more)
     */
    public JobStatus status() {
        return jobs.ask(Op.STATUS, id);
    }

    /** How far the job says it is, or null where it has not said; throws as {@link #status}. */
    public JobStatus.Progress progress() {
        return status().progress();
    }

    /** Whether the job has ended. */
    public boolean isDone() {
        return status().state().isTerminal();
    }

    /**
     * What the job has printed so far, both streams in their order; nothing is waited for.
     *
     * @throws RemoteException with {@code not_found} if the server does not know the job, {@code gone} if it has let go
     *     of what it printed
     */
    public String output() {
        StringBuilder text = new StringBuilder();
        long last = status().lastSeq();
        if (last > 0) {
            jobs.watch(id, 1, last, OutputListener.of(text::append));
        }
        return text.toString();
    }

    /**
     * Hands everything that the job prints to a listener, from its first event on and live to its end, and how far it
     * says it is.
     *
     * @return the status after its end, whatever that was
     * @throws RemoteException with {@code not_found} or {@code gone}, as {@link #output}
     */
    public JobStatus follow(OutputListener listener) {
        return follow(1, listener);
    }

    /**
     * {@link #follow(OutputListener)}, from a later event on.
     *
     * @param from the first event's number, such as {@code status().lastSeq() + 1} for all that comes from now on
     * @throws IllegalArgumentException if it is below 1
     */
    public JobStatus follow(long from, OutputListener listener) {
        if (from < 1) {
            throw new IllegalArgumentException("from is " + from + ", events are numbered from 1 on");
        }
        jobs.watch(id, from, Long.MAX_VALUE, Objects.requireNonNull(listener, "listener"));
        return status();
    }

    /**
     * Asks the server to cancel the job.
     *
     * @return the status after it: {@link JobState#CANCELLING} while the function has not ended yet
     */
    public JobStatus cancel() {
        return jobs.ask(Op.CANCEL, id);
    }

    /**
     * Asks the server to run the job again, with the arguments that it had and under the same id.
     *
     * @return the job that is queued now
     * @throws RemoteException with {@code conflict} unless it ended failed, cancelled or lost; {@code gone} if its
     *     arguments are kept no more
     */
    public Job retry() {
        return jobs.of(jobs.ask(Op.RETRY, id).job());
    }

    /**
     * Waits for the job's end, replays its output from the first event on to the client's listener, and gives its
     * result.
     *
     * @throws RemoteException if the job failed or was cancelled (or its own exception, as {@link RpcClient#call(String,
     *     Object...)})
     */
    public Object result() {
        return result(Object.class);
    }

    /** {@link #result()}, converted. */
    public <T> T result(Class<T> type) {
        return jobs.result(type, id);
    }

    /**
     * {@link #result()}, waiting no longer than that. The job goes on whether somebody waits or not.
     *
     * @throws TimeoutException if the job has not ended by then
     * @throws IllegalArgumentException if the limit is negative
     */
    public Object result(Duration limit) throws TimeoutException {
        return result(Object.class, limit);
    }

    /** {@link #result(Duration)}, converted. */
    public <T> T result(Class<T> type, Duration limit) throws TimeoutException {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit is " + limit + ", must not be negative");
        }
        return jobs.result(type, id, limit);
    }

    /** {@link #result()} in another thread; cancelling the future ends the waiting, and leaves the job alone. */
    public CompletableFuture<Object> resultAsync() {
        return resultAsync(Object.class);
    }

    /** {@link #resultAsync()}, converted. */
    public <T> CompletableFuture<T> resultAsync(Class<T> type) {
        return jobs.resultAsync(type, id);
    }

    /** Id, function and state; and where the server does not tell, why not. */
    @Override
    public String toString() {
        try {
            return status().toString();
        } catch (RuntimeException e) {
            return "job " + id + ": " + e.getMessage();
        }
    }
}
