package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link QueueBackend} keeps to, by the numbers of {@code io.ipyrpc.spi}'s documentation. A subclass says
 * which backend, where its queue is, and which of the optional abilities it has.
 *
 * <pre>{@code
 * final class MemoryQueueContractTest extends QueueContract {
 *     protected QueueBackend backend() {
 *         return new MemoryBackend();
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class QueueContract extends WaitingContract {
    /** For subclasses. */
    protected QueueContract() {}

    // Q1: leases ------------------------------------------------------------------------------------------------------

    @Test
    final void q1_jobsAreLeasedOldestFirst() throws Exception {
        List<String> submitted = List.of(
                submitted(false).id(), submitted(true).id(), submitted(false).id());
        assertEquals(
                submitted,
                List.of(take().job().id(), take().job().id(), take().job().id()));
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
    }

    @Test
    final void q1_takeGivesAtMostAsManyAsAsked() throws Exception {
        for (int i = 0; i < 5; i++) {
            submitted(false);
        }
        assertEquals(2, queue.take(2, LONG).size());
        assertEquals(3, queue.take(10, LONG).size());
    }

    @Test
    final void q1_theLeaseHasTheJobAsItWasSubmitted() throws Exception {
        Map<String, String> options = Map.of("output", "binary", "größe", "ž=1&");
        byte[] arguments = {0, -1, 10, 13, 127};
        Instant created = Instant.parse("2026-11-22T10:00:00.123Z");
        queue.submit(new JobRequest("00aa", "f.g-h_i", "binary", Slices.of(arguments), options, null, created, true))
                .toCompletableFuture()
                .join();
        JobRequest job = take().job();
        assertEquals("00aa", job.id());
        assertEquals("f.g-h_i", job.function());
        assertEquals("binary", job.serializer());
        assertArrayEquals(arguments, job.arguments().toByteArray());
        assertEquals(options, job.options());
        assertNull(job.owner());
        assertEquals(created, job.created());
        assertTrue(job.keep());
    }

    @Test
    final void q1_takeWaitsForAJob() throws Exception {
        Future<Lease> waiting = threads.submit(this::take);
        JobRequest job = submitted(false);
        assertEquals(job.id(), waiting.get(30, TimeUnit.SECONDS).job().id());
    }

    @Test
    final void q1_takeWaitsNoLongerThanItIsTold() throws Exception {
        long before = System.nanoTime();
        assertEquals(List.of(), queue.take(1, Duration.ofMillis(80)));
        long millis = (System.nanoTime() - before) / 1_000_000;
        assertTrue(millis >= 75 && millis < 20_000, "take waited " + millis + " ms instead of 80");
    }

    @Test
    final void q1_anInterruptEndsTheWaitingOfTake() throws Exception {
        AtomicReference<Thread> taker = new AtomicReference<>();
        CountDownLatch there = new CountDownLatch(1);
        Future<List<Lease>> waiting = threads.submit(() -> {
            taker.set(Thread.currentThread());
            there.countDown();
            return queue.take(1, LONG);
        });
        Handled.await(there, "the taker");
        taker.get().interrupt();
        Exception ended = assertThrows(Exception.class, () -> waiting.get(20, TimeUnit.SECONDS));
        assertEquals(InterruptedException.class, ended.getCause().getClass());
    }

    @Test
    final void q1_manyTakersGetEveryJobOnce() throws Exception {
        int jobs = 400;
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        List<Future<?>> takers = new ArrayList<>();
        Semaphore room = new Semaphore(MOST_WAITING);
        for (int t = 0; t < 4; t++) {
            takers.add(threads.submit(() -> {
                for (List<Lease> some = queue.take(3, LONG); ; some = queue.take(3, LONG)) {
                    for (Lease lease : some) {
                        got.add(lease.job().id());
                        room.release();
                    }
                }
            }));
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            assertTrue(room.tryAcquire(30, TimeUnit.SECONDS), "nobody takes");
            all.add(submitted(false).id());
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            taken.add(got.poll(30, TimeUnit.SECONDS));
        }
        takers.forEach(taker -> taker.cancel(true));
        assertNull(got.poll(), "a job was leased twice");
        assertEquals(all, new ArrayList<>(new TreeSet<>(taken)));
    }

    @Test
    final void q1_submitAndTakeLeasesAtOnceOrLeavesTheJobWaiting() throws Exception {
        JobRequest job = job(false);
        Optional<Lease> lease = queue.submitAndTake(job);
        assertEquals(queue.takesAtOnce(), lease.isPresent());
        Lease either = lease.isPresent() ? lease.get() : take();
        assertEquals(job.id(), either.job().id());
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
        assertTrue(queue.start(either, "w1"));
    }

    @Test
    final void q1_submitAndTakePassesNobodyWhoWaits() throws Exception {
        JobRequest first = submitted(false);
        JobRequest second = job(false);
        assertEquals(Optional.empty(), queue.submitAndTake(second));
        assertEquals(first.id(), take().job().id());
        assertEquals(second.id(), take().job().id());
    }

    @Test
    final void q1_whatWaitedIsThereAgainWhereTheQueueIsDurable() throws Exception {
        JobRequest job = submitted(true);
        queue.close();
        queue = open();
        List<Lease> again = queue.take(1, isDurable() ? LONG : Duration.ZERO);
        assertEquals(
                isDurable() ? List.of(job.id()) : List.of(),
                again.stream().map(lease -> lease.job().id()).toList());
    }

    // Q2: events ------------------------------------------------------------------------------------------------------

    @Test
    final void q2_eventsAreNumberedFromOneOn() throws Exception {
        Lease lease = running(true);
        queue.append(lease, List.of(stdout("a"), stdout("b")));
        queue.append(lease, List.of(stdout("c")));
        finish(lease, JobState.SUCCEEDED);
        List<Frame> events = drain(watch(lease, 1, false));
        assertEquals(List.of("1 accepted", "2 started", "3 stdout", "4 stdout", "5 stdout", "6 end"), names(events));
        assertEquals(lease.job().id(), events.get(0).metadata().get("job"));
        assertEquals(0, ((Number) events.get(0).metadata().get("position")).intValue());
        assertEquals("w1", events.get(1).metadata().get("worker"));
        assertEquals(1, ((Number) events.get(1).metadata().get("attempt")).intValue());
        assertEquals("b", events.get(3).data().utf8());
        assertEquals(6, status(lease).lastSeq());
    }

    @Test
    final void q2_eventsReplayFromAnySeqToAnyNumberOfWatchers() throws Exception {
        Lease lease = running(true);
        for (int i = 3; i <= 20; i++) {
            queue.append(lease, List.of(stdout("line " + i)));
        }
        for (int from = 1; from <= 20; from++) {
            for (int time = 0; time < 2; time++) {
                List<Frame> events = drain(watch(lease, from, false));
                assertEquals(21 - from, events.size());
                assertEquals(from, events.get(0).seq());
            }
        }
        assertEquals(List.of(), drain(watch(lease, 21, false)));
    }

    @Test
    final void q2_aWatcherFromTheFutureGetsWhatComesThen() throws Exception {
        Lease lease = running(false);
        try (EventCursor cursor = watch(lease, 5, true)) {
            queue.append(lease, List.of(stdout("3")));
            assertEquals(List.of(), cursor.poll(100));
            assertFalse(cursor.isEnded());
            queue.append(lease, List.of(stdout("4"), stdout("5"), stdout("6")));
            assertEquals(List.of("5 stdout", "6 stdout"), names(drain(cursor)));
        }
    }

    @Test
    final void q2_aPollTakesOneEventAtLeastAndAboutAsManyBytesAsAsked() throws Exception {
        Lease lease = running(true);
        String kilobyte = "x".repeat(1000);
        queue.append(lease, List.of(stdout(kilobyte), stdout(kilobyte), stdout(kilobyte), stdout(kilobyte)));
        EventCursor cursor = watch(lease, 3, false);
        assertEquals(List.of("3 stdout"), names(cursor.poll(1)));
        int some = cursor.poll(2500).size();
        assertTrue(some == 1 || some == 2, some + " events of 1,000 bytes where 2,500 bytes were asked");
        assertEquals(3 - some, cursor.poll(Long.MAX_VALUE).size());
    }

    @Test
    final void q2_watchersBesideAWriterSeeEveryEventInOrder() throws Exception {
        Lease lease = running(true);
        int count = 2_000;
        List<Future<Integer>> watchers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            watchers.add(threads.submit(() -> follow(watch(lease, 1, true))));
        }
        for (int i = 0; i < count; i++) {
            assertTrue(queue.append(lease, List.of(stdout("line " + i))));
        }
        finish(lease, JobState.SUCCEEDED);
        for (Future<Integer> watcher : watchers) {
            assertEquals(count + 3, watcher.get(30, TimeUnit.SECONDS));
        }
    }

    /** Reads as a server does, woken by the listener, until the end; gives the number of events. */
    private static int follow(EventCursor cursor) throws InterruptedException {
        Semaphore available = new Semaphore(0);
        cursor.onAvailable(available::release);
        long seq = 0;
        while (!cursor.isEnded()) {
            List<Frame> events = cursor.poll(5_000);
            if (events.isEmpty() && !cursor.isEnded()) {
                assertTrue(available.tryAcquire(30, TimeUnit.SECONDS), "nothing was heard after seq " + seq);
                available.drainPermits();
            }
            for (Frame event : events) {
                assertEquals(++seq, event.seq());
            }
        }
        cursor.close();
        cursor.close();
        return (int) seq;
    }

    // Q3: the end -----------------------------------------------------------------------------------------------------

    @Test
    final void q3_aJobEndsOnceAndItsCursorsWithIt() throws Exception {
        for (JobState state : List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.LOST)) {
            Lease lease = running(true);
            EventCursor cursor = watch(lease, 1, false);
            drain(cursor);
            assertFalse(cursor.isEnded());
            assertTrue(finish(lease, state));
            assertFalse(cursor.isEnded(), "the last event is not read yet");
            assertEquals(List.of("3 end"), names(drain(cursor)));
            assertTrue(cursor.isEnded());
            assertEquals(state, status(lease).state());
            for (JobState again : List.of(JobState.SUCCEEDED, JobState.FAILED)) {
                assertFalse(finish(lease, again));
            }
            assertEquals(state, status(lease).state());
            assertEquals(3, status(lease).lastSeq());
        }
    }

    @Test
    final void q3_aJobEndsInNoStateThatIsNotTerminal() throws Exception {
        Lease lease = running(false);
        for (JobState state : List.of(JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING)) {
            assertThrows(IllegalArgumentException.class, () -> finish(lease, state));
        }
        assertEquals(JobState.RUNNING, status(lease).state());
    }

    @Test
    final void q3_theStatusTellsTheWholeRoad() throws Exception {
        JobRequest first = submitted(true);
        JobRequest second = submitted(true);
        JobStatus queued = queue.status(second.id()).orElseThrow();
        assertEquals(JobState.QUEUED, queued.state());
        assertEquals(second.function(), queued.function());
        assertEquals("ann", queued.owner());
        assertEquals(1, queued.position());
        assertEquals(0, queued.attempt());
        assertEquals(1, queued.lastSeq());
        assertNull(queued.started());
        Lease lease = take();
        assertEquals(first.id(), lease.job().id());
        assertEquals(0, queue.status(second.id()).orElseThrow().position());
        assertTrue(queue.start(lease, "w7"));
        Map<String, Object> members = new HashMap<>(Map.of("done", 3.0, "message", "third"));
        members.put("total", null);
        queue.append(lease, List.of(Frame.event("progress", members, Slices.EMPTY)));
        JobStatus running = status(lease);
        assertEquals(JobState.RUNNING, running.state());
        assertEquals("w7", running.worker());
        assertEquals(1, running.attempt());
        assertEquals(new JobStatus.Progress(3.0, null, "third"), running.progress());
        assertNotNull(running.started());
        assertNull(running.ended());
        finish(lease, JobState.FAILED);
        JobStatus ended = status(lease);
        assertEquals(JobState.FAILED, ended.state());
        assertFalse(ended.ended().isBefore(ended.started()));
    }

    // Q4: leases that do not hold -------------------------------------------------------------------------------------

    @Test
    final void q4_aLeaseThatDoesNotHoldChangesNothing() throws Exception {
        Lease cancelled = taken(true);
        queue.cancel(cancelled.job().id(), why(ErrorCode.CANCELLED));
        Lease ended = running(true);
        finish(ended, JobState.SUCCEEDED);
        for (Lease lease : List.of(cancelled, ended)) {
            JobStatus before = status(lease);
            assertFalse(queue.start(lease, "w9"));
            assertFalse(queue.append(lease, List.of(stdout("late"))));
            assertFalse(finish(lease, JobState.FAILED));
            assertEquals(before, status(lease));
        }
    }

    @Test
    final void q4_whatWasNotBegunIsNotWrittenTo() throws Exception {
        Lease lease = taken(true);
        assertFalse(queue.append(lease, List.of(stdout("early"))));
        assertFalse(finish(lease, JobState.SUCCEEDED));
        assertEquals(1, status(lease).lastSeq());
        assertTrue(queue.start(lease, "w1"));
        assertFalse(queue.start(lease, "w2"), "a job was begun twice with one lease");
        assertTrue(queue.append(lease, List.of(stdout("now"))));
    }

    // Q5: cancelling --------------------------------------------------------------------------------------------------

    @Test
    final void q5_cancellingAQueuedJobEndsIt() throws Exception {
        JobRequest job = submitted(true);
        JobStatus after = queue.cancel(job.id(), why(ErrorCode.CANCELLED)).orElseThrow();
        assertEquals(JobState.CANCELLED, after.state());
        List<Frame> events = drain(queue.watch(job.id(), 1, false).orElseThrow());
        assertEquals(List.of("1 accepted", "2 error", "3 end"), names(events));
        assertEquals(
                why(ErrorCode.CANCELLED),
                ErrorRecord.fromMap(events.get(1).metadata().get("error")));
        assertEquals("cancelled", events.get(2).metadata().get("status"));
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
    }

    @Test
    final void q5_aTimeoutInTheQueueIsAFailure() {
        JobRequest job = submitted(true);
        JobStatus after = queue.cancel(job.id(), why(ErrorCode.TIMEOUT)).orElseThrow();
        assertEquals(JobState.FAILED, after.state());
        List<Frame> events = drain(queue.watch(job.id(), 1, false).orElseThrow());
        assertEquals("failed", events.get(2).metadata().get("status"));
    }

    @Test
    final void q5_cancellingARunningJobReachesItsHolder() throws Exception {
        Lease lease = running(true);
        BlockingQueue<ErrorRecord> told = new LinkedBlockingQueue<>();
        lease.onCancel(told::add);
        JobStatus after =
                queue.cancel(lease.job().id(), why(ErrorCode.CANCELLED)).orElseThrow();
        assertEquals(JobState.CANCELLING, after.state());
        assertEquals(why(ErrorCode.CANCELLED), told.poll(30, TimeUnit.SECONDS));
        queue.cancel(lease.job().id(), why(ErrorCode.TIMEOUT));
        assertTrue(queue.append(lease, List.of(stdout("last words"))));
        assertEquals(JobState.CANCELLING, status(lease).state());
        assertTrue(finish(lease, JobState.CANCELLED));
        assertEquals(JobState.CANCELLED, status(lease).state());
        assertNull(told.poll(), "the holder was told twice");
    }

    @Test
    final void q5_whoListensLateIsToldAtOnce() throws Exception {
        Lease lease = running(true);
        queue.cancel(lease.job().id(), why(ErrorCode.CANCELLED));
        BlockingQueue<ErrorRecord> told = new LinkedBlockingQueue<>();
        lease.onCancel(told::add);
        assertEquals(why(ErrorCode.CANCELLED), told.poll(30, TimeUnit.SECONDS));
    }

    @Test
    final void q5_cancellingWhatHasEndedChangesNothing() throws Exception {
        Lease lease = running(true);
        finish(lease, JobState.SUCCEEDED);
        JobStatus after =
                queue.cancel(lease.job().id(), why(ErrorCode.CANCELLED)).orElseThrow();
        assertEquals(JobState.SUCCEEDED, after.state());
        assertEquals(3, after.lastSeq());
    }

    // Q6: slow watchers -----------------------------------------------------------------------------------------------

    /** Appends more than the window from another thread; done when all of it was taken. */
    private Future<Boolean> flood(Lease lease) {
        return threads.submit(() -> {
            boolean held = true;
            for (int i = 0; i < 10; i++) {
                held &= queue.append(lease, List.of(stdout("x".repeat(WINDOW / 4))));
            }
            return held;
        });
    }

    private static void assertBlocked(Future<?> future) {
        assertThrows(
                java.util.concurrent.TimeoutException.class, () -> future.get(NEVER_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Test
    final void q6_aWatcherThatSlowsBlocksAppendBeyondTheWindow() throws Exception {
        Lease lease = running(false);
        EventCursor cursor = watch(lease, 1, true);
        Future<Boolean> flood = flood(lease);
        assertBlocked(flood);
        long most = 0;
        int events = 0;
        while (events < 12) {
            for (Frame event : cursor.poll(1)) {
                assertEquals(++events, event.seq());
                most = Math.max(most, (status(lease).lastSeq() - events) * (WINDOW / 4));
            }
        }
        assertTrue(flood.get(30, TimeUnit.SECONDS));
        assertTrue(most <= 2 * WINDOW, "the watcher was " + most + " bytes behind, the window is " + WINDOW);
    }

    @Test
    final void q6_aWatcherThatDoesNotSlowBlocksNothing() throws Exception {
        Lease lease = running(false);
        try (EventCursor cursor = watch(lease, 1, false)) {
            assertTrue(flood(lease).get(30, TimeUnit.SECONDS));
            RpcException gone = assertThrows(RpcException.class, () -> cursor.poll(1));
            assertEquals("gone", gone.code());
        }
    }

    @Test
    final void q6_closingTheWatcherFreesTheJob() throws Exception {
        Lease lease = running(false);
        EventCursor cursor = watch(lease, 1, true);
        Future<Boolean> flood = flood(lease);
        assertBlocked(flood);
        cursor.close();
        assertTrue(flood.get(30, TimeUnit.SECONDS));
    }

    @Test
    final void q6_cancellingFreesTheJob() throws Exception {
        Lease lease = running(false);
        EventCursor cursor = watch(lease, 1, true);
        Future<Boolean> flood = flood(lease);
        assertBlocked(flood);
        queue.cancel(lease.job().id(), why(ErrorCode.CANCELLED));
        assertTrue(flood.get(30, TimeUnit.SECONDS));
        cursor.close();
    }

    @Test
    final void q6_anInterruptDoesNotEndTheWaitAndIsKept() throws Exception {
        Lease lease = running(false);
        EventCursor cursor = watch(lease, 1, true);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> writer = new AtomicReference<>();
        Future<Boolean> interrupted = threads.submit(() -> {
            writer.set(Thread.currentThread());
            begun.countDown();
            for (int i = 0; i < 10; i++) {
                assertTrue(queue.append(lease, List.of(stdout("x".repeat(WINDOW / 4)))));
            }
            return Thread.interrupted();
        });
        Handled.await(begun, "the writer");
        assertBlocked(interrupted);
        writer.get().interrupt();
        assertBlocked(interrupted);
        cursor.close();
        assertTrue(interrupted.get(30, TimeUnit.SECONDS), "the interrupt was lost");
    }

    // Q7: limits ------------------------------------------------------------------------------------------------------

    @Test
    final void q7_moreJobsThanMayWaitAreBusy() throws Exception {
        for (int i = 0; i < MOST_WAITING; i++) {
            submitted(false);
        }
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> queue.submit(job(false)).toCompletableFuture().join());
        RpcException busy = (RpcException) refused.getCause();
        assertEquals("busy", busy.code());
        assertTrue(busy.getMessage().contains("max_queue is " + MOST_WAITING), busy.getMessage());
        assertEquals(
                "busy",
                assertThrows(RpcException.class, () -> queue.submitAndTake(job(false)))
                        .code());
        take();
        submitted(false);
        assertEquals(MOST_WAITING, queue.take(100, LONG).size(), "a refused job was taken in");
    }

    @Test
    final void q7_aCallKeepsNoMoreThanItsWindow() throws Exception {
        Lease lease = running(false);
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 200; i++) {
            queue.append(lease, List.of(stdout(kilobyte)));
        }
        long last = status(lease).lastSeq();
        assertEquals(202, last);
        long first = last;
        while (isKept(lease, first - 1)) {
            first--;
        }
        long kept = (last - first + 1) * 1024;
        assertTrue(kept >= WINDOW / 2 && kept <= WINDOW, kept + " bytes are kept, the window is " + WINDOW);
    }

    private boolean isKept(Lease lease, long seq) {
        try (EventCursor cursor = watch(lease, seq, false)) {
            return !cursor.poll(1).isEmpty();
        } catch (RpcException e) {
            assertEquals("gone", e.code());
            return false;
        }
    }

    // Q8: what is not there -------------------------------------------------------------------------------------------

    @Test
    final void q8_whatNeverWasIsEmpty() {
        assertEquals(Optional.empty(), queue.status("nothing"));
        assertEquals(Optional.empty(), queue.cancel("nothing", why(ErrorCode.CANCELLED)));
        assertEquals(Optional.empty(), queue.watch("nothing", 1, false));
    }

    @Test
    final void q8_aCallThatWasDeliveredLeavesItsStatusAlone() throws Exception {
        Lease lease = running(false);
        EventCursor cursor = watch(lease, 1, true);
        finish(lease, JobState.SUCCEEDED);
        assertEquals(List.of("1 accepted", "2 started", "3 end"), names(drain(cursor)));
        cursor.close();
        assertEquals(JobState.SUCCEEDED, status(lease).state());
        assertEquals(
                "gone",
                assertThrows(RpcException.class, () -> watch(lease, 1, false)).code());
    }

    @Test
    final void q8_aCallThatEndsBeforeItIsWatchedIsDelivered() throws Exception {
        Lease lease = running(false);
        queue.append(lease, List.of(stdout("quick")));
        finish(lease, JobState.SUCCEEDED);
        try (EventCursor cursor = watch(lease, 1, true)) {
            assertEquals(List.of("1 accepted", "2 started", "3 stdout", "4 end"), names(drain(cursor)));
            assertTrue(cursor.isEnded());
        }
    }

    @Test
    final void q8_whatIsToBeKeptStaysAfterTheEnd() throws Exception {
        Lease lease = running(true);
        for (int i = 0; i < 10; i++) {
            queue.append(lease, List.of(stdout("x".repeat(WINDOW / 4))));
        }
        finish(lease, JobState.SUCCEEDED);
        for (int time = 0; time < 2; time++) {
            try (EventCursor cursor = watch(lease, 1, false)) {
                assertEquals(13, drain(cursor).size());
            }
        }
    }

    // Q9: listeners ---------------------------------------------------------------------------------------------------

    @Test
    final void q9_aListenerHearsOfEveryEventThatComesAfterIt() throws Exception {
        JobRequest job = submitted(true);
        EventCursor cursor = queue.watch(job.id(), 1, true).orElseThrow();
        Semaphore heard = new Semaphore(0);
        cursor.onAvailable(heard::release);
        drain(cursor);
        heard.drainPermits();
        Lease lease = take();
        queue.start(lease, "w1");
        assertHeard(heard, cursor, "2 started");
        for (int i = 3; i < 50; i++) {
            queue.append(lease, List.of(stdout("x")));
            assertHeard(heard, cursor, i + " stdout");
        }
        finish(lease, JobState.SUCCEEDED);
        assertHeard(heard, cursor, "50 end");
        cursor.close();
    }

    private static void assertHeard(Semaphore heard, EventCursor cursor, String event) throws InterruptedException {
        assertTrue(heard.tryAcquire(30, TimeUnit.SECONDS), event + " was not heard of");
        assertEquals(List.of(event), names(cursor.poll(1)));
        heard.drainPermits();
    }

    @Test
    final void q9_aListenerHearsOfACancellation() throws Exception {
        JobRequest job = submitted(true);
        EventCursor cursor = queue.watch(job.id(), 1, true).orElseThrow();
        drain(cursor);
        Semaphore heard = new Semaphore(0);
        cursor.onAvailable(heard::release);
        heard.drainPermits();
        queue.cancel(job.id(), why(ErrorCode.CANCELLED));
        assertHeard(heard, cursor, "2 error");
        assertEquals(List.of("3 end"), names(cursor.poll(1)));
    }
}
