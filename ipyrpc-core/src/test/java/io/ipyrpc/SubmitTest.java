package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Submitted jobs: keys, delays, how long they may wait and how many, and the workers that run them. */
@Timeout(60)
final class SubmitTest {
    private final AtomicInteger ran = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private Served served;
    private Wire wire;

    private void serve(Map<String, ?> settings) throws IOException {
        serve(settings, Map.of());
    }

    private void serve(Map<String, ?> settings, Map<String, Map<String, ?>> rules) throws IOException {
        served = Served.of(settings, functions -> {
            ((RpcServer) functions).config(rules);
            functions.registerDynamic("count", "", arguments -> ran.incrementAndGet());
            functions.registerDynamic("block", "", arguments -> {
                begun.countDown();
                Served.await(release);
                return Instant.now().toString();
            });
        });
        wire = new Wire(served.address);
    }

    @AfterEach
    void close() {
        release.countDown();
        if (served != null) {
            wire.close();
            served.close();
        }
    }

    private static void assertRefused(ErrorCode code, String message, Executable work) {
        RpcException refused = assertThrows(RpcException.class, work);
        assertEquals(message, refused.getMessage());
        assertEquals(code.wireName(), refused.code());
    }

    @Test
    void aSubmitWithAKnownKeyIsTheSameJobAndRunsOnce() throws Exception {
        serve(Map.of());
        String job = wire.submit("count", Map.of("idempotency_key", "k 1"), 5);
        assertEquals(JobState.SUCCEEDED, wire.ended(job).state());
        assertEquals(job, wire.submit("count", Map.of("idempotency_key", "k 1"), 5));
        assertEquals(job, wire.submit("count", Map.of("idempotency_key", "k 1", "serializer", "tiny"), 5));
        assertEquals(1, ran.get());
        assertNotEquals(job, wire.submit("count", Map.of("idempotency_key", "k 2"), 5));
        assertNotEquals(wire.submit("count", Map.of(), 5), wire.submit("count", Map.of(), 5));
    }

    @Test
    void aKeyWithAnotherRequestIsAConflict() throws Exception {
        serve(Map.of());
        String job = wire.submit("count", Map.of("idempotency_key", "k"), 5);
        String message = "idempotency key 'k' of 'count' is that of job " + job
                + ", which was submitted with other arguments or options; use another key for another job";
        assertRefused(ErrorCode.CONFLICT, message, () -> wire.submit("count", Map.of("idempotency_key", "k"), 6));
        for (String field : List.of("timeout", "delay")) {
            Map<String, String> fields = Map.of("idempotency_key", "k", field, "50");
            assertRefused(ErrorCode.CONFLICT, message, () -> wire.submit("count", fields, 5));
        }
        wire.ended(job);
        assertEquals(1, ran.get());
    }

    @Test
    void keysAreTheirOwnersAlone() throws Exception {
        AtomicReference<String> caller = new AtomicReference<>("ann");
        Verifier whoever = access -> new Principal(caller.get());
        serve(Map.of("auth", whoever));
        String job = wire.submit("count", Map.of("idempotency_key", "k"), 5);
        caller.set("bob");
        assertNotEquals(job, wire.submit("count", Map.of("idempotency_key", "k"), 6));
        caller.set("ann");
        assertEquals(job, wire.submit("count", Map.of("idempotency_key", "k"), 5));
    }

    @Test
    void aKeyIsPrintableAndNotTooLong() throws Exception {
        serve(Map.of());
        Map<String, String> wrong = Map.of(
                "",
                "the idempotency key has 0 characters, must have 1 to 255",
                "k".repeat(256),
                "the idempotency key has 256 characters, must have 1 to 255",
                "a\tb",
                "the idempotency key has the character U+0009, must be printable ASCII",
                "ключ",
                "the idempotency key has the character U+043A, must be printable ASCII");
        wrong.forEach((key, message) -> assertRefused(
                ErrorCode.BAD_REQUEST, message, () -> wire.submit("count", Map.of("idempotency_key", key))));
        wire.ended(wire.submit("count", Map.of("idempotency_key", "k".repeat(255))));
        assertEquals(1, ran.get());
    }

    @Test
    void ofManyThreadsThatSubmitTheSameOneJobRuns() throws Exception {
        serve(Map.of());
        int threads = 8;
        int rounds = 20;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Future<Set<String>>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            all.add(pool.submit(() -> {
                Set<String> jobs = new HashSet<>();
                for (int round = 0; round < rounds; round++) {
                    together.await(20, TimeUnit.SECONDS);
                    jobs.add(wire.submit("count", Map.of("idempotency_key", "round " + round), round));
                }
                return jobs;
            }));
        }
        Set<String> jobs = all.get(0).get(30, TimeUnit.SECONDS);
        for (Future<Set<String>> one : all) {
            assertEquals(jobs, one.get(30, TimeUnit.SECONDS));
        }
        pool.shutdown();
        assertEquals(rounds, jobs.size());
        for (String job : jobs) {
            wire.ended(job);
        }
        assertEquals(rounds, ran.get());
    }

    @Test
    void aDelayedJobRunsWhenItsTimeHasCome() throws Exception {
        serve(Map.of());
        String job = wire.submit("count", Map.of("delay", "0.3"));
        JobStatus status = wire.ended(job);
        assertEquals(JobState.SUCCEEDED, status.state());
        Duration waited = Duration.between(status.created(), status.started());
        assertTrue(waited.toMillis() >= 300, waited::toString);
        String cancelled = wire.submit("count", Map.of("delay", "3600"));
        assertTrue(wire.isQueued(cancelled));
        assertEquals(JobState.CANCELLED, wire.cancel(cancelled).state());
        assertEquals(1, ran.get());
    }

    @Test
    void aDelayIsANumberOfSecondsUpToMaxDelay() throws Exception {
        serve(Map.of("max_delay", 60));
        for (String delay : List.of("61", "-1", "NaN", "soon", "1e300", "")) {
            assertRefused(
                    ErrorCode.BAD_REQUEST,
                    "delay '" + delay + "' is not a number of seconds from 0 to max_delay, which is 60",
                    () -> wire.submit("count", Map.of("delay", delay)));
        }
        assertTrue(wire.isQueued(wire.submit("count", Map.of("delay", "60"))));
        wire.ended(wire.submit("count", Map.of("delay", "0")));
    }

    @Test
    void theTimeoutOfASubmittedJobIsThatOfItsRunningAlone() throws Exception {
        serve(Map.of("workers", 1), Map.of("count", Map.of("timeout", 0.5)));
        wire.submit("block", Map.of());
        Served.await(begun);
        String waiting = wire.submit("count", Map.of("timeout", "0.2"));
        String delayed = wire.submit("count", Map.of("timeout", "0.2", "delay", "0.3"));
        for (Instant end = Instant.now().plusMillis(600); Instant.now().isBefore(end); ) {
            assertTrue(wire.isQueued(waiting));
            assertTrue(wire.isQueued(delayed));
        }
        release.countDown();
        assertEquals(JobState.SUCCEEDED, wire.ended(waiting).state());
        assertEquals(JobState.SUCCEEDED, wire.ended(delayed).state());
    }

    @Test
    void asManyJobsWaitAsMayAndNotOneMore() throws Exception {
        serve(Map.of("workers", 1, "max_queue", 2));
        String running = wire.submit("block", Map.of());
        Served.await(begun);
        assertEquals(JobState.RUNNING, wire.status(running).state());
        String first = wire.submit("count", Map.of());
        String second = wire.submit("count", Map.of());
        assertEquals(0, wire.status(first).position());
        assertEquals(1, wire.status(second).position());
        assertRefused(
                ErrorCode.BUSY,
                "2 jobs wait already, max_queue is 2; try again later",
                () -> wire.submit("count", Map.of()));
        wire.cancel(first);
        assertEquals(0, wire.status(second).position());
        wire.submit("count", Map.of("delay", "3600"));
        assertRefused(
                ErrorCode.BUSY,
                "2 jobs wait already, max_queue is 2; try again later",
                () -> wire.submit("count", Map.of()));
        release.countDown();
        assertEquals(JobState.SUCCEEDED, wire.ended(second).state());
    }

    @Test
    void argumentsThatWaitAreBounded() throws Exception {
        serve(Map.of("workers", 1, "max_queue_bytes", 10_000));
        wire.submit("block", Map.of());
        Served.await(begun);
        wire.submit("count", Map.of(), "x".repeat(6_000));
        RpcException busy = assertThrows(RpcException.class, () -> wire.submit("count", Map.of(), "x".repeat(6_000)));
        assertEquals("busy", busy.code());
        assertTrue(
                busy.getMessage()
                        .matches("the arguments of jobs that wait are 60\\d\\d bytes already, 60\\d\\d more are over"
                                + " max_queue_bytes, which is 10000; try again later"),
                busy.getMessage());
        RpcException large = assertThrows(RpcException.class, () -> wire.submit("count", Map.of(), "x".repeat(20_000)));
        assertEquals("too_large", large.code());
        assertTrue(
                large.getMessage()
                        .matches("the arguments are 200\\d\\d bytes, more than the queue takes: max_queue_bytes is"
                                + " 10000; a call needs no queue where there is room to run it"),
                large.getMessage());
        release.countDown();
    }

    @Test
    void aWorkerTellsWhatItRunsAndOfWhomOnlyToHim() throws Exception {
        AtomicReference<String> caller = new AtomicReference<>("ann");
        Verifier whoever = access -> new Principal(caller.get());
        serve(Map.of("workers", 3, "auth", whoever));
        String job = wire.submit("block", Map.of());
        Served.await(begun);
        Map<?, ?> worker = worker();
        assertEquals(wire.status(job).worker(), worker.get("worker"));
        assertEquals(1L, worker.get("running"));
        assertEquals(3L, worker.get("capacity"));
        assertEquals(List.of(job), worker.get("jobs"));
        assertEquals(Set.of("worker", "running", "capacity", "jobs"), worker.keySet());
        caller.set("bob");
        assertEquals(1L, worker().get("running"));
        assertEquals(List.of(), worker().get("jobs"));
        caller.set("ann");
        release.countDown();
        wire.ended(job);
        while (!Long.valueOf(0).equals(worker().get("running"))) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), worker().get("jobs"));
    }

    private Map<?, ?> worker() throws IOException {
        List<?> workers = (List<?>) wire.ask(Op.WORKERS, "").get("workers");
        assertEquals(1, workers.size());
        return (Map<?, ?>) workers.get(0);
    }

    @Test
    void aCallTakesNoDelayAndNoKey() throws Exception {
        serve(Map.of());
        for (String field : List.of("delay", "idempotency_key")) {
            ErrorRecord refused = wire.call("count", Map.of(field, "1")).error();
            assertEquals("call takes no '" + field + "'; submit does", refused.message());
        }
        assertEquals(0, ran.get());
    }
}
