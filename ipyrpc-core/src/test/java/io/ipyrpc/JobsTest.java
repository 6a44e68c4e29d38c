package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import io.ipyrpc.function.Functions;
import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JobsTest {
    private static final Map<String, CountDownLatch> STARTED = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    static String gate(String name) throws InterruptedException {
        System.out.println("before " + name);
        Call.current().progress(1, 2, "at the gate");
        latch(STARTED, name).countDown();
        Served.await(latch(GATES, name));
        System.out.println("after " + name);
        return name;
    }

    static String text(int length) {
        return "x".repeat(length);
    }

    static void fail(String why) {
        throw new IllegalStateException(why);
    }

    private static void register(Functions functions) {
        functions
                .register("gate", JobsTest::gate)
                .register("text", JobsTest::text)
                .register("fail", JobsTest::fail);
    }

    private static Served served(Map<String, ?> settings) {
        return Served.of(settings, JobsTest::register);
    }

    private static void assertRefused(String code, String start, org.junit.jupiter.api.function.Executable work) {
        RemoteException e = assertThrows(RemoteException.class, work);
        assertEquals(code, e.code());
        assertTrue(e.remoteMessage().startsWith(start), e::getMessage);
    }

    /** Gathers standard output. */
    private static final class Gathered implements OutputListener {
        private final StringBuilder out = new StringBuilder();

        @Override
        public synchronized void stdout(String text) {
            out.append(text);
        }

        @Override
        public void stderr(String text) {}
    }

    @Test
    void aJobIsFoundAgainByItsIdFromAnotherClient() throws Exception {
        try (Served served = served(Map.of())) {
            String id;
            try (RpcClient first = RpcClient.connect(served.address)) {
                Job job = first.submit("gate", "found");
                id = job.id();
                Served.await(latch(STARTED, "found"));
                JobStatus status = job.status();
                assertEquals(JobState.RUNNING, status.state());
                assertEquals("gate", status.function());
                assertEquals(new JobStatus.Progress(1, 2.0, "at the gate"), status.progress());
                assertNotNull(status.started());
            }
            latch(GATES, "found").countDown();
            for (int again = 0; again < 2; again++) {
                Gathered gathered = new Gathered();
                assertEquals("found", served.client(gathered).job(id).result());
                assertEquals("before found\nafter found\n", gathered.out.toString());
            }
            assertEquals(JobState.SUCCEEDED, served.client().job(id).status().state());
        }
    }

    @Test
    void aFailedJobThrowsWhatItsFunctionThrewAsOftenAsItIsAsked() {
        try (Served served = served(Map.of())) {
            Job job = served.client().function("fail").submit("broken");
            for (int again = 0; again < 2; again++) {
                IllegalStateException e = assertThrows(IllegalStateException.class, job::result);
                assertEquals("broken", e.getMessage());
            }
            assertEquals(JobState.FAILED, job.status().state());
        }
    }

    @Test
    void aQueuedJobThatIsCancelledEndsAtOnceAndARunningOneWhenItsFunctionDoes() throws Exception {
        try (Served served = served(Map.of("workers", 1))) {
            RpcClient client = served.client();
            Job running = client.submit("gate", "running");
            Served.await(latch(STARTED, "running"));
            Job waiting = client.submit("gate", "waiting");
            assertEquals(JobState.QUEUED, waiting.status().state());
            assertEquals(JobState.CANCELLED, waiting.cancel().state());
            assertRefused("cancelled", "the call was cancelled", waiting::result);
            JobState told = running.cancel().state();
            assertTrue(told == JobState.CANCELLING || told == JobState.CANCELLED, told::toString);
            assertRefused("cancelled", "the call was cancelled", running::result);
            assertEquals(JobState.CANCELLED, running.status().state());
            assertEquals(JobState.CANCELLED, running.cancel().state());
        }
    }

    @Test
    void jobsAreListedNewestFirstAndFiltered() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            Job first = client.submit("text", 1);
            first.result();
            Job second = client.submit("fail", "listed");
            assertThrows(IllegalStateException.class, second::result);
            List<String> all = client.jobs().stream().map(JobStatus::job).toList();
            assertEquals(List.of(second.id(), first.id()), all);
            assertEquals(
                    List.of(second.id()),
                    client.jobs(Map.of("state", "failed")).stream()
                            .map(JobStatus::job)
                            .toList());
            assertEquals(
                    List.of(first.id()),
                    client.jobs(Map.of("function", "text")).stream()
                            .map(JobStatus::job)
                            .toList());
            assertEquals(1, client.jobs(Map.of("limit", "1")).size());
            assertRefused("bad_request", "unknown state 'lots'; known: ", () -> client.jobs(Map.of("state", "lots")));
            assertRefused(
                    "bad_request",
                    "limit '0' is not a whole number from 1 to 1000",
                    () -> client.jobs(Map.of("limit", "0")));
        }
    }

    @Test
    void whatIsKeptIsBoundedAndTheOldestGoesFirst() {
        try (Served served = served(Map.of("max_retained", 100_000))) {
            RpcClient client = served.client();
            Job old = client.submit("text", 60_000);
            assertEquals(60_000, ((String) old.result()).length());
            Job younger = client.submit("text", 60_000);
            assertEquals(60_000, ((String) younger.result()).length());
            assertRefused("gone", "job " + old.id() + " ended at ", old::result);
            assertEquals(JobState.SUCCEEDED, old.status().state());
            assertEquals(60_000, ((String) younger.result()).length());
        }
    }

    @Test
    void aResultIsGoneAfterItsTimeAndTheStatusStays() {
        try (Served served = served(Map.of("result_ttl", 1))) {
            RpcClient client = served.client();
            Job job = client.submit("text", 5);
            assertEquals("xxxxx", job.result());
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            RemoteException gone = null;
            while (gone == null && System.nanoTime() - end < 0) {
                try {
                    assertEquals("xxxxx", client.job(job.id()).result());
                } catch (RemoteException e) {
                    gone = e;
                }
            }
            assertEquals("gone", gone.code());
            Instant ended = job.status().ended();
            assertEquals(
                    "job " + job.id() + " ended at " + ended
                            + "; its result and output are kept no more (result_ttl, max_retained)",
                    gone.remoteMessage());
            assertTrue(Duration.between(ended, Instant.now()).compareTo(Duration.ofSeconds(1)) >= 0);
            assertEquals(JobState.SUCCEEDED, job.status().state());
        }
    }

    @Test
    void aCancelledFunctionThatGoesOnKeepsItsPlaceUntilItEnds() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean mayEnd = new AtomicBoolean();
        AtomicBoolean next = new AtomicBoolean();
        try (Served served = Served.of(
                Map.of("workers", 1),
                functions -> functions
                        .registerDynamic("stubborn", "", arguments -> {
                            started.countDown();
                            while (!mayEnd.get()) {
                                Thread.onSpinWait();
                            }
                            return next.get();
                        })
                        .registerDynamic("next", "", arguments -> {
                            next.set(true);
                            return null;
                        }))) {
            RpcClient client = served.client();
            Job stubborn = client.submit("stubborn");
            Served.await(started);
            assertEquals(JobState.CANCELLING, stubborn.cancel().state());
            Job waiting = client.submit("next");
            // Answered, so the server is not merely slow; and somebody else's cancel makes no room.
            assertEquals(JobState.QUEUED, waiting.status().state());
            assertEquals(0, waiting.status().position());
            assertEquals(JobState.CANCELLING, stubborn.cancel().state());
            assertEquals(JobState.QUEUED, waiting.status().state());
            mayEnd.set(true);
            assertRefused("cancelled", "the call was cancelled", stubborn::result);
            assertNull(waiting.result());
            assertTrue(next.get());
        }
    }

    @Test
    void aResultOfASubmittedJobIsBounded() {
        try (Served served = served(Map.of("max_result", 300_000))) {
            RpcClient client = served.client();
            Job job = client.submit("text", 1_000_000);
            assertRefused(
                    "too_large", "the result of a submitted job is more than max_result 300000 bytes", job::result);
            assertEquals(1_000_000, ((String) client.call("text", 1_000_000)).length());
        }
    }

    @Test
    void aSubmittedJobHasATimeoutToo() {
        try (Served served = served(Map.of())) {
            Job job = served.client()
                    .function("gate")
                    .arg("never opened")
                    .timeout(Duration.ofMillis(50))
                    .submit();
            assertRefused("timeout", "'gate' took longer than its timeout of 0.05 s", job::result);
            assertEquals(JobState.FAILED, job.status().state());
        }
    }

    @Test
    void aJobThatNobodyKnowsIsNotFound() {
        try (Served served = served(Map.of())) {
            Job job = served.client().job("0123");
            assertRefused("not_found", "there is no job '0123', or it is forgotten", job::status);
            assertRefused("not_found", "there is no job '0123', or it is forgotten", job::result);
            assertRefused("not_found", "there is no job '0123', or it is forgotten", job::cancel);
        }
    }

    @Test
    void aJobIsItsOwnersAlone() {
        AtomicReference<String> caller = new AtomicReference<>("ann");
        Verifier whoever = access -> new Principal(caller.get());
        try (Served served = served(Map.of("auth", whoever))) {
            RpcClient client = served.client();
            Job job = client.submit("text", 3);
            assertEquals("xxx", job.result());
            assertEquals("ann", job.status().owner());
            caller.set("bob");
            assertRefused("not_found", "there is no job", job::status);
            assertRefused("not_found", "there is no job", job::result);
            assertRefused("not_found", "there is no job", job::cancel);
            assertEquals(List.of(), client.jobs());
        }
    }

    @Test
    void resultsCanBeAwaitedInTheBackground() throws Exception {
        try (Served served = served(Map.of())) {
            var future = served.client().submit("gate", "background").resultAsync();
            Served.await(latch(STARTED, "background"));
            latch(GATES, "background").countDown();
            assertEquals("background", future.get(30, TimeUnit.SECONDS));
        }
    }
}
