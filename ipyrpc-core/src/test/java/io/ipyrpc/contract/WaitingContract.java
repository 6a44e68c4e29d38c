package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.IdempotencyKey;
import io.ipyrpc.spi.JobFilter;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The part of {@link QueueContract} about jobs that wait: their bounds, keys, times and places, and how they wait again. */
abstract class WaitingContract extends QueueFixture {
    private static final int THREADS = 8;

    private static IdempotencyKey key(String key, String digest) {
        return new IdempotencyKey(key, digest);
    }

    private JobRequest keyed(String key, String digest) {
        return job("f", "ann", 2, null, key(key, digest));
    }

    private JobRequest delayed(Duration delay) {
        return job("f", "ann", 2, Instant.now().plus(delay), null);
    }

    private JobRequest large(int bytes) {
        return job("f", "ann", bytes, null, null);
    }

    private JobStatus status(JobRequest job) {
        return queue.status(job.id()).orElseThrow();
    }

    private List<Frame> events(JobRequest job, long from) {
        try (EventCursor cursor = queue.watch(job.id(), from, false).orElseThrow()) {
            return drain(cursor);
        }
    }

    private static Frame result(String text) {
        return Frame.event("result", Map.of("serializer", "json"), Slices.utf8(text));
    }

    /** Ends as a worker does: with an error before the end. */
    private void fail(Lease lease) {
        Frame error = Frame.event(
                "error", Map.of("error", why(ErrorCode.FUNCTION_ERROR).toMap()), Slices.EMPTY);
        assertTrue(queue.finish(lease, JobState.FAILED, List.of(error, end(JobState.FAILED))));
    }

    /** What came of the same work in many threads at once. */
    private <T> List<T> inManyThreads(Callable<T> work) throws Exception {
        CountDownLatch ready = new CountDownLatch(THREADS);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            futures.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                return work.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(30, TimeUnit.SECONDS));
        }
        return results;
    }

    // Q1: waiting for jobs --------------------------------------------------------------------------------------------

    @Test
    final void q1_awaitingJobsLeasesNone() throws Exception {
        assertFalse(queue.awaitJobs(Duration.ZERO));
        JobRequest job = submitted(false);
        assertTrue(queue.awaitJobs(LONG));
        assertTrue(queue.awaitJobs(Duration.ZERO));
        assertEquals(job.id(), take().job().id());
        assertFalse(queue.awaitJobs(Duration.ofMillis(20)));
    }

    @Test
    final void q1_whoAwaitsJobsHearsOfOne() throws Exception {
        Future<Boolean> waiting = threads.submit(() -> queue.awaitJobs(LONG));
        submitted(false);
        assertTrue(waiting.get(30, TimeUnit.SECONDS));
    }

    // Q7: limits in bytes ---------------------------------------------------------------------------------------------

    @Test
    final void q7_moreBytesOfArgumentsThanMayWaitAreBusy() throws Exception {
        JobRequest first = large(30_000);
        submit(first);
        submit(large(30_000));
        RpcException busy = assertRefused("busy", () -> submit(large(30_000)));
        assertTrue(busy.getMessage().contains("max_queue_bytes"), busy.getMessage());
        assertTrue(busy.getMessage().contains("" + MOST_WAITING_BYTES), busy.getMessage());
        assertRefused("busy", () -> queue.submitAndTake(large(30_000)));
        take();
        submit(large(30_000));
        assertRefused("busy", () -> submit(large(30_000)));
        JobRequest last = large(5_000);
        submit(last);
        assertEquals(2, status(last).position());
    }

    @Test
    final void q7_whatIsCancelledGivesItsRoomBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            JobRequest job = i % 2 == 0
                    ? large(60_000)
                    : job("f", "ann", 60_000, Instant.now().plusSeconds(600), null);
            submit(job);
            assertRefused("busy", () -> submit(large(60_000)));
            queue.cancel(job.id(), why(ErrorCode.CANCELLED));
        }
        submit(large(60_000));
    }

    @Test
    final void q7_argumentsThatCouldNeverWaitAreTooLarge() {
        RpcException refused = assertRefused("too_large", () -> submit(large(MOST_WAITING_BYTES + 1)));
        assertTrue(refused.getMessage().contains("max_queue_bytes"), refused.getMessage());
        submit(large(MOST_WAITING_BYTES));
    }

    // Q10: idempotency ------------------------------------------------------------------------------------------------

    @Test
    final void q10_aSecondSubmitWithTheSameKeyIsTheFirstJob() throws Exception {
        JobRequest first = keyed("k", "d");
        assertEquals(first.id(), submit(first));
        JobRequest second = keyed("k", "d");
        assertEquals(first.id(), submit(second));
        assertEquals(Optional.empty(), queue.status(second.id()));
        Lease lease = take();
        assertEquals(first.id(), lease.job().id());
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
        assertTrue(queue.start(lease, "w1"));
        assertEquals(first.id(), submit(keyed("k", "d")));
        finish(lease, JobState.SUCCEEDED);
        assertEquals(first.id(), submit(keyed("k", "d")));
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
    }

    @Test
    final void q10_anotherDigestIsAConflictThatNamesKeyFunctionAndJob() throws Exception {
        JobRequest first = keyed("the key", "d");
        submit(first);
        for (JobState state : List.of(JobState.QUEUED, JobState.SUCCEEDED)) {
            RpcException conflict = assertRefused("conflict", () -> submit(keyed("the key", "e")));
            assertEquals(
                    "idempotency key 'the key' of 'f' is that of job " + first.id()
                            + ", which was submitted with other arguments or options; use another key for another job",
                    conflict.getMessage());
            if (state == JobState.QUEUED) {
                Lease lease = take();
                assertTrue(queue.start(lease, "w1"));
                finish(lease, JobState.SUCCEEDED);
            }
        }
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
    }

    @Test
    final void q10_keysAreOfOneOwnerAndOneFunction() {
        Set<String> jobs = new HashSet<>();
        for (String owner : new String[] {"ann", "bob", null}) {
            jobs.add(submit(job("f", owner, 2, null, key("k", owner + "'s"))));
        }
        jobs.add(submit(job("g", "ann", 2, null, key("k", "g"))));
        jobs.add(submit(job("f", "ann", 2, null, key("K", "other"))));
        assertEquals(5, jobs.size());
    }

    @Test
    final void q10_ofManyThatSubmitAtOnceOneBecomesAJob() throws Exception {
        for (int round = 0; round < 50; round++) {
            String key = "k" + round;
            List<JobRequest> requests = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                requests.add(keyed(key, "d"));
            }
            Semaphore next = new Semaphore(0);
            List<String> ids = inManyThreads(() -> {
                int mine;
                synchronized (next) {
                    next.release();
                    mine = next.availablePermits() - 1;
                }
                return submit(requests.get(mine));
            });
            assertEquals(1, new HashSet<>(ids).size(), ids::toString);
            assertEquals(ids.get(0), take().job().id());
            assertEquals(List.of(), queue.take(1, Duration.ZERO));
        }
    }

    @Test
    final void q10_whoComesAgainIsToldOfItsJobEvenIfTheQueueIsFull() {
        String first = submit(keyed("k", "d"));
        for (int i = 1; i < MOST_WAITING; i++) {
            submitted(true);
        }
        assertRefused("busy", () -> submit(keyed("other", "d")));
        assertEquals(first, submit(keyed("k", "d")));
    }

    @Test
    final void q10_aRefusedSubmitLeavesItsKeyFree() throws Exception {
        for (int i = 0; i < MOST_WAITING; i++) {
            submitted(true);
        }
        assertRefused("busy", () -> submit(keyed("k", "d")));
        take();
        JobRequest job = keyed("k", "other");
        assertEquals(job.id(), submit(job));
    }

    @Test
    final void q10_aKeyGoesWithItsResult() throws Exception {
        queue.close();
        queue = open(Map.of("max_retained", 20_000));
        String first = submit(keyed("k", "d"));
        Lease lease = take();
        assertTrue(queue.start(lease, "w1"));
        queue.append(lease, List.of(stdout("x".repeat(30_000))));
        assertEquals(first, submit(keyed("k", "d")));
        finish(lease, JobState.SUCCEEDED);
        assertRefused("gone", () -> watch(lease, 1, false));
        JobRequest second = keyed("k", "other");
        assertEquals(second.id(), submit(second));
    }

    @Test
    final void q10_keysAreThereAgainWhereTheQueueIsDurable() {
        String first = submit(keyed("k", "d"));
        queue.close();
        queue = open();
        String again = submit(keyed("k", "d"));
        assertEquals(isDurable(), first.equals(again));
    }

    // Q11: times ------------------------------------------------------------------------------------------------------

    @Test
    final void q11_aJobIsNotLeasedBeforeItsTime() throws Exception {
        JobRequest job = delayed(Duration.ofMillis(300));
        submit(job);
        assertFalse(queue.awaitJobs(Duration.ZERO));
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
        assertEquals(JobState.QUEUED, status(job).state());
        assertEquals(List.of("1 accepted"), names(events(job, 1)));
        assertTrue(queue.awaitJobs(LONG));
        assertEquals(job.id(), take().job().id());
        assertFalse(Instant.now().isBefore(job.notBefore()), "leased before its time");
        assertEquals(List.of(), queue.take(1, Duration.ZERO));
    }

    @Test
    final void q11_whoWaitsAlreadyIsWokenInTime() throws Exception {
        Future<Lease> waiting = threads.submit(this::take);
        JobRequest job = delayed(Duration.ofMillis(200));
        submit(job);
        assertEquals(job.id(), waiting.get(20, TimeUnit.SECONDS).job().id());
        assertFalse(Instant.now().isBefore(job.notBefore()), "leased before its time");
    }

    @Test
    final void q11_othersAreLeasedMeanwhileAndTimesGoBeforeArrival() throws Exception {
        JobRequest second = delayed(Duration.ofMillis(400));
        JobRequest first = delayed(Duration.ofMillis(200));
        submit(second);
        submit(first);
        JobRequest now = submitted(true);
        JobRequest past = delayed(Duration.ofMillis(-200));
        submit(past);
        for (JobRequest job : List.of(now, past, first, second)) {
            assertEquals(job.id(), take().job().id());
        }
    }

    @Test
    final void q11_aJobThatWaitsForItsTimeCountsAsWaiting() throws Exception {
        for (int i = 0; i < MOST_WAITING; i++) {
            submit(delayed(Duration.ofMinutes(10)));
        }
        assertRefused("busy", () -> submit(delayed(Duration.ofMinutes(10))));
        assertRefused("busy", () -> submit(large(1)));
        // But it holds up nobody who need not wait.
        assertEquals(queue.takesAtOnce(), leasedAtOnce().isPresent());
    }

    private Optional<Lease> leasedAtOnce() {
        try {
            return queue.submitAndTake(job(false));
        } catch (RpcException e) {
            assertEquals("busy", e.code());
            return Optional.empty();
        }
    }

    @Test
    final void q11_aJobIsCancelledWhileItWaitsForItsTime() throws Exception {
        JobRequest job = delayed(Duration.ofMillis(100));
        submit(job);
        assertEquals(
                JobState.CANCELLED,
                queue.cancel(job.id(), why(ErrorCode.CANCELLED)).orElseThrow().state());
        assertEquals(List.of("1 accepted", "2 error", "3 end"), names(events(job, 1)));
        assertEquals(List.of(), queue.take(1, Duration.ofMillis(300)));
    }

    // Q12: once more --------------------------------------------------------------------------------------------------

    @Test
    final void q12_aRetriedJobRunsAsTheSameJobOnceMore() throws Exception {
        JobRequest job = job("f", "ann", 3, null, key("k", "d"));
        submit(job);
        Lease first = take();
        assertTrue(queue.start(first, "w1"));
        Frame progress = Frame.event("progress", Map.of("done", 1.0, "total", 2.0, "message", "half"), Slices.EMPTY);
        assertTrue(queue.append(first, List.of(stdout("one"), progress, result("[1,"))));
        fail(first);
        assertEquals(7, status(job).lastSeq());
        JobStatus again = queue.retry(job.id()).orElseThrow();
        assertEquals(
                new JobStatus(job.id(), "f", JobState.QUEUED, "ann", job.created(), null, null, 1, null, null, 0, 8),
                again);
        assertFalse(queue.start(first, "w1"), "an old lease holds again");
        assertFalse(finish(first, JobState.SUCCEEDED), "an old lease holds again");
        assertEquals(List.of("1 accepted", "2 started", "3 stdout", "4 progress", "8 accepted"), names(events(job, 1)));
        Lease second = take();
        assertEquals(2, second.attempt());
        assertTrue(second.fencingToken() > first.fencingToken());
        assertArrayEquals(new byte[3], second.job().arguments().toByteArray());
        assertTrue(queue.start(second, "w2"));
        assertFalse(queue.append(first, List.of(stdout("late"))), "an old lease holds again");
        assertTrue(queue.append(second, List.of(result("2"))));
        finish(second, JobState.SUCCEEDED);
        List<Frame> events = events(job, 4);
        assertEquals(List.of("4 progress", "8 accepted", "9 started", "10 result", "11 end"), names(events));
        assertEquals(2, ((Number) events.get(2).metadata().get("attempt")).intValue());
        assertEquals("2", events.get(3).data().utf8());
        for (int from = 5; from <= 8; from++) {
            assertEquals(8, events(job, from).get(0).seq());
        }
        JobStatus ended = status(job);
        assertEquals(JobState.SUCCEEDED, ended.state());
        assertEquals(2, ended.attempt());
        assertEquals("w2", ended.worker());
        assertNull(ended.progress());
        assertEquals(job.id(), submit(job("f", "ann", 3, null, key("k", "d"))));
    }

    @Test
    final void q12_watchersThatHaveNotReadTheEndGoOn() throws Exception {
        Lease lease = running(true);
        EventCursor cursor = watch(lease, 1, false);
        drain(cursor);
        Semaphore heard = new Semaphore(0);
        cursor.onAvailable(heard::release);
        fail(lease);
        assertFalse(cursor.isEnded());
        heard.drainPermits();
        queue.retry(lease.job().id());
        assertTrue(heard.tryAcquire(30, TimeUnit.SECONDS), "the retry was not heard of");
        assertEquals(List.of("5 accepted"), names(drain(cursor)));
        assertFalse(cursor.isEnded());
        Lease second = take();
        assertTrue(queue.start(second, "w1"));
        fail(second);
        assertEquals(List.of("6 started", "7 error", "8 end"), names(drain(cursor)));
        assertTrue(cursor.isEnded());
        cursor.close();
    }

    @Test
    final void q12_whatWasCancelledOrLostRunsAgainToo() throws Exception {
        JobRequest cancelled = submitted(true);
        queue.cancel(cancelled.id(), why(ErrorCode.CANCELLED));
        assertEquals(0, queue.retry(cancelled.id()).orElseThrow().attempt());
        Lease lease = take();
        assertEquals(1, lease.attempt());
        assertTrue(queue.start(lease, "w1"));
        queue.cancel(cancelled.id(), why(ErrorCode.CANCELLED));
        finish(lease, JobState.LOST);
        queue.retry(cancelled.id());
        Lease second = take();
        assertEquals(2, second.attempt());
        List<Object> told = new ArrayList<>();
        second.onCancel(told::add);
        assertTrue(queue.start(second, "w1"));
        assertEquals(List.of(), told, "a cancellation of what was reached the next attempt");
        finish(second, JobState.SUCCEEDED);
        assertEquals(JobState.SUCCEEDED, status(cancelled).state());
    }

    @Test
    final void q12_whatDidNotEndSoIsAConflictThatNamesItsState() throws Exception {
        Lease succeeded = running(true);
        finish(succeeded, JobState.SUCCEEDED);
        Lease running = running(true);
        Lease cancelling = running(true);
        queue.cancel(cancelling.job().id(), why(ErrorCode.CANCELLED));
        JobRequest queued = submitted(true);
        Map<String, JobState> states = Map.of(
                succeeded.job().id(),
                JobState.SUCCEEDED,
                running.job().id(),
                JobState.RUNNING,
                cancelling.job().id(),
                JobState.CANCELLING,
                queued.id(),
                JobState.QUEUED);
        states.forEach((id, state) -> {
            JobStatus before = queue.status(id).orElseThrow();
            RpcException conflict = assertRefused("conflict", () -> queue.retry(id));
            assertTrue(conflict.getMessage().startsWith("job " + id + " is " + state + ";"), conflict.getMessage());
            assertEquals(before, queue.status(id).orElseThrow());
        });
        assertEquals(Optional.empty(), queue.retry("nothing"));
    }

    @Test
    final void q12_aCallIsNotRunAgain() throws Exception {
        Lease lease = running(false);
        fail(lease);
        assertRefused("conflict", () -> queue.retry(lease.job().id()));
        assertEquals(JobState.FAILED, status(lease).state());
    }

    @Test
    final void q12_ofManyThatRetryAtOnceOneDoes() throws Exception {
        Lease lease = running(true);
        for (int attempt = 2; attempt < 20; attempt++) {
            fail(lease);
            String id = lease.job().id();
            List<Boolean> done = inManyThreads(() -> {
                try {
                    return queue.retry(id).isPresent();
                } catch (RpcException e) {
                    assertEquals("conflict", e.code());
                    return false;
                }
            });
            assertEquals(1, done.stream().filter(yes -> yes).count());
            lease = take();
            assertEquals(attempt, lease.attempt());
            assertEquals(List.of(), queue.take(1, Duration.ZERO));
            assertTrue(queue.start(lease, "w1"));
        }
    }

    @Test
    final void q12_aRetryNeedsRoomLikeASubmit() throws Exception {
        Lease lease = running(true);
        fail(lease);
        for (int i = 0; i < MOST_WAITING; i++) {
            submitted(true);
        }
        JobStatus before = status(lease);
        assertRefused("busy", () -> queue.retry(lease.job().id()));
        assertEquals(before, status(lease));
        take();
        assertEquals(
                MOST_WAITING - 1, queue.retry(lease.job().id()).orElseThrow().position());
    }

    @Test
    final void q12_whatWasDroppedIsGone() throws Exception {
        queue.close();
        queue = open(Map.of("max_retained", 20_000));
        JobRequest job = large(30_000);
        submit(job);
        Lease lease = take();
        assertTrue(queue.start(lease, "w1"));
        fail(lease);
        assertRefused("gone", () -> queue.retry(job.id()));
        assertRefused("gone", () -> events(job, 1));
        assertEquals(JobState.FAILED, status(job).state());
    }

    // Q13: places -----------------------------------------------------------------------------------------------------

    @Test
    final void q13_aQueuedJobTellsHowManyAreBeforeIt() throws Exception {
        List<JobRequest> jobs = new ArrayList<>();
        for (int i = 0; i < MOST_WAITING - 1; i++) {
            jobs.add(submitted(true));
            Frame accepted = events(jobs.get(i), 1).get(0);
            assertEquals(i, ((Number) accepted.metadata().get("position")).intValue());
        }
        JobRequest later = delayed(Duration.ofMinutes(10));
        submit(later);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), positions(jobs, later));
        queue.cancel(jobs.get(1).id(), why(ErrorCode.CANCELLED));
        assertEquals(List.of(0L, 0L, 1L, 2L, 3L), positions(jobs, later));
        Lease first = take();
        assertEquals(List.of(0L, 0L, 0L, 1L, 2L), positions(jobs, later));
        assertTrue(queue.start(first, "w1"));
        fail(first);
        queue.retry(first.job().id());
        assertEquals(List.of(2L, 0L, 0L, 1L, 3L), positions(jobs, later));
        JobFilter queued = new JobFilter("ann", JobState.QUEUED, null, null, 2);
        List<JobStatus> listed = queue.list(queued);
        assertEquals(
                List.of(later.id(), jobs.get(3).id()),
                listed.stream().map(JobStatus::job).toList());
        assertEquals(List.of(3L, 1L), listed.stream().map(JobStatus::position).toList());
        assertNotEquals(0, status(later).position());
    }

    private List<Long> positions(List<JobRequest> jobs, JobRequest later) {
        List<Long> positions = new ArrayList<>();
        jobs.forEach(job -> positions.add(status(job).position()));
        positions.add(status(later).position());
        return positions;
    }
}
