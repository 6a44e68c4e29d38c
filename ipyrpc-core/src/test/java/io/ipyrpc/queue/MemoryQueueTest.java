package io.ipyrpc.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MemoryQueueTest {
    private static JobQueue open(Map<String, Object> settings) {
        return new MemoryBackend().open(URI.create("memory:/"), Settings.of(settings), Limits.defaults());
    }

    private final JobQueue queue = open(Map.of("replay_window", 4096));

    private static JobRequest job(String id) {
        return new JobRequest(id, "f", "json", Slices.EMPTY, Map.of(), null, Instant.EPOCH, false);
    }

    private Lease running(String id) {
        Lease lease = queue.submitAndTake(job(id)).orElseThrow();
        assertTrue(queue.start(lease, "w"));
        return lease;
    }

    private static Frame text(int length) {
        return Frame.event("stdout", Map.of(), Slices.utf8("x".repeat(length)));
    }

    @Test
    void aThousandJobsThatEndedAreRemembered() {
        for (int i = 0; i < 1_001; i++) {
            queue.finish(running("j" + i), JobState.SUCCEEDED, List.of());
        }
        assertEquals(Optional.empty(), queue.status("j0"));
        assertEquals(JobState.SUCCEEDED, queue.status("j1").orElseThrow().state());
        queue.submit(job("waits"));
        queue.cancel("waits", ErrorRecord.of(ErrorCode.CANCELLED, "no"));
        assertEquals(Optional.empty(), queue.status("j1"));
    }

    @Test
    void aCallThatEndedHoldsItsArgumentsNoMore() {
        Lease finished =
                queue.submitAndTake(jobOf("a", Slices.utf8("arguments"))).orElseThrow();
        assertTrue(queue.start(finished, "w"));
        assertEquals("arguments", finished.job().arguments().utf8());
        queue.finish(finished, JobState.SUCCEEDED, List.of());
        assertEquals(Slices.EMPTY, finished.job().arguments());
        Lease cancelled =
                queue.submitAndTake(jobOf("b", Slices.utf8("arguments"))).orElseThrow();
        queue.cancel("b", ErrorRecord.of(ErrorCode.CANCELLED, "no"));
        assertEquals(Slices.EMPTY, cancelled.job().arguments());
        assertEquals("b f", cancelled.job().toString());
        assertEquals("me", queue.status("a").orElseThrow().owner());
    }

    private static JobRequest jobOf(String id, Slices arguments) {
        return new JobRequest(id, "f", "json", arguments, Map.of(), "me", Instant.EPOCH, false);
    }

    @Test
    void refusesAJobOfAnIdThatIsThere() {
        queue.submit(job("a"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> queue.submit(job("a")));
        assertEquals("job a is there already", e.getMessage());
    }

    @Test
    void refusesALeaseOfAnotherQueue() {
        Lease other = new Lease() {
            @Override
            public JobRequest job() {
                return MemoryQueueTest.job("x");
            }

            @Override
            public long fencingToken() {
                return 1;
            }

            @Override
            public int attempt() {
                return 1;
            }

            @Override
            public void onCancel(java.util.function.Consumer<ErrorRecord> listener) {}
        };
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> queue.start(other, "w"));
        assertEquals("a lease of another queue", e.getMessage());
    }

    @Test
    void closingEndsWhatWaitsAndRefusesWhatComes() throws Exception {
        queue.submit(job("a"));
        EventCursor cursor = queue.watch("a", 2, true).orElseThrow();
        queue.close();
        List<Frame> events = cursor.poll(10_000);
        assertEquals(
                ErrorRecord.of(ErrorCode.CANCELLED, "the server stopped"),
                ErrorRecord.fromMap(events.get(0).metadata().get("error")));
        assertTrue(cursor.isEnded());
        assertEquals(List.of(), queue.take(1, Duration.ofSeconds(30)));
        RpcException busy = (RpcException) assertThrows(
                        CompletionException.class,
                        () -> queue.submit(job("b")).toCompletableFuture().join())
                .getCause();
        assertEquals("busy", busy.code());
        assertEquals("the server is stopping", busy.getMessage());
    }

    @Test
    void drainingEndsWhatHasNotBegunAndLetsTheRestGoOn() {
        Lease running = running("running");
        Lease leased = queue.submitAndTake(job("leased")).orElseThrow();
        queue.submit(job("waits"));
        List<JobRequest> ended = queue.drain(ErrorRecord.of(ErrorCode.CANCELLED, "stopping"));
        assertEquals(
                List.of("leased", "waits"),
                ended.stream().map(JobRequest::id).sorted().toList());
        assertEquals(JobState.CANCELLED, queue.status("waits").orElseThrow().state());
        assertFalse(queue.start(leased, "w"));
        RpcException busy = assertThrows(RpcException.class, () -> queue.submitAndTake(job("b")));
        assertEquals("busy: the server is stopping", busy.code() + ": " + busy.getMessage());
        assertTrue(queue.append(running, List.of(text(1))));
        assertTrue(queue.finish(running, JobState.SUCCEEDED, List.of()));
        assertEquals(List.of(), queue.drain(ErrorRecord.of(ErrorCode.CANCELLED, "stopping")));
    }

    @Test
    void tellsHowMuchWaitsAndIsKept() throws Exception {
        assertEquals(new JobQueue.Stats(0, null, 0), queue.stats().orElseThrow());
        queue.submit(job("a"));
        queue.submit(job("b"));
        assertEquals(new JobQueue.Stats(2, Instant.EPOCH, 0), queue.stats().orElseThrow());
        JobRequest kept = new JobRequest("k", "f", "json", Slices.EMPTY, Map.of(), null, Instant.EPOCH, true);
        queue.submit(kept);
        Lease lease = queue.take(3, Duration.ZERO).get(2);
        assertTrue(queue.start(lease, "w"));
        assertTrue(queue.finish(lease, JobState.SUCCEEDED, List.of(text(1_000))));
        JobQueue.Stats after = queue.stats().orElseThrow();
        assertEquals(0, after.waiting());
        assertTrue(after.retainedBytes() >= 1_000, after::toString);
    }

    @Test
    void aRefusalTellsHowManyWait() {
        JobQueue small = open(Map.of("max_queue", 2));
        small.submit(job("a"));
        small.submit(job("b"));
        RpcException busy = assertThrows(RpcException.class, () -> small.submitAndTake(job("c")));
        assertEquals("2 jobs wait already, max_queue is 2; try again later", busy.getMessage());
    }

    @Test
    void refusesSettingsOutOfTheirRange() {
        assertEquals(
                "max_queue is 0, must be from 1 to 10000000",
                assertThrows(IllegalArgumentException.class, () -> open(Map.of("max_queue", 0)))
                        .getMessage());
        assertEquals(
                "replay_window is 'big', must be a whole number",
                assertThrows(IllegalArgumentException.class, () -> open(Map.of("replay_window", "big")))
                        .getMessage());
    }

    @Test
    void aWatcherThatWantsTheFutureDoesNotHoldTheJob() {
        Lease lease = running("a");
        EventCursor future = queue.watch("a", 50, true).orElseThrow();
        for (int seq = 3; seq <= 60; seq++) {
            assertTrue(queue.append(lease, List.of(text(seq < 45 ? 1000 : 10))));
        }
        List<Frame> events = future.poll(Long.MAX_VALUE);
        assertEquals(50, events.get(0).seq());
        assertEquals(11, events.size());
    }

    @Test
    void eventsThatAreGoneSayFromWhereTheyAreKept() {
        Lease lease = running("a");
        for (int i = 0; i < 10; i++) {
            queue.append(lease, List.of(text(1000)));
        }
        RpcException gone = assertThrows(RpcException.class, () -> queue.watch("a", 2, false));
        assertEquals("events before seq 10 are kept no more (replay_window); asked for 2", gone.getMessage());
    }

    @Test
    void aLogThatIsReadForLongForgetsWhatWasRead() {
        Lease lease = running("a");
        EventCursor cursor = queue.watch("a", 1, true).orElseThrow();
        long seq = 0;
        for (int i = 0; i < 20_000; i++) {
            queue.append(lease, List.of(text(10)));
            for (Frame frame : cursor.poll(1000)) {
                assertEquals(++seq, frame.seq());
            }
        }
        assertEquals(20_002, seq);
        assertFalse(cursor.isEnded());
    }
}
