package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Jobs that are run once more. */
@Timeout(60)
final class RetryTest {
    private final AtomicInteger ran = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private Served served;
    private Wire wire;

    private void serve(Map<String, ?> settings) throws IOException {
        served = Served.of(settings, functions -> {
            functions.registerDynamic("second", "", arguments -> {
                int attempt = ran.incrementAndGet();
                System.out.println("attempt " + attempt);
                if (attempt == 1) {
                    throw new IllegalStateException("the first fails");
                }
                return arguments.positional();
            });
            functions.registerDynamic("linger", "", arguments -> {
                begun.countDown();
                new CountDownLatch(1).await();
                return null;
            });
        });
        wire = new Wire(served.address);
    }

    @AfterEach
    void close() {
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

    /** The numbers and names of a job's events. */
    private List<String> events(String job) throws IOException {
        List<String> events = new ArrayList<>();
        InProcessTransport transport = new InProcessTransport();
        TransportOptions options = new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of());
        try (Channel channel = transport.connect(URI.create(served.address), options);
                Exchange exchange = channel.open(new Request(Op.EVENTS, job, Map.of(), Body.EMPTY))) {
            for (Frame frame = exchange.next(); frame != null; frame = exchange.next()) {
                events.add(frame.seq() + " " + frame.event());
            }
        }
        return events;
    }

    @Test
    void whatFailedRunsOnceMoreWithItsArguments() throws Exception {
        serve(Map.of());
        String job = wire.submit("second", Map.of(), 1, "two");
        assertEquals("the first fails", wire.follow(job).error().message());
        assertEquals(List.of("1 accepted", "2 started", "3 stdout", "4 error", "5 end"), events(job));
        JobStatus queued = wire.retry(job);
        assertEquals(job, queued.job());
        JobStatus ended = wire.ended(job);
        assertEquals(JobState.SUCCEEDED, ended.state());
        assertEquals(2, ended.attempt());
        assertEquals(List.of(1L, "two"), wire.follow(job).value());
        assertEquals(
                List.of("1 accepted", "2 started", "3 stdout", "6 accepted", "7 started", "8 stdout", "9 result"),
                events(job));
        assertRefused(
                ErrorCode.CONFLICT,
                "job " + job + " is succeeded; only what failed, was cancelled or lost is run again",
                () -> wire.retry(job));
        assertEquals(2, ran.get());
    }

    @Test
    void whoSubmitsAgainWithTheKeyOfAFailedJobMayRetryIt() throws Exception {
        serve(Map.of());
        String job = wire.submit("second", Map.of("idempotency_key", "k"), 1);
        assertEquals(JobState.FAILED, wire.ended(job).state());
        assertEquals(job, wire.submit("second", Map.of("idempotency_key", "k"), 1));
        assertEquals(1, ran.get());
        wire.retry(job);
        assertEquals(List.of(1L), wire.follow(job).value());
    }

    @Test
    void whatRunsOrWaitsIsNotRunTwice() throws Exception {
        serve(Map.of("workers", 1));
        String running = wire.submit("linger", Map.of());
        Served.await(begun);
        String waiting = wire.submit("linger", Map.of());
        assertRefused(
                ErrorCode.CONFLICT,
                "job " + running + " is running; only what failed, was cancelled or lost is run again",
                () -> wire.retry(running));
        assertRefused(
                ErrorCode.CONFLICT,
                "job " + waiting + " is queued; only what failed, was cancelled or lost is run again",
                () -> wire.retry(waiting));
        wire.cancel(waiting);
        wire.cancel(running);
        assertEquals(JobState.CANCELLED, wire.ended(running).state());
        assertEquals(waiting, wire.retry(waiting).job());
    }

    @Test
    void eachAttemptHasItsTime() throws Exception {
        serve(Map.of());
        String job = wire.submit("linger", Map.of("timeout", "0.1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertEquals("timeout", wire.follow(job).error().code());
            assertEquals(attempt, wire.ended(job).attempt());
            wire.retry(job);
        }
        wire.follow(job);
    }

    @Test
    void aCallIsNotRunAgain() throws Exception {
        serve(Map.of());
        String job = wire.call("second", Map.of()).job();
        assertRefused(
                ErrorCode.CONFLICT,
                "job " + job + " was a call, whose arguments are not kept; submit what is to be run again",
                () -> wire.retry(job));
    }

    @Test
    void aJobIsItsOwnersToRetry() throws Exception {
        AtomicReference<String> caller = new AtomicReference<>("ann");
        Verifier whoever = access -> new Principal(caller.get());
        serve(Map.of("auth", whoever));
        String job = wire.submit("second", Map.of());
        wire.ended(job);
        caller.set("bob");
        assertRefused(ErrorCode.NOT_FOUND, "there is no job '" + job + "', or it is forgotten", () -> wire.retry(job));
        assertEquals(1, ran.get());
    }

    @Test
    void whoMayNoLongerCallAFunctionMayNotHaveItRunAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Verifier everybody = access -> new Principal("ann");
        Verifier once = access -> {
            if (calls.getAndIncrement() > 0) {
                throw new RpcException(ErrorCode.FORBIDDEN, "not any more");
            }
            return new Principal("ann");
        };
        served = Served.of(Map.of("auth", everybody), functions -> {
            ((RpcServer) functions).config(Map.of("second", Map.of("auth", once)));
            functions.registerDynamic("second", "", arguments -> {
                ran.incrementAndGet();
                throw new IllegalStateException("fails");
            });
        });
        wire = new Wire(served.address);
        String job = wire.submit("second", Map.of());
        wire.ended(job);
        assertRefused(
                ErrorCode.FORBIDDEN, "job " + job + " runs 'second', which you may not call", () -> wire.retry(job));
        assertEquals(1, ran.get());
    }

    @Test
    void argumentsThatAreKeptForARetryCountAndGo() throws Exception {
        serve(Map.of("max_retained", 100_000));
        String first = wire.submit("second", Map.of(), "x".repeat(60_000));
        assertEquals(JobState.FAILED, wire.ended(first).state());
        ran.set(0);
        String second = wire.submit("second", Map.of(), "x".repeat(60_000));
        assertEquals(JobState.FAILED, wire.ended(second).state());
        RpcException gone = assertThrows(RpcException.class, () -> wire.retry(first));
        assertEquals("gone", gone.code());
        assertEquals(
                "job " + first + " ended at " + wire.status(first).ended()
                        + "; its arguments are kept no more (result_ttl, max_retained)",
                gone.getMessage());
        wire.retry(second);
        assertEquals(JobState.SUCCEEDED, wire.ended(second).state());
    }

    private static Frame event(String name, long seq, Map<String, Object> members, String data) {
        return Frame.event(name, members, Slices.utf8(data)).with("seq", seq);
    }

    @Test
    void aFollowerThatSawPartOfAnAttemptForgetsIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String address = "inproc://two-attempts";
        TransportOptions options = new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of());
        ErrorRecord error = ErrorRecord.of(ErrorCode.WORKER_LOST, "gone");
        try (Listener listener = new InProcessTransport().listen(URI.create(address), options, (request, reply) -> {
                    try {
                        if (asked.incrementAndGet() == 1) {
                            assertEquals("1", request.fields().get("from"));
                            reply.send(event("started", 2, Map.of("attempt", 1), ""), false);
                            reply.send(event("result", 3, Map.of("serializer", "other"), "[1,2"), false);
                            reply.send(event("error", 4, Map.of("error", error.toMap()), ""), false);
                            reply.abort();
                        } else {
                            assertEquals("5", request.fields().get("from"));
                            reply.send(event("accepted", 6, Map.of("position", 0), ""), false);
                            reply.send(event("started", 7, Map.of("attempt", 2), ""), false);
                            reply.send(
                                    event("result", 8, Map.of("serializer", "tiny", "status", "succeeded"), "3"), true);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                Wire client = new Wire(address)) {
            var outcome = client.follow("j");
            assertNull(outcome.error());
            assertEquals(3L, outcome.value());
            assertEquals(2, asked.get());
            assertEquals(URI.create(address), listener.address());
        }
    }
}
