package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Lets jobs run, at most {@code workers} at once. A call runs in the thread that brought it where there is room and
 * nothing waits before it; all others wait in the queue for {@link #takeJobs}.
 */
final class Workers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long MOST_PAUSE_MILLIS = 2_000;

    private final Worker worker;
    private final Audit audit;
    private final JobQueue queue;
    private final int capacity;
    private final Duration submitTimeout;
    private final Semaphore room;
    private final Pulse pulse;
    private final Deadlines deadlines;
    private final ExecutorService runners = Threads.cached("ipyrpc-worker");
    private final ExecutorService pumps = Threads.cached("ipyrpc-pump");
    private final Thread taker = Threads.daemon("ipyrpc-taker", this::takeJobs);
    private volatile boolean closed;

    /**
     * Workers of one queue.
     *
     * @param most how many functions run at once
     * @param submitTimeout how long the queue may take to take a job in
     */
    Workers(Worker worker, JobQueue queue, int most, Duration submitTimeout, Pulse pulse, Audit audit) {
        this.worker = worker;
        this.audit = audit;
        this.queue = queue;
        this.capacity = most;
        this.submitTimeout = submitTimeout;
        this.room = new Semaphore(most);
        this.pulse = pulse;
        this.deadlines = new Deadlines(this::cancel, pulse, pumps);
        taker.start();
    }

    /**
     * Runs or queues a call and answers with its events.
     *
     * @throws RpcException with {@code busy} if the queue is full
     */
    void call(JobRequest job, Reply reply, FunctionPolicy policy, double timeoutSeconds) {
        // Whoever waits for room goes first.
        boolean here = !room.hasQueuedThreads() && room.tryAcquire();
        AnswerPump pump;
        try {
            Optional<Lease> lease = here && queue.takesAtOnce() ? queue.submitAndTake(job) : enqueue(job);
            pump = answered(job, reply, policy, timeoutSeconds, lease.isPresent());
            if (lease.isPresent()) {
                runHere(lease.get(), pump);
            }
        } finally {
            if (here) {
                room.release();
            }
        }
        // Only now: a caller that reads slowly takes no room from functions.
        pump.finished();
    }

    private void runHere(Lease lease, AnswerPump pump) {
        try {
            run(lease, pump);
        } catch (RuntimeException | Error e) {
            pump.fail(lost(lease, e));
        }
    }

    /** The queue does not take a job's begin or end: what can be told of it is told. */
    private static ErrorRecord lost(Lease lease, Throwable why) {
        LOG.log(System.Logger.Level.ERROR, lease.job() + " could not be begun or ended in the queue", why);
        return ErrorRecord.of(
                ErrorCode.WORKER_LOST,
                "the queue failed while the call ran: whether it has run, and its result, are not known; the server's log says more");
    }

    /** Begins to answer; a job that nobody would hear of must not stay. */
    private AnswerPump answered(
            JobRequest job, Reply reply, FunctionPolicy policy, double timeoutSeconds, boolean here) {
        try {
            AnswerPump pump = pump(job, reply, policy);
            deadlines.watchCall(job, timeoutSeconds);
            if (here) {
                pump.startHere();
            } else {
                pump.start();
            }
            return pump;
        } catch (RuntimeException | Error e) {
            cancel(job.id(), "the answer could not be begun");
            throw e;
        }
    }

    /**
     * Queues a job, unless its key is that of an earlier one.
     *
     * @return the id of the job that stands
     * @throws RpcException with {@code busy} if the queue is full, {@code conflict} if the earlier one asked something else
     */
    String submit(JobRequest job) {
        return join(queue.submit(job));
    }

    /** Answers with a job's events from a cursor on. */
    void follow(String job, EventCursor cursor, Reply reply) {
        new AnswerPump(cursor, reply, pumps, pulse, () -> {}, () -> end(job)).start();
    }

    /** How a job ended, told without a number: it is no event that anybody asked for. */
    private Frame end(String job) {
        String status = queue.status(job)
                .map(now -> now.state().wireName())
                .orElseThrow(() -> new RpcException(ErrorCode.GONE, "job " + job + " is kept no more"));
        return new Frame(Map.of("event", "end", "status", status));
    }

    /** Answers with a job's result when it has ended, or with its status after so many seconds. */
    void result(String job, EventCursor cursor, Reply reply, long seconds) {
        EventCursor result = new ResultCursor(cursor);
        BooleanSupplier ended =
                () -> queue.status(job).map(now -> now.state().isTerminal()).orElse(true);
        Runnable status = () -> {
            result.close();
            Dispatcher.reply(reply, queue.status(job).map(JobStatus::toMap).orElse(Map.of()));
        };
        Runnable unknown = () -> {
            result.close();
            Dispatcher.refuse(reply, ErrorRecord.of(ErrorCode.BUSY, "the queue does not tell of job " + job + " now"));
        };
        ResultWait wait =
                new ResultWait(seconds, ended, () -> follow(job, result, reply), status, unknown, pulse, pumps);
        cursor.onAvailable(wait::wake);
        wait.start();
    }

    private Optional<Lease> enqueue(JobRequest job) {
        join(queue.submit(job));
        return Optional.empty();
    }

    private String join(CompletionStage<String> stage) {
        try {
            return stage.toCompletableFuture().get(submitTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RpcException refused
                    ? refused
                    : new IllegalStateException("the queue failed to take the job in", e.getCause());
        } catch (TimeoutException e) {
            throw new RpcException(
                    ErrorCode.BUSY,
                    "the queue did not take the job in within submit_timeout, which is " + submitTimeout.toSeconds()
                            + " s; it may do so yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(ErrorCode.BUSY, "the server is stopping; the queue may have taken the job in");
        }
    }

    /** Cancels a job; gives its status after it, or nothing where there is none of that id. */
    Optional<JobStatus> cancel(String job, String why) {
        return cancel(job, ErrorRecord.of(ErrorCode.CANCELLED, why));
    }

    private Optional<JobStatus> cancel(String job, ErrorRecord why) {
        boolean waited = queue.status(job)
                .filter(before -> before.state() == JobState.QUEUED)
                .isPresent();
        Optional<JobStatus> status = queue.cancel(job, why);
        status.filter(now -> now.state().isTerminal()).ifPresent(now -> {
            deadlines.forget(job);
            if (waited && now.started() == null) {
                audit.ended(now.function(), job, now.owner(), now.state(), why, -1);
            }
        });
        return status;
    }

    /** Begins no waiting job any more; those that would be lost with this process end. */
    void drain(ErrorRecord why) {
        stopTaking();
        for (JobRequest job : queue.drain(why)) {
            deadlines.forget(job.id());
            audit.ended(job.function(), job.id(), job.owner(), JobState.CANCELLED, why, -1);
        }
    }

    /** How many functions run. */
    int running() {
        return worker.running().size();
    }

    /** Whether that job runs here. */
    boolean runs(String job) {
        return worker.running().stream().anyMatch(lease -> lease.job().id().equals(job));
    }

    /** The functions that run, in order. */
    List<String> names() {
        return worker.running().stream()
                .map(lease -> lease.job().function())
                .sorted()
                .distinct()
                .toList();
    }

    /** Cancels what runs, but for one job. */
    void cancelRunning(ErrorRecord why, String butFor) {
        for (Lease lease : worker.running()) {
            if (!lease.job().id().equals(butFor)) {
                cancel(lease.job().id(), why);
            }
        }
    }

    /** Ends what still runs for all that watch it; the functions are left to themselves. */
    void giveUp(ErrorRecord why) {
        for (Lease lease : worker.running()) {
            worker.giveUp(lease, why);
            deadlines.forget(lease.job().id());
        }
    }

    private AnswerPump pump(JobRequest job, Reply reply, FunctionPolicy policy) {
        EventCursor cursor = queue.watch(job.id(), 1, true)
                .orElseThrow(() -> new RpcException(ErrorCode.GONE, "job " + job.id() + " is kept no more"));
        return new AnswerPump(
                cursor,
                reply,
                pumps,
                pulse,
                () -> {
                    if (policy.cancelOnDisconnect()) {
                        cancelUnheard(job.id());
                    }
                },
                () -> end(job.id()));
    }

    private void cancelUnheard(String job) {
        try {
            cancel(job, "the caller is gone");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job " + job + ", whose caller is gone, could not be cancelled", e);
        }
    }

    private void takeJobs() {
        long pause = 0;
        while (!closed) {
            try {
                Thread.sleep(pause);
                // A job waits in the queue, where it is counted, until there is room for it.
                if (queue.awaitJobs(PATIENCE)) {
                    room.acquire();
                    takeJob();
                }
                pause = 0;
            } catch (InterruptedException e) {
                // Only close() interrupts this thread.
                return;
            } catch (RuntimeException | Error e) {
                // Whatever it was: without this thread no waiting job would ever run. An outage is told once.
                LOG.log(pause == 0 ? System.Logger.Level.ERROR : System.Logger.Level.DEBUG, "jobs cannot be taken", e);
                pause = Math.min(MOST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pause));
            }
        }
    }

    private void takeJob() throws InterruptedException {
        boolean taken = false;
        try {
            for (Lease lease : queue.take(1, Duration.ZERO)) {
                taken = true;
                runElsewhere(lease);
            }
        } finally {
            if (!taken) {
                room.release();
            }
        }
    }

    private void run(Lease lease, Worker.Stages stages) {
        JobRequest job = lease.job();
        if (!job.keep()) {
            try {
                worker.run(lease, stages, pulse, pumps);
            } finally {
                deadlines.forget(job.id());
            }
            return;
        }
        double seconds = Deadlines.seconds(job.options().get("timeout"), 0);
        Pulse.Beat deadline = deadlines.watchAttempt(job, seconds);
        try {
            worker.run(
                    lease,
                    new Worker.Stages() {
                        @Override
                        public void ended() {
                            // Once the queue knows the end, it may hand the job out for another attempt.
                            deadlines.forget(deadline);
                        }
                    },
                    pulse,
                    pumps);
        } finally {
            deadlines.forget(deadline);
        }
    }

    private void runElsewhere(Lease lease) {
        try {
            runners.execute(() -> runQueued(lease));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            room.release();
            worker.refuse(lease, "the server has no thread for the call; try again later");
        }
    }

    private void runQueued(Lease lease) {
        JobRequest job = lease.job();
        if (lease.attempt() == 1) {
            // Since when a further one waits is not known, and what was put off did not wait for room.
            Instant since = job.notBefore() == null ? job.created() : job.notBefore();
            audit.metrics()
                    .waited(Math.max(0, Duration.between(since, Instant.now()).toNanos()));
        }
        try {
            run(lease, Worker.Stages.UNHEARD);
        } catch (RuntimeException | Error e) {
            lost(lease, e);
        } finally {
            room.release();
        }
    }

    /** The name that the worker shows with its jobs. */
    String worker() {
        return worker.name();
    }

    /** How many functions run at once, at the most. */
    int capacity() {
        return capacity;
    }

    private void stopTaking() {
        closed = true;
        taker.interrupt();
        Threads.join(taker);
    }

    /** Stops, and waits a second for threads that are about to end. */
    @Override
    public void close() {
        stopTaking();
        List.of(runners, pumps).forEach(ExecutorService::shutdownNow);
        Threads.join(runners, PATIENCE);
        Threads.join(pumps, PATIENCE);
    }
}
