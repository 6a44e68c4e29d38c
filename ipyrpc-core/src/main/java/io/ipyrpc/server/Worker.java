package io.ipyrpc.server;

import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.LoweredItems;
import io.ipyrpc.convert.Lowering;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Principal;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.registry.RpcFunction;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Runs leased jobs: decodes the arguments, fits them to the parameters, runs the function, serializes its result. It
 * writes to the queue alone and knows no transport. Safe for use by any number of threads.
 */
final class Worker {
    private static final System.Logger LOG = System.getLogger(Worker.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long MOST_PAUSE_MILLIS = 1_000;

    private final String name;
    private final JobQueue queue;
    private final FunctionRegistry registry;
    private final SerializerSet serializers;
    private final Policies policies;
    private final Limits limits;
    private final long maxResult;
    private final Audit audit;
    private final Pointers pointers;
    private final Duration finishPatience;
    private final Set<Lease> running = ConcurrentHashMap.newKeySet();

    /**
     * A worker.
     *
     * @param name the name that it shows with its jobs
     * @param maxResult the most bytes of a kept job's result
     * @param finishPatience how long it tries to hand in a job's end to a queue that fails
     */
    Worker(
            String name,
            JobQueue queue,
            FunctionRegistry registry,
            SerializerSet serializers,
            Policies policies,
            Limits limits,
            long maxResult,
            Audit audit,
            Pointers pointers,
            Duration finishPatience) {
        this.name = name;
        this.queue = queue;
        this.registry = registry;
        this.serializers = serializers;
        this.policies = policies;
        this.limits = limits;
        this.maxResult = maxResult;
        this.audit = audit;
        this.pointers = pointers;
        this.finishPatience = finishPatience;
    }

    String name() {
        return name;
    }

    /** How a job ended, not yet told to the queue. */
    private record Outcome(JobState state, ErrorRecord error, List<Frame> events) {}

    /** How far a job is, in the thread that runs it. */
    interface Stages {
        /** Who does not listen. */
        Stages UNHEARD = new Stages() {};

        /** The queue has it as started; its arguments and its function are next. */
        default void begins() {}

        /** The function has ended, and the queue is about to hear of it. */
        default void ended() {}
    }

    /** The leases of the jobs that run now. */
    Set<Lease> running() {
        return running;
    }

    /**
     * Runs a job to its end.
     *
     * @param stages hears in this thread how far it is
     * @param pulse looks after items of streams that wait
     * @param threads send them
     */
    void run(Lease lease, Stages stages, Pulse pulse, Executor threads) {
        // Before it begins: whoever stops the server misses none.
        running.add(lease);
        try {
            if (queue.start(lease, name)) {
                stages.begins();
                long began = System.nanoTime();
                Outcome outcome = outcome(lease, pulse, threads);
                stages.ended();
                end(lease, outcome, System.nanoTime() - began);
            }
        } finally {
            running.remove(lease);
        }
    }

    private Outcome outcome(Lease lease, Pulse pulse, Executor threads) {
        try {
            return execute(lease, pulse, threads);
        } catch (Throwable e) {
            // Not the function's doing, but the job must end and the server must not.
            LOG.log(System.Logger.Level.ERROR, "job " + lease.job() + " failed in the server", e);
            return failed(ErrorRecords.of(e));
        }
    }

    private void end(Lease lease, Outcome outcome, long nanos) {
        if (finish(lease, outcome)) {
            JobRequest job = lease.job();
            audit.ended(job.function(), job.id(), job.owner(), outcome.state(), outcome.error(), nanos);
        }
    }

    /** What was computed is worth some patience with a queue that is away for a moment. */
    private boolean finish(Lease lease, Outcome outcome) {
        long end = System.nanoTime() + finishPatience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return queue.finish(lease, outcome.state(), outcome.events());
            } catch (RuntimeException e) {
                if (System.nanoTime() - end >= 0 || !paused(pause)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, () -> "the end of " + lease.job() + " is handed in again: " + e);
                pause = Math.min(MOST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    /** Whether this thread may go on: who stops the server interrupts it. */
    private static boolean paused(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends a job whose function does not; what it does later changes nothing. */
    void giveUp(Lease lease, ErrorRecord why) {
        end(lease, ended(JobState.LOST, why, List.of()), -1);
    }

    /** Ends a job that there is no room to run. */
    void refuse(Lease lease, String why) {
        if (queue.start(lease, name)) {
            end(lease, failed(ErrorRecord.of(ErrorCode.BUSY, why)), -1);
        }
    }

    private Outcome execute(Lease lease, Pulse pulse, Executor threads) {
        JobRequest job = lease.job();
        RpcFunction function = registry.table().find(job.function());
        if (function == null) {
            return failed(
                    ErrorRecord.of(ErrorCode.NOT_FOUND, "there is no function '" + job.function() + "' any more"));
        }
        QueueTrouble trouble = new QueueTrouble();
        RunningCall call = new RunningCall(
                job.id(),
                job.function(),
                job.owner() == null ? null : new Principal(job.owner()),
                policies.of(job.function()).maxOutput(),
                new OutputBatch(frame -> emit(lease, frame, trouble), pulse, threads));
        try (CallPointers held = pointers.of(job)) {
            lease.onCancel(why -> {
                call.cancel(why);
                held.cancel();
            });
            Object[] values = function.bind(held.resolve(function, arguments(job)));
            try (ResultOutput result = new ResultOutput(
                    job.options().get("output"),
                    job.keep() ? maxResult : Long.MAX_VALUE,
                    job.keep(),
                    new ResultSink(queue, lease, call, trouble),
                    pulse,
                    threads)) {
                // The result is serialized inside the call: an iterator's items are computed by then.
                Throwable thrown = call.run(function.loader(), () -> invoke(function, values, held, result));
                if (call.cancelReason() != null) {
                    return cancelled(call.cancelReason(), result.cutShort());
                }
                if (thrown == null) {
                    return new Outcome(JobState.SUCCEEDED, null, result.end(job.id()));
                }
                ErrorRecord error = thrown instanceof Refused refused ? refused.error : ErrorRecords.of(thrown);
                return ended(JobState.FAILED, error, result.cutShort());
            }
        } catch (RpcException e) {
            return call.cancelReason() == null ? failed(e.error()) : cancelled(call.cancelReason(), List.of());
        } catch (Exception e) {
            throw new IllegalStateException("the call ended outside its function", e);
        } finally {
            trouble.tell(job);
        }
    }

    /** What is printed, or told of the progress. A print never throws: what the queue does not take is lost, and logged. */
    private void emit(Lease lease, Frame frame, QueueTrouble trouble) {
        audit.metrics().printed(frame.data().length());
        try {
            queue.append(lease, List.of(frame));
        } catch (RuntimeException e) {
            trouble.met(e);
        }
    }

    private Arguments arguments(JobRequest job) {
        try {
            return serializers.get(job.serializer()).reader(body(job), limits).arguments();
        } catch (IOException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "the arguments cannot be read: " + e.getMessage());
        }
    }

    /**
     * The arguments of a call are used where they lie, and then held by nobody else. Those of a job that is kept may be
     * needed again, and the function may change what it is given.
     */
    private static InputStream body(JobRequest job) {
        return job.keep()
                ? new FilterInputStream(job.arguments().inputStream()) {}
                : job.arguments().consume();
    }

    /** What the function threw, or null where its result is written. */
    private Throwable invoke(RpcFunction function, Object[] values, CallPointers held, ResultOutput result) {
        Object value;
        try {
            value = function.invoke(values);
        } catch (Throwable e) {
            return function.isOwn() && e instanceof RpcException refused ? new Refused(refused.error()) : e;
        }
        try {
            write(Lowering.lower(held.result(value), limits.maxDepth()), result);
            return null;
        } catch (ConversionException e) {
            return new Refused(
                    ErrorRecord.of(ErrorCode.FUNCTION_ERROR, "the result cannot be sent: " + e.getMessage()));
        } catch (RpcException e) {
            return new Refused(e.error());
        } catch (LoweredItems.Overflow e) {
            return e.thrown();
        } catch (Throwable e) {
            return e;
        }
    }

    /** However a stream ends, it is closed. */
    private void write(Object value, ResultOutput result) throws IOException {
        ValueWriter writer = serializers.get(result.serializer()).writer(result);
        if (!(value instanceof LoweredItems stream)) {
            writer.value(value);
            return;
        }
        try (stream) {
            writer.value(stream);
        }
    }

    /** A result that is no value: the function ran, and its author must change what it returns. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ErrorRecord error;

        Refused(ErrorRecord error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }

    private static Outcome cancelled(ErrorRecord why, List<Frame> before) {
        return ended(why.code().equals("timeout") ? JobState.FAILED : JobState.CANCELLED, why, before);
    }

    private static Outcome failed(ErrorRecord error) {
        return ended(JobState.FAILED, error, List.of());
    }

    private static Outcome ended(JobState state, ErrorRecord error, List<Frame> before) {
        List<Frame> events = new ArrayList<>(before);
        events.add(new Frame(Map.of("event", "error", "error", error.toMap())));
        events.add(new Frame(Map.of("event", "end", "status", state.wireName())));
        return new Outcome(state, error, events);
    }

    /** The events of a job that runs: nobody wants them any more once it is cancelled, or another worker's. */
    private record ResultSink(JobQueue queue, Lease lease, RunningCall call, QueueTrouble trouble)
            implements ResultOutput.Sink {
        @Override
        public void append(List<Frame> events) {
            call.flush();
            if (!appended(events)) {
                throw new CancellationException("the job is no longer this worker's");
            }
        }

        /** What the queue's trouble is in its own words is for the log alone. */
        private boolean appended(List<Frame> events) {
            try {
                return queue.append(lease, events);
            } catch (RpcException e) {
                throw e;
            } catch (RuntimeException e) {
                trouble.met(e);
                throw new RpcException(
                        ErrorCode.WORKER_LOST,
                        "the queue failed while the result was written; the server's log says more");
            }
        }

        @Override
        public void requireWanted() {
            if (call.isCancelled()) {
                throw new CancellationException("the call was cancelled");
            }
        }
    }
}
