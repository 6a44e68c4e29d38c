package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.queue.MemoryBackend;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AnswerPumpTest {
    private final JobQueue queue = new MemoryBackend().open(URI.create("memory:/"), Settings.EMPTY, Limits.defaults());
    private final Pulse pulse = new Pulse();
    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final AtomicInteger tries = new AtomicInteger();

    private final Reply reply = new Reply() {
        @Override
        public void send(Frame frame, boolean last) {
            sent.add(frame.event() + (last ? ", last" : ""));
        }

        @Override
        public void abort() {
            sent.add("abort");
        }
    };

    private Frame end() {
        return new Frame(Map.of(
                "event",
                "end",
                "status",
                queue.status("j").orElseThrow().state().wireName()));
    }

    @AfterEach
    void close() {
        queue.close();
        pulse.close();
    }

    /** Has no thread for the first three tasks. */
    private Executor failingFirst(Throwable trouble) {
        return task -> {
            if (tries.incrementAndGet() > 3) {
                task.run();
            } else if (trouble instanceof Error e) {
                throw e;
            } else {
                throw (RuntimeException) trouble;
            }
        };
    }

    private void assertArrivesAllTheSame(Throwable trouble) throws InterruptedException {
        JobRequest job = new JobRequest("j", "f", "tiny", Slices.EMPTY, Map.of(), null, Instant.EPOCH, false);
        Lease lease = queue.submitAndTake(job).orElseThrow();
        new AnswerPump(
                        queue.watch("j", 1, true).orElseThrow(),
                        reply,
                        failingFirst(trouble),
                        pulse,
                        () -> {},
                        this::end)
                .start();
        assertTrue(queue.start(lease, "w"));
        assertTrue(queue.append(lease, List.of(new Frame(Map.of("event", "stdout")))));
        Frame end = new Frame(Map.of("event", "end", "status", "succeeded"));
        assertTrue(queue.finish(lease, JobState.SUCCEEDED, List.of(end)));
        assertEquals("accepted", sent.poll(20, TimeUnit.SECONDS));
        assertEquals("started", sent.poll(20, TimeUnit.SECONDS));
        assertEquals("stdout", sent.poll(20, TimeUnit.SECONDS));
        assertEquals("end, last", sent.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void anAnswerThatFindsNoThreadIsSentLaterAndTheJobHearsNothingOfIt() throws InterruptedException {
        assertArrivesAllTheSame(new OutOfMemoryError("unable to create native thread (as the test has it)"));
    }

    @Test
    void anAnswerThatWasRefusedAThreadIsSentLater() throws InterruptedException {
        assertArrivesAllTheSame(new RejectedExecutionException("as the test has it"));
    }

    /** A pump without a beat or another thread to help it. */
    private AnswerPump pumpHere() {
        pulse.close();
        return new AnswerPump(
                queue.watch("j", 1, true).orElseThrow(),
                reply,
                task -> tries.incrementAndGet(),
                pulse,
                () -> {},
                this::end);
    }

    private Lease taken() {
        return queue.submitAndTake(new JobRequest("j", "f", "tiny", Slices.EMPTY, Map.of(), null, Instant.EPOCH, false))
                .orElseThrow();
    }

    @Test
    void aShortCallIsAnsweredByTheThreadThatRanItAndNeedsNoOther() {
        Lease lease = taken();
        AnswerPump pump = pumpHere();
        pump.startHere();
        assertTrue(queue.start(lease, "w"));
        pump.begins();
        pump.ended();
        Frame result = Frame.event("result", Map.of("status", "succeeded"), Slices.EMPTY);
        assertTrue(queue.finish(lease, JobState.SUCCEEDED, List.of(result)));
        assertEquals(List.of(), List.copyOf(sent));
        pump.finished();
        assertEquals("result, last", sent.peek());
        assertEquals(1, sent.size());
        assertEquals(0, tries.get(), "tasks for other threads");
    }

    @Test
    void aCallThatWasCancelledBeforeItBeganIsAnsweredToo() {
        Lease lease = taken();
        AnswerPump pump = pumpHere();
        pump.startHere();
        // Heard in the starting thread, which lets other threads sleep: nobody else will tell.
        queue.cancel("j", ErrorRecord.of(ErrorCode.CANCELLED, "as the test has it"));
        assertFalse(queue.start(lease, "w"));
        pump.finished();
        assertEquals(List.of("accepted", "error", "end, last"), List.copyOf(sent));
    }

    @Test
    void anErrorInOneAnswersBeatLeavesTheOthersTheirs() throws InterruptedException {
        pulse.add(now -> {
            throw new OutOfMemoryError("as the test has it");
        });
        CountDownLatch beats = new CountDownLatch(3);
        pulse.add(now -> beats.countDown());
        assertTrue(beats.await(20, TimeUnit.SECONDS), "the pulse has stopped");
    }

    private void watchFrom(long seq) {
        new AnswerPump(queue.watch("j", seq, false).orElseThrow(), reply, Runnable::run, pulse, () -> {}, this::end)
                .start();
    }

    @Test
    void whoComesBackAfterTheEndIsToldThatItWasTheEnd() throws InterruptedException {
        Lease lease = taken();
        assertTrue(queue.start(lease, "w"));
        Frame end = new Frame(Map.of("event", "end", "status", "succeeded"));
        assertTrue(queue.finish(lease, JobState.SUCCEEDED, List.of(end)));
        watchFrom(100);
        assertEquals("end, last", sent.poll(20, TimeUnit.SECONDS));
        assertTrue(pulse.isQuiet(), "an answer is looked after that has ended");
    }

    @Test
    void whoWaitsBehindTheLastEventIsToldOfTheEndWhenItComes() throws InterruptedException {
        Lease lease = taken();
        assertTrue(queue.start(lease, "w"));
        watchFrom(100);
        assertEquals("ping", sent.poll(20, TimeUnit.SECONDS));
        Frame end = new Frame(Map.of("event", "end", "status", "succeeded"));
        assertTrue(queue.finish(lease, JobState.SUCCEEDED, List.of(end)));
        assertEquals("end, last", sent.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whoComesBackToASilentJobHearsAtOnceThatTheServerIsThere() throws InterruptedException {
        Lease lease = taken();
        assertTrue(queue.start(lease, "w"));
        watchFrom(3);
        assertEquals("ping", sent.poll(20, TimeUnit.SECONDS));
    }
}
