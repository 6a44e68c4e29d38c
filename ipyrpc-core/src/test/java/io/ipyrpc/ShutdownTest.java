package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ShutdownTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private Served served(int workers) {
        return Served.of(
                Map.of("workers", workers),
                functions -> functions
                        .registerDynamic("gate", "", arguments -> {
                            started.countDown();
                            Served.await(gate);
                            return "through";
                        })
                        .registerDynamic("deaf", "", arguments -> {
                            started.countDown();
                            while (gate.getCount() > 0) {
                                Thread.interrupted();
                                Thread.onSpinWait();
                            }
                            return "late";
                        }));
    }

    private static CompletableFuture<Void> closing(Served served, Duration grace) {
        return CompletableFuture.runAsync(() -> served.server.close(grace));
    }

    private static void awaitStatus(Served served, String status) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Asked.once(served.address, Op.HEALTH).data().utf8().contains(status)) {
            assertTrue(System.nanoTime() - end < 0, "health did not become " + status);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void assertFails(String code, String message, CompletableFuture<?> call) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        RemoteException failure = (RemoteException) e.getCause();
        assertEquals(code, failure.code());
        assertEquals(message, failure.remoteMessage());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ipyrpc-")
                        && !thread.getName().startsWith("ipyrpc-client"))
                .collect(Collectors.toSet());
    }

    @Test
    void whatRunsEndsInItsGraceAndNothingNewBegins() throws Exception {
        Set<Thread> before = threads();
        try (Served served = served(1)) {
            RpcClient client = served.client();
            assertEquals(
                    "{\"protocol\":1,\"status\":\"ready\"}",
                    Asked.once(served.address, Op.HEALTH).data().utf8());
            CompletableFuture<Object> running = client.callAsync("gate");
            Served.await(started);
            Job waiting = client.submit("gate");
            CompletableFuture<Object> waitingCall = client.callAsync("gate");
            CompletableFuture<Void> closing = closing(served, LONG);
            awaitStatus(served, "\"status\":\"draining\"");

            RemoteException refused = assertThrows(RemoteException.class, () -> client.call("gate"));
            assertEquals("busy", refused.code());
            assertEquals("the server is stopping and takes nothing new; try again later", refused.remoteMessage());
            assertEquals(
                    "busy",
                    assertThrows(RemoteException.class, () -> client.submit("gate"))
                            .code());
            assertFails("cancelled", "the server is stopping; the call had not begun", waiting.resultAsync());
            assertEquals(JobState.CANCELLED, waiting.status().state());
            // It may have come before the server stopped taking calls, or after.
            ExecutionException e = assertThrows(ExecutionException.class, () -> waitingCall.get(30, TimeUnit.SECONDS));
            assertTrue(Set.of("cancelled", "busy").contains(((RemoteException) e.getCause()).code()), e::toString);

            assertFalse(closing.isDone());
            gate.countDown();
            assertEquals("through", running.get(30, TimeUnit.SECONDS));
            closing.get(30, TimeUnit.SECONDS);
            // A pool has ended a moment before its threads have.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            Set<Thread> left;
            do {
                left = threads();
                left.removeAll(before);
                assertTrue(left.isEmpty() || System.nanoTime() - end < 0, "left behind: " + left);
            } while (!left.isEmpty());
        }
    }

    @Test
    void whatRunsLongerIsCancelledAndItsCallerToldSo() throws Exception {
        try (Served served = served(2)) {
            CompletableFuture<Object> running = served.client().callAsync("gate");
            Served.await(started);
            Job submitted = served.client().submit("gate");
            CompletableFuture<Object> followed = submitted.resultAsync();
            served.server.close(Duration.ofMillis(200));
            assertFails("cancelled", "the server stopped", running);
            assertThrows(ExecutionException.class, () -> followed.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSecondCloseShortensTheGraceAndWaitsForTheEnd() throws Exception {
        try (Served served = served(1)) {
            CompletableFuture<Object> running = served.client().callAsync("gate");
            Served.await(started);
            CompletableFuture<Void> closing = closing(served, LONG);
            awaitStatus(served, "draining");
            served.server.close();
            assertFails("cancelled", "the server stopped", running);
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void theCallerOfAFunctionThatIgnoresItsCancellingHearsThatItIsLost() throws Exception {
        try (Served served = served(1)) {
            CompletableFuture<Object> running = served.client().callAsync("deaf");
            Served.await(started);
            CompletableFuture<Void> closing = closing(served, Duration.ZERO);
            assertFails("worker_lost", "the server stopped before the function ended", running);
            gate.countDown();
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFunctionMayStopItsOwnServer() throws Exception {
        Served served = new Served();
        served.server.registerDynamic("stop", "", arguments -> {
            served.server.close(LONG);
            started.countDown();
            return null;
        });
        served.server.listen(served.address);
        try (served) {
            assertFails(
                    "worker_lost",
                    "the server stopped before the function ended",
                    served.client().callAsync("stop"));
            Served.await(started);
            served.server.join();
        }
    }

    @Test
    void shutdownTakesItsGraceFromTheSettings() throws Exception {
        try (Served served = Served.of(
                Map.of("shutdown_grace", 0),
                functions -> functions.registerDynamic("gate", "", arguments -> {
                    started.countDown();
                    Served.await(gate);
                    return null;
                }))) {
            CompletableFuture<Object> running = served.client().callAsync("gate");
            Served.await(started);
            served.server.shutdown();
            assertFails("cancelled", "the server stopped", running);
        }
        for (Object wrong : List.of(-1, 86_401)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> Served.of(Map.of("shutdown_grace", wrong), functions -> {})
                            .close());
            assertEquals("shutdown_grace is " + wrong + ", must be from 0 to 86400", e.getMessage());
        }
    }

    @Test
    void aGraceIsNotNegative() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> RpcServer.create().close(Duration.ofSeconds(-1)));
        assertEquals("grace is PT-1S, must not be negative", e.getMessage());
    }
}
