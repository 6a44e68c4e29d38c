package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.IdempotencyKey;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** A queue for each test, and what the tests do with it again and again. */
abstract class QueueFixture {
    static final Duration LONG = Duration.ofSeconds(30);
    /** How long something that must not happen is waited for. */
    static final long NEVER_MILLIS = 150;

    static final int WINDOW = 16 << 10;
    static final int MOST_WAITING = 5;
    static final int MOST_WAITING_BYTES = 64 << 10;

    final ExecutorService threads = Executors.newCachedThreadPool();
    JobQueue queue;
    int ids;

    /** The backend under test. */
    protected abstract QueueBackend backend();

    /** Where the queue is; each test needs one that is empty. */
    protected URI address() {
        return URI.create(backend().name() + ":/");
    }

    /** Whether jobs that wait are there again after the queue was closed and opened anew. */
    protected boolean isDurable() {
        return false;
    }

    @BeforeEach
    final void openTheQueue() {
        queue = open();
    }

    JobQueue open() {
        return open(Map.of());
    }

    JobQueue open(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("max_queue", MOST_WAITING);
        settings.put("max_queue_bytes", MOST_WAITING_BYTES);
        settings.put("replay_window", WINDOW);
        return backend().open(address(), Settings.of(settings), Limits.defaults());
    }

    @AfterEach
    final void closeTheQueue() throws InterruptedException {
        queue.close();
        queue.close();
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a thread of the test still runs");
    }

    JobRequest job(boolean keep) {
        String id = String.format("%032x", ++ids);
        Map<String, String> options = Map.of("output", "json");
        return new JobRequest(id, "f" + ids, "json", Slices.utf8("[" + ids + "]"), options, "ann", Instant.now(), keep);
    }

    /** A job that is to be kept, with all that is not the same for all. */
    JobRequest job(String function, String owner, int bytes, Instant notBefore, IdempotencyKey key) {
        String id = String.format("%032x", ++ids);
        Slices arguments = Slices.of(new byte[bytes]);
        return new JobRequest(id, function, "json", arguments, Map.of(), owner, Instant.now(), true, notBefore, key);
    }

    JobRequest submitted(boolean keep) {
        JobRequest job = job(keep);
        assertEquals(job.id(), submit(job));
        return job;
    }

    /** Submits, and gives the id that stands; throws as the queue refuses. */
    String submit(JobRequest job) {
        try {
            return queue.submit(job).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RpcException refused ? refused : e;
        }
    }

    static RpcException assertRefused(String code, Executable work) {
        RpcException refused = assertThrows(RpcException.class, work);
        assertEquals(code, refused.code(), refused::getMessage);
        return refused;
    }

    Lease taken(boolean keep) throws InterruptedException {
        JobRequest job = submitted(keep);
        Lease lease = take();
        assertEquals(job.id(), lease.job().id());
        return lease;
    }

    Lease take() throws InterruptedException {
        List<Lease> leases = queue.take(1, LONG);
        assertEquals(1, leases.size(), "no job came");
        return leases.get(0);
    }

    Lease running(boolean keep) throws InterruptedException {
        Lease lease = taken(keep);
        assertTrue(queue.start(lease, "w1"));
        return lease;
    }

    EventCursor watch(Lease lease, long from, boolean slows) {
        return queue.watch(lease.job().id(), from, slows).orElseThrow();
    }

    JobStatus status(Lease lease) {
        return queue.status(lease.job().id()).orElseThrow();
    }

    static Frame stdout(String text) {
        return Frame.event("stdout", Map.of(), Slices.utf8(text));
    }

    static Frame end(JobState state) {
        return Frame.event("end", Map.of("status", state.wireName()), Slices.EMPTY);
    }

    boolean finish(Lease lease, JobState state) {
        return queue.finish(lease, state, List.of(end(state)));
    }

    static ErrorRecord why(ErrorCode code) {
        return ErrorRecord.of(code, "because");
    }

    static List<Frame> drain(EventCursor cursor) {
        List<Frame> all = new ArrayList<>();
        for (List<Frame> some = cursor.poll(1 << 20); !some.isEmpty(); some = cursor.poll(1 << 20)) {
            all.addAll(some);
        }
        return all;
    }

    static List<String> names(List<Frame> frames) {
        return frames.stream().map(frame -> frame.seq() + " " + frame.event()).toList();
    }
}
