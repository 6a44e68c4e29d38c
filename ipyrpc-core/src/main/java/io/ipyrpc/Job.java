package io.ipyrpc;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.util.concurrent.CompletableFuture;

/**
 * A call that was submitted: it goes on without this client, and can be found again by its id from any other.
 *
 * <pre>{@code
 * Job job = rpc.function("train").arg(data).submit();
 * job.status().progress();
 * Object model = job.result();          // replays what it printed, live to the end
 * rpc.job(id).cancel();                 // from elsewhere
 * }</pre>
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
        return jobs.status(id);
    }

    /** Whether the job has ended. */
    public boolean isDone() {
        return status().state().isTerminal();
    }

    /**
     * Asks the server to cancel the job.
     *
     * @return the status after it: {@link JobState#CANCELLING} while the function has not ended yet
     */
    public JobStatus cancel() {
        return jobs.cancel(id);
    }

    /**
     * Waits for the job's end, replays its output from the first event on, and gives its result. Reading consumes nothing:
     * it may be asked again. A connection that breaks is taken up again after the last event that was seen.
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

    /** {@link #result()} in another thread. */
    public CompletableFuture<Object> resultAsync() {
        return jobs.inBackground(this::result);
    }

    /** Id, function and state. */
    @Override
    public String toString() {
        JobStatus status = status();
        return "job " + id + ": " + status.function() + " " + status.state()
                + (status.progress() == null ? "" : " " + status.progress());
    }
}
