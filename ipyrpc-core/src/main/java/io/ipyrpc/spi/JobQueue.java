package io.ipyrpc.spi;

import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Jobs, their leases and their events. It stores bytes and frames and never decodes them. Safe for use by any number of
 * threads.
 *
 * <p>Where what keeps the jobs cannot be reached, a method throws {@link io.ipyrpc.wire.RpcException} with {@code busy}
 * that says so; whatever else is thrown is told to callers as a fault, and logged. A lease whose {@link #start} or
 * {@link #finish} threw is used no more: the backend stops renewing it, and the job goes on or is lost as after a worker's
 * death.
 */
public interface JobQueue extends AutoCloseable {
    /**
     * Takes a job in, unless its key, with its owner and function, is that of a job whose result is still kept: then that
     * one stands for it. Both are one step, however many submit the same.
     *
     * @return completes when the job is as safe as this backend makes it, with the id that stands: its own, or that of the
     *     earlier job; exceptionally, with {@link io.ipyrpc.wire.RpcException}, where it is refused: {@code busy} where
     *     there is no room, {@code conflict} ({@link JobRequest#conflictWith}) where the earlier job's digest is another,
     *     {@code too_large} where its arguments alone are more than may wait
     */
    CompletionStage<String> submit(JobRequest job);

    /**
     * Whether this queue is in the caller's process, and {@link #submitAndTake} leases what nothing waits before. The default
     * does not: its jobs are submitted, and nobody waits for it longer than {@code submit_timeout}.
     */
    default boolean takesAtOnce() {
        return false;
    }

    /**
     * Takes a job in and leases it to the caller at once, where this queue {@linkplain #takesAtOnce takes at once} and
     * nothing waits before it: a small call then needs no other thread. It is for jobs without a key and without a time. The
     * default only submits.
     *
     * @throws io.ipyrpc.wire.RpcException where it is refused ({@code busy})
     */
    default Optional<Lease> submitAndTake(JobRequest job) {
        submit(job).toCompletableFuture().join();
        return Optional.empty();
    }

    /**
     * Waits until there is a job to lease, and leases none: who has no room yet leaves it where it is counted. Others may be
     * faster, so that {@link #take} finds none any more.
     *
     * @param wait how long to wait; a queue that is closed has no jobs, and waits all the same
     * @return whether there is one
     */
    boolean awaitJobs(Duration wait) throws InterruptedException;

    /**
     * Leases waiting jobs, oldest first; one with a time has waited since then.
     *
     * @param most how many at the most
     * @param wait how long to wait for the first
     * @return from none to {@code most} leases
     */
    List<Lease> take(int most, Duration wait) throws InterruptedException;

    /**
     * Begins a leased job. What was taken and never begun may be given to another worker.
     *
     * @return whether the lease still holds and the job is not cancelled: only then may it run
     */
    boolean start(Lease lease, String worker);

    /**
     * Adds events to a running job; the queue numbers them. It blocks while a watcher that the job must not run away
     * from is behind by more than the replay window, until there is room or the job is cancelled; an interrupt does not
     * end the wait and is kept.
     *
     * @return whether the lease still holds
     */
    boolean append(Lease lease, List<Frame> events);

    /**
     * Ends a job with its last events.
     *
     * @param state a terminal state
     * @return whether the lease still held
     */
    boolean finish(Lease lease, JobState state, List<Frame> events);

    /** What is known of a job, or empty where there is none of that id. */
    Optional<JobStatus> status(String job);

    /**
     * Cancels a job: a queued one ends at once, the holder of a running one's lease is told. One that has ended stays as
     * it is.
     *
     * @param why the error that the job ends with
     * @return the status after it, or empty where there is no job of that id
     */
    Optional<JobStatus> cancel(String job, ErrorRecord why);

    /**
     * Queues a job once more under its id, behind all that wait: one that was to be kept, and ended {@code failed},
     * {@code cancelled} or {@code lost}. Error, end and result of what was go; their numbers stay taken. It is accepted
     * anew, by an event; cursors that have not read the end go on, and {@code started} has the next attempt.
     *
     * @return the status after it, or empty where there is no job of that id
     * @throws io.ipyrpc.wire.RpcException with {@code conflict}, which names the state, where it did not end so;
     *     {@code gone} where its arguments are kept no more; {@code busy} where there is no room
     */
    Optional<JobStatus> retry(String job);

    /** The jobs that the filter lets through, newest first. */
    List<JobStatus> list(JobFilter filter);

    /**
     * Watches a job's events, those that were and those to come. Reading consumes nothing.
     *
     * @param from the first seq wanted, from 1
     * @param slows whether the job may not run away from this watcher by more than the replay window
     * @return the cursor, or empty where there is no job of that id
     * @throws io.ipyrpc.wire.RpcException with {@code gone} if events from there are kept no more
     */
    Optional<EventCursor> watch(String job, long from, boolean slows);

    /**
     * How full a queue is.
     *
     * @param waiting how many jobs wait
     * @param oldest when the first of those that wait was submitted, or null where none waits
     * @param retainedBytes how many bytes are kept of jobs that have ended
     */
    record Stats(long waiting, Instant oldest, long retainedBytes) {}

    /** How full it is, for the server's measurements; empty where it cannot tell. */
    default Optional<Stats> stats() {
        return Optional.empty();
    }

    /**
     * The server is about to stop: refuses jobs from now on ({@code busy}), and cancels those that have not begun and
     * would be lost with this process. Those that run go on. The default does nothing.
     *
     * @param why the error that cancelled jobs end with
     * @return the jobs that ended by it
     */
    default List<JobRequest> drain(ErrorRecord why) {
        return List.of();
    }

    /** Stops; what has not ended stays where the backend is durable. Idempotent. */
    @Override
    void close();
}
