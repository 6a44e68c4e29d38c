package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class LostConnectionsTest {
    private static String lost(Executable work) {
        return assertThrows(UncheckedIOException.class, work).getMessage();
    }

    /** Cuts the first answers, then plays on. */
    private static Scripted.Play cutting(int times, Scripted.Play then) {
        AtomicInteger left = new AtomicInteger(times);
        return (request, reply) -> {
            if (left.getAndDecrement() > 0) {
                reply.abort();
            } else {
                then.handle(request, reply);
            }
        };
    }

    private static void submitted(Request request, Reply reply) throws IOException {
        Scripted.reply(reply, Map.of("job", "j1"));
    }

    @Test
    void whatOnlyReadsIsAskedAgain() {
        try (Scripted server = new Scripted(
                cutting(2, (request, reply) -> Scripted.reply(reply, Scripted.status("j1", "running", 3))))) {
            JobStatus status = server.client().job("j1").status();
            assertEquals(JobState.RUNNING, status.state());
            assertEquals(3, server.count(Op.STATUS));
        }
    }

    @Test
    void whatOnlyReadsIsAskedSoOftenAndNoMore() {
        try (Scripted server = new Scripted((request, reply) -> reply.abort());
                RpcClient client = RpcClient.builder(server.address).tries(3).connect()) {
            assertEquals(
                    "status of job j1 failed 3 times: the answer of " + server.address + " was cut",
                    lost(() -> client.job("j1").status()));
            assertEquals(3, server.count(Op.STATUS));
            assertEquals(
                    "list of jobs failed 3 times: the answer of " + server.address + " was cut", lost(client::jobs));
            assertEquals(
                    "events of job j1 failed 3 times: the answer of " + server.address + " was cut",
                    lost(() -> client.job("j1").result()));
            assertEquals(3, server.count(Op.EVENTS));
        }
    }

    @Test
    void aCallIsNeverSentAgain() {
        try (Scripted server = new Scripted((request, reply) -> {
            if (request.target().equals("begun")) {
                reply.send(Scripted.event("accepted", 1, "job", "j7", "position", 0L), false);
            }
            reply.abort();
        })) {
            RpcClient client = server.client();
            assertEquals(
                    "call of 'add' failed: the answer of " + server.address
                            + " was cut; the call may have run, so it was not sent again",
                    lost(() -> client.call("add", 1, 2)));
            assertEquals(1, server.count(Op.CALL));
            assertEquals(
                    "call of 'begun' failed: the answer of " + server.address
                            + " was cut; the call may have run (job j7), so it was not sent again",
                    lost(() -> client.call("begun")));
            assertEquals(2, server.count(Op.CALL));
        }
    }

    @Test
    void aSubmitBringsAKeyAndIsSentAgainWithIt() {
        try (Scripted server = new Scripted(cutting(2, LostConnectionsTest::submitted))) {
            RpcClient client = server.client();
            assertEquals("j1", client.submit("train", 1).id());
            assertEquals(3, server.count(Op.SUBMIT));
            Set<String> keys = server.requests.stream()
                    .filter(request -> request.op() == Op.SUBMIT)
                    .map(request -> request.field("idempotency_key").orElseThrow())
                    .collect(Collectors.toSet());
            assertEquals(1, keys.size());
            client.submit("train", 1);
            Request other = server.requests.get(server.requests.size() - 1);
            assertFalse(keys.contains(other.field("idempotency_key").orElseThrow()));
        }
    }

    @Test
    void aSubmitHasTheKeyAndTheDelayThatItWasGiven() {
        try (Scripted server = new Scripted((request, reply) -> {
            if (request.op() == Op.CALL) {
                Scripted.refuse(reply, ErrorCode.NOT_FOUND, "there is no function 'f'");
            } else {
                submitted(request, reply);
            }
        })) {
            Invocation invocation = new Invocation(calls(server), "train")
                    .delay(Duration.ofMillis(1500))
                    .idempotencyKey("monday run");
            invocation.submit();
            Request request = server.requests.get(server.requests.size() - 1);
            assertEquals("monday run", request.field("idempotency_key").orElseThrow());
            assertEquals("1.5", request.field("delay").orElseThrow());
            assertEquals(
                    "delay is for submit(); a call waits for its result at once",
                    assertThrows(IllegalStateException.class, invocation::call).getMessage());
            assertEquals(
                    "idempotency key 'a\n' is not one or more printable ASCII characters, no blank at its ends",
                    assertThrows(IllegalArgumentException.class, () -> invocation.idempotencyKey("a\n"))
                            .getMessage());
            assertEquals(
                    "delay is PT-1S, must not be negative",
                    assertThrows(IllegalArgumentException.class, () -> invocation.delay(Duration.ofSeconds(-1)))
                            .getMessage());
            assertEquals(
                    "a submitted call has no listener; listen to its job: submit().follow(…)",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> invocation.onProgress(progress -> {}).submit())
                            .getMessage());
        }
    }

    private static RemoteCalls calls(Scripted server) {
        return server.client().calls();
    }

    @Test
    void aServerThatComesBackIsFoundAgainWhereNothingCanRunTwice() {
        try (Scripted server = new Scripted(LostConnectionsTest::submitted)) {
            RpcClient client = server.client();
            server.stop();
            CompletableFuture<String> submitted =
                    CompletableFuture.supplyAsync(() -> client.submit("train").id());
            assertEquals(
                    "call of 'add' failed: cannot reach " + server.address + ": nobody listens there in this process",
                    lost(() -> client.call("add")));
            server.listen();
            assertEquals("j1", submitted.join());
        }
    }

    @Test
    void aServerThatWasNeverThereIsToldOfAtOnce() {
        assertEquals(
                "list of functions failed: cannot reach inproc://nobody: nobody listens there in this process",
                lost(() -> RpcClient.connect("inproc://nobody")));
    }

    @Test
    void aJobIsTakenUpAgainAfterTheLastEventThatWasSeen() {
        BlockingQueue<String> from = new LinkedBlockingQueue<>();
        try (Scripted server = new Scripted((request, reply) -> {
            String first = request.field("from").orElseThrow();
            from.add(first);
            switch (first) {
                case "1" -> {
                    reply.send(Scripted.text("stdout", 2, "one "), false);
                    reply.abort();
                }
                case "3" -> {
                    reply.send(Scripted.text("stdout", 5, "two"), false);
                    reply.abort();
                }
                default -> {
                    reply.send(Scripted.event("error", 6, "error", Map.of("code", "cancelled", "message", "m")), false);
                    reply.send(Scripted.event("end", 7, "status", "cancelled"), true);
                }
            }
        })) {
            Printed printed = new Printed();
            try (RpcClient client =
                    RpcClient.builder(server.address).output(printed).connect()) {
                RemoteException e = assertThrows(
                        RemoteException.class, () -> client.job("j1").result());
                assertEquals("cancelled", e.code());
            }
            assertEquals("one two", printed.out());
            assertEquals(List.of("1", "3", "6"), List.copyOf(from));
        }
    }

    @Test
    void anEndWithoutAResultIsSaidToBeThat() {
        try (Scripted server =
                new Scripted((request, reply) -> reply.send(Scripted.event("end", 7, "status", "succeeded"), true))) {
            assertEquals(
                    server.address + " ended job j1 as 'succeeded' with neither a result nor an error",
                    lost(() -> server.client().job("j1").result()));
        }
    }

    /** A server whose calls never end, and that says when one has begun and what was cancelled. */
    private static Scripted endless(CountDownLatch begun, BlockingQueue<String> cancelled) {
        return new Scripted((request, reply) -> {
            if (request.op() == Op.CANCEL) {
                cancelled.add(request.target());
                Scripted.reply(reply, Scripted.status(request.target(), "cancelling", 3));
                return;
            }
            reply.send(Scripted.event("accepted", 1, "job", "j1", "position", 0L), false);
            reply.send(Scripted.text("stdout", 2, "x"), false);
            begun.countDown();
            new CountDownLatch(1).await();
        });
    }

    @Test
    void anInterruptEndsTheWaitingAndCancelsTheCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
        Printed printed = new Printed();
        try (Scripted server = endless(begun, cancelled);
                RpcClient client =
                        RpcClient.builder(server.address).output(printed).connect()) {
            AtomicReference<UncheckedIOException> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                thrown.set(assertThrows(UncheckedIOException.class, () -> client.call("block")));
                flag.set(Thread.currentThread().isInterrupted());
            });
            waiting.start();
            printed.awaitOut("x");
            waiting.interrupt();
            waiting.join(30_000);
            assertEquals(
                    "call of 'block' at " + server.address + " failed: the waiting thread was interrupted; the server"
                            + " is told to cancel the call",
                    thrown.get().getMessage());
            assertTrue(thrown.get().getCause() instanceof InterruptedIOException);
            assertEquals(true, flag.get());
            assertEquals("j1", cancelled.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptOfWhoWaitsForAJobLeavesTheJobAlone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
        try (Scripted server = endless(begun, cancelled)) {
            Job job = server.client().job("j1");
            AtomicReference<String> message = new AtomicReference<>();
            Thread waiting = new Thread(() -> message.set(lost(job::result)));
            waiting.start();
            Served.await(begun);
            waiting.interrupt();
            waiting.join(30_000);
            assertEquals(
                    "events of job j1 at " + server.address + " failed: the waiting thread was interrupted",
                    message.get());
            assertEquals(0, server.count(Op.CANCEL));
        }
    }

    @Test
    void aFutureThatIsCancelledCancelsTheCallOnTheServerAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
        Printed printed = new Printed();
        try (Scripted server = endless(begun, cancelled);
                RpcClient client =
                        RpcClient.builder(server.address).output(printed).connect()) {
            CompletableFuture<Object> call = client.callAsync("block");
            printed.awaitOut("x");
            call.cancel(true);
            assertEquals("j1", cancelled.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingTheClientEndsWhatWaitsAndSaysSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(3);
        BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
        try (Scripted server = endless(begun, cancelled)) {
            RpcClient client = server.client();
            CompletableFuture<Object> call = client.callAsync("block");
            CompletableFuture<Object> result = client.job("j9").resultAsync();
            CompletableFuture<List<Object>> mapped = CompletableFuture.supplyAsync(
                    () -> new Invocation(calls(server), "each").map(List.of(1)).toList());
            Served.await(begun);
            client.close();
            assertEquals("call of 'block' at " + server.address + " failed: the client was closed", cause(call));
            assertEquals("events of job j9 at " + server.address + " failed: the client was closed", cause(result));
            assertEquals("call of 'each' at " + server.address + " failed: the client was closed", cause(mapped));
            assertEquals(
                    "the client of " + server.address + " is closed",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> client.job("j9").status())
                            .getMessage());
        }
    }

    private static String cause(CompletableFuture<?> future) {
        Throwable cause = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS))
                .getCause();
        assertEquals(UncheckedIOException.class, cause.getClass());
        return cause.getMessage();
    }
}
