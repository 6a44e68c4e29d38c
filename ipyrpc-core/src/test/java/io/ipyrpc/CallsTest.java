package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import io.ipyrpc.function.FunctionReference.Function0;
import io.ipyrpc.function.FunctionReference.Procedure0;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallsTest {
    static double scaled(double value, double factor) {
        return value * factor;
    }

    @Test
    void argumentsGoByPositionAndByKeyword() {
        try (Served served = Served.of(f -> f.register("scaled", CallsTest::scaled))) {
            RpcClient client = served.client();
            assertEquals(6.0, client.call("scaled", 2, 3.0));
            assertEquals(6.0, client.function("scaled").arg(2).arg("factor", 3).call());
            assertEquals(6.0, client.call(double.class, "scaled", 2, 3));
            assertEquals(6, client.call(int.class, "scaled", 2, 3));
            assertEquals(
                    "scaled(value: double, factor: double) -> double",
                    client.function("scaled").toString());
            assertEquals(
                    "RpcClient " + served.address + ": 1 function\n  scaled(value: double, factor: double) -> double",
                    client.toString());
            ClassCastException e =
                    assertThrows(ClassCastException.class, () -> client.call(int.class, "scaled", 2.5, 1));
            assertEquals("the result of 'scaled': 2.5 is not an int", e.getMessage());
        }
    }

    @Test
    void argumentsThatDoNotFitAreRefusedShowingTheSignature() {
        try (Served served = Served.of(f -> f.register("scaled", CallsTest::scaled))) {
            RpcClient client = served.client();
            String signature = "; signature: scaled(value: double, factor: double) -> double";
            assertRefused("argument 'factor' is missing" + signature, () -> client.call("scaled", 1));
            assertRefused(
                    "3 positional arguments where at most 2 are taken" + signature,
                    () -> client.call("scaled", 1, 2, 3));
            assertRefused("argument 'value': 'x' is not a double" + signature, () -> client.call("scaled", "x", 2));
            assertRefused(
                    "there is no parameter 'faktor'; did you mean 'factor'?" + signature,
                    () -> client.function("scaled").arg(1).arg("faktor", 2).call());
        }
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable call) {
        RemoteException e = assertThrows(RemoteException.class, call);
        assertEquals("bad_request", e.code());
        assertEquals(message, e.remoteMessage());
    }

    @Test
    void aFunctionThatIsNotThereOffersTheNearest() {
        try (Served served = Served.of(f -> f.register("scaled", CallsTest::scaled))) {
            RpcClient client = served.client();
            RemoteException e = assertThrows(RemoteException.class, () -> client.call("scalde"));
            assertEquals("not_found: there is no function 'scalde'; did you mean 'scaled'?", e.getMessage());
            assertEquals(
                    "there is no function 'scalde'; did you mean 'scaled'?",
                    assertThrows(NoSuchElementException.class, () -> client.function("scalde"))
                            .getMessage());
            assertEquals(
                    "not_found: there is no function 'quite different'; known: scaled",
                    assertThrows(RemoteException.class, () -> client.call("quite different"))
                            .getMessage());
        }
    }

    @Test
    void aFunctionThatComesLaterIsFound() {
        try (Served served = Served.of(f -> {})) {
            RpcClient client = served.client();
            served.server.register("scaled", CallsTest::scaled);
            assertEquals(2.0, client.call("scaled", 1, 2));
            assertEquals(2.0, client.function("scaled").call(1, 2));
        }
    }

    @Test
    void anArgumentThatCannotBeSentIsRefusedHere() {
        try (Served served = Served.of(f -> f.register("scaled", CallsTest::scaled))) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> served.client().call("scaled", new Object()));
            assertEquals(
                    "an argument of 'scaled' cannot be sent: a java.lang.Object cannot be sent; use a record, a bean"
                            + " with getters, or a type of the protocol",
                    e.getMessage());
        }
    }

    @Test
    void cancellingReachesTheFunctionAsAFlagAndAnInterrupt() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Printed printed = new Printed();
        try (Served served = Served.of(f -> f.register("wait", () -> {
            Thread talker = new Thread(() -> {
                try {
                    Served.await(cancelled);
                    // The server hears that its caller is gone when it has something to say to it.
                    System.out.println("anybody there?");
                } catch (InterruptedException e) {
                    seen.add("the wrong thread was interrupted");
                }
            });
            talker.start();
            System.out.println("waiting");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                seen.add("interrupted, cancelled: " + Call.current().isCancelled());
                throw e;
            }
        }))) {
            CompletableFuture<Object> call = served.client(printed).callAsync("wait");
            printed.awaitOut("waiting");
            assertTrue(call.cancel(true));
            assertThrows(CancellationException.class, call::join);
            cancelled.countDown();
            assertEquals("interrupted, cancelled: true", seen.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSilentFunctionHearsOfItsCancellationToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Served served = Served.of(f -> f.register("wait", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }))) {
            CompletableFuture<Object> call = served.client().callAsync("wait");
            Served.await(begun);
            call.cancel(true);
            Served.await(interrupted);
        }
    }

    @Test
    void aCallThatMayOutliveItsCallerGoesOn() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        Printed printed = new Printed();
        try (Served served = new Served()) {
            served.server.config(Map.of("work", Map.of("on_disconnect", "continue")));
            served.server.register("work", () -> {
                System.out.println("begun");
                Served.await(gone);
                for (int i = 0; i < 1000; i++) {
                    System.out.println("going on");
                }
                ended.add(Call.current().isCancelled());
            });
            served.server.listen(served.address);
            RpcClient client = served.client(printed);
            client.callAsync("work");
            printed.awaitOut("begun");
            client.close();
            gone.countDown();
            assertEquals(false, ended.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void noMoreRunAtOnceThanThereAreWorkersAndTheOthersWaitTheirTurn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch two = new CountDownLatch(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Served served = Served.of(
                Map.of("workers", 2),
                f -> f.register("block", () -> {
                            two.countDown();
                            Served.await(release);
                        })
                        .register("quick", (Integer n) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            order.add(n);
                            running.decrementAndGet();
                            return n;
                        }))) {
            RpcClient client = served.client();
            List<Future<Object>> blocked = new ArrayList<>();
            blocked.add(threads.submit(() -> client.call("block")));
            blocked.add(threads.submit(() -> client.call("block")));
            Served.await(two);
            List<Future<Object>> waiting = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                int number = n;
                waiting.add(threads.submit(() -> client.call("quick", number)));
            }
            assertEquals(List.of(), order);
            assertTrue(waiting.stream().noneMatch(Future::isDone));
            release.countDown();
            for (int n = 0; n < 20; n++) {
                assertEquals((long) n, waiting.get(n).get(30, TimeUnit.SECONDS));
            }
            for (Future<Object> one : blocked) {
                one.get(30, TimeUnit.SECONDS);
            }
            assertTrue(most.get() <= 2, most + " ran at once");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyQuickCallsThroughOneWorkerAllGetTheirResults() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Served served = Served.of(Map.of("workers", 1), f -> f.register("same", (Integer n) -> n))) {
            RpcClient client = served.client();
            List<Future<Object>> calls = IntStream.range(0, 4_000)
                    .mapToObj(n -> threads.submit(() -> client.call("same", n)))
                    .toList();
            for (int n = 0; n < calls.size(); n++) {
                assertEquals((long) n, calls.get(n).get(30, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void moreCallsThanMayWaitAreBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Map<String, Object> settings = Map.of("workers", 1, "max_queue", 1);
        try (Served served = Served.of(
                settings,
                f -> f.register("block", () -> {
                    running.countDown();
                    Served.await(release);
                }))) {
            RpcClient client = served.client();
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            calls.add(client.callAsync("block"));
            Served.await(running);
            // One waits in the queue, and one may be in the hands of who waits for room; the others are refused. Until
            // two were, nobody may go on, else a call that comes late would find room.
            CountDownLatch refused = new CountDownLatch(2);
            for (int i = 0; i < 4; i++) {
                CompletableFuture<Object> call = client.callAsync("block");
                calls.add(call);
                call.exceptionally(e -> {
                    refused.countDown();
                    return null;
                });
            }
            Served.await(refused);
            release.countDown();
            long through = 0;
            for (CompletableFuture<Object> call : calls) {
                try {
                    call.get(30, TimeUnit.SECONDS);
                    through++;
                } catch (ExecutionException e) {
                    assertEquals(
                            "busy: 1 jobs wait already, max_queue is 1; try again later",
                            e.getCause().getMessage());
                }
            }
            assertTrue(through == 2 || through == 3, through + " calls got through");
        }
    }

    @Test
    void anInterruptByCancelIsNotLeftForTheNextCallOfTheThread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Function0<Boolean> look = Thread::interrupted;
        try (Served served = Served.of(
                Map.of("workers", 1),
                f -> f.register("block", () -> {
                            running.countDown();
                            Served.await(release);
                        })
                        .register("look", look)
                        .register("interruptItself", (Procedure0)
                                () -> Thread.currentThread().interrupt()))) {
            RpcClient client = served.client();
            CompletableFuture<Object> block = client.callAsync("block");
            Served.await(running);
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(client.callAsync("interruptItself"));
                calls.add(client.callAsync("look"));
            }
            release.countDown();
            block.get(30, TimeUnit.SECONDS);
            for (int i = 0; i < calls.size(); i++) {
                assertEquals(i % 2 == 0 ? null : false, calls.get(i).get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void closingTheServerEndsWhatRuns() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Served served = Served.of(
                Map.of("workers", 2),
                f -> f.register("block", () -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                        System.out.println("ending");
                    }
                }));
        RpcClient client = served.client();
        List<CompletableFuture<Object>> calls =
                List.of(client.callAsync("block"), client.callAsync("block"), client.callAsync("block"));
        Served.await(running);
        served.server.close();
        Served.await(interrupted);
        for (CompletableFuture<Object> call : calls) {
            Throwable e = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS))
                    .getCause();
            assertTrue(e instanceof UncheckedIOException || e instanceof RuntimeException, e.toString());
        }
        assertThrows(UncheckedIOException.class, () -> client.call("block"));
        served.close();
    }

    @Test
    void aServerSaysWhatItCannotListenAt() {
        try (RpcServer server = RpcServer.create()) {
            IllegalArgumentException open =
                    assertThrows(IllegalArgumentException.class, () -> server.listen("http://0.0.0.0:7777"));
            assertEquals(
                    "'http://0.0.0.0:7777' can be reached from other machines, and anybody could call every function:"
                            + " configure 'auth', or say \"allow_anonymous\": true in the configuration or serve"
                            + " --allow-anonymous (in code: settings(Map.of(\"allow_anonymous\", true)))",
                    open.getMessage());
            // Whoever reads that does it.
            server.settings(Map.of("allow_anonymous", true));
            assertEquals(
                    "transport 'http' is not installed; add ipyrpc-http-jdk to the class path or the plugins folder;"
                            + " installed: inproc",
                    assertThrows(IllegalArgumentException.class, () -> server.listen("http://0.0.0.0:7777"))
                            .getMessage());
            assertEquals(
                    "listen '7777' is not scheme://host:port, such as http://127.0.0.1:7777",
                    assertThrows(IllegalArgumentException.class, () -> server.listen("7777"))
                            .getMessage());
        }
    }

    @Test
    void settingsComeBeforeTheFirstListenAndAClosedServerStaysClosed() {
        Served served = Served.of(f -> {});
        assertEquals(
                "settings and rules come before the first listen",
                assertThrows(IllegalStateException.class, () -> served.server.settings(Map.of("workers", 1)))
                        .getMessage());
        served.close();
        served.close();
        assertEquals(
                "the server is closed",
                assertThrows(IllegalStateException.class, () -> served.server.listen("inproc://again"))
                        .getMessage());
        RpcServer never = RpcServer.create();
        never.close();
        assertEquals(
                "the server is closed",
                assertThrows(IllegalStateException.class, () -> never.listen("inproc://again"))
                        .getMessage());
    }

    @Test
    void aClosedClientSaysSo() throws Exception {
        try (Served served = Served.of(f -> f.register("scaled", CallsTest::scaled))) {
            RpcClient client = served.client();
            client.close();
            String message = "the client of " + served.address + " is closed";
            assertEquals(
                    message,
                    assertThrows(IllegalStateException.class, () -> client.call("scaled", 1, 2))
                            .getMessage());
            ExecutionException e = assertThrows(
                    ExecutionException.class,
                    () -> client.callAsync("scaled", 1, 2).get(30, TimeUnit.SECONDS));
            assertEquals(message, e.getCause().getMessage());
            assertFalse(client.toString().isEmpty());
        }
    }
}
