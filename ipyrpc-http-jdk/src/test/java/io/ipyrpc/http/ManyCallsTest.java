package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many calls at once, and many one after another. */
@Timeout(120)
final class ManyCallsTest {
    static int nap(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
        return millis;
    }

    static int add(int a, int b) {
        return a + b;
    }

    private static RpcServer server(Map<String, ?> settings) {
        RpcServer server = RpcServer.create().settings(settings);
        server.register("nap", ManyCallsTest::nap);
        server.register("add", ManyCallsTest::add);
        return server;
    }

    private static RpcClient client(RpcServer server) {
        return RpcClient.builder(server.listen("http://127.0.0.1:0").toString())
                .output(OutputListener.none())
                .connect();
    }

    /** How long so many calls took from the first that was sent to the last that came back. */
    private static Duration napping(RpcClient client, int calls, int millis) {
        long began = System.nanoTime();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            all.add(client.callAsync(int.class, "nap", millis));
        }
        all.forEach(call -> assertEquals(millis, call.join()));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void aThousandCallsThatSleepASecondEndWithinThree() {
        try (RpcServer server = server(Map.of("workers", 1_000));
                RpcClient client = client(server)) {
            napping(client, 100, 1);
            Duration most = Duration.ofSeconds(3);
            Duration took = napping(client, 1_000, 1_000);
            for (int again = 0; again < 3 && took.compareTo(most) >= 0; again++) {
                // Once more: others may have had the processors.
                took = napping(client, 1_000, 1_000);
            }
            assertTrue(took.compareTo(most) < 0, "1000 calls took " + took);
            assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, "1000 naps of a second took " + took);
        }
    }

    private static String metrics(RpcClient client) throws IOException {
        return RawClient.ask(URI.create(client.address()), "GET /metrics HTTP/1.1", "")
                .text();
    }

    @Test
    void everyCallerHearsOfTheEndWhenTheServerStops() throws Exception {
        int calls = 200;
        try (RpcServer server = server(Map.of("workers", calls));
                RpcClient client = client(server)) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(client.callAsync(int.class, "nap", 60_000));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!metrics(client).contains("\nipyrpc_running " + calls + "\n")) {
                assertTrue(System.nanoTime() - end < 0, metrics(client));
            }
            server.close(Duration.ZERO);
            for (CompletableFuture<Integer> call : all) {
                ExecutionException e = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
                assertTrue(e.getCause() instanceof RemoteException, e::toString);
                assertEquals("the server stopped", ((RemoteException) e.getCause()).remoteMessage());
            }
            // A pool has ended a moment before its threads have.
            end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            for (Set<Thread> left = serverThreads(); !left.isEmpty(); left = serverThreads()) {
                assertTrue(System.nanoTime() - end < 0, "left behind: " + left);
            }
        }
    }

    @Test
    void measurementsAreTextAndHealthIsJson() throws Exception {
        try (RpcServer server = server(Map.of())) {
            URI address = server.listen("http://127.0.0.1:0");
            RawClient.Answer page =
                    RawClient.ask(address, "GET /metrics HTTP/1.1\nAccept: application/openmetrics-text", "");
            assertEquals(200, page.status());
            assertEquals("text/plain; version=0.0.4; charset=utf-8", page.header("Content-Type"));
            assertTrue(page.text().startsWith("# HELP ipyrpc_calls_total "), page::text);
            assertTrue(page.text().endsWith("\n"), page::text);
            RawClient.Answer head = RawClient.ask(address, "HEAD /metrics HTTP/1.1", "");
            assertEquals("text/plain; version=0.0.4; charset=utf-8", head.header("Content-Type"));
            RawClient.Answer health = RawClient.ask(address, "GET /health HTTP/1.1", "");
            assertEquals(200, health.status());
            assertEquals("{\"protocol\":1,\"status\":\"ready\"}", health.text());
        }
    }

    private static void addOneByOne(RpcClient client, int calls) {
        for (int i = 0; i < calls; i++) {
            assertEquals(i + 1, client.call(int.class, "add", i, 1));
        }
    }

    private static long usedHeap() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            // Some of it waits for references to be cleared, in another thread.
            TimeUnit.MILLISECONDS.sleep(20);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static Set<Thread> serverThreads() {
        return threads().stream()
                .filter(thread -> thread.getName().matches("ipyrpc-(http|worker|pump|pulse|taker).*"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }

    @Test
    void tenThousandCallsInSequenceLeaveNeitherMemoryNorThreads() throws Exception {
        try (RpcServer server = server(Map.of());
                RpcClient client = client(server)) {
            // As many threads as a slow moment may ask for, which are kept a minute; more jobs than are remembered.
            napping(client, 50, 50);
            addOneByOne(client, 2_000);
            long heap = usedHeap();
            Set<Thread> threads = threads();
            addOneByOne(client, 10_000);
            long more = usedHeap() - heap;
            Set<Thread> now = threads();
            assertTrue(more <= 5 << 20, () -> "10000 calls left " + more + " bytes");
            assertTrue(now.size() <= threads.size(), () -> now + " are more than " + threads);
        }
    }
}
