package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Functions;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Op;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MetricsTest {
    /** As the format 0.0.4 has a sample. */
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "(\\{[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*})?"
            + " (-?[0-9.]+(?:E-?[0-9]+)?)");

    private static Map<String, Double> scraped(Served served) {
        Frame frame = Asked.once(served.address, Op.METRICS);
        assertEquals("reply", frame.event());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8", frame.metadata().get("media_type"));
        Map<String, Double> samples = new HashMap<>();
        Set<String> families = new HashSet<>();
        String[] help = {"", ""};
        String type = "";
        for (String line : frame.data().utf8().split("\n")) {
            if (line.startsWith("# HELP ")) {
                help = line.substring(7).split(" ", 2);
                assertTrue(families.add(help[0]), help[0] + " is there twice");
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.substring(7).split(" ");
                assertEquals(help[0], words[0]);
                type = words[1];
                assertTrue(Set.of("counter", "gauge", "histogram").contains(type), line);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), line);
                String name = sample.group(1);
                String family = type.equals("histogram") ? name.replaceFirst("_(bucket|sum|count)$", "") : name;
                assertEquals(help[0], family, line);
                String key = line.substring(0, line.lastIndexOf(' '));
                assertEquals(null, samples.put(key, Double.valueOf(sample.group(3))), key);
            }
        }
        return samples;
    }

    /** Scrapes when no other request is open: one ends a moment after its answer. */
    private static Map<String, Double> scrapedAlone(Served served) {
        String connections = "ipyrpc_connections{listener=\"" + served.address + "\"}";
        long deadline = System.nanoTime() + 30_000_000_000L;
        Map<String, Double> samples = scraped(served);
        while (samples.get(connections) != 1 && System.nanoTime() < deadline) {
            samples = scraped(served);
        }
        return samples;
    }

    private static void assertSample(double expected, Map<String, Double> samples, String key) {
        assertNotNull(samples.get(key), () -> key + " is not among " + samples.keySet());
        assertEquals(expected, samples.get(key), key);
    }

    private static void register(Functions functions) {
        functions
                .registerDynamic("print", "", arguments -> {
                    System.out.print("12345");
                    return null;
                })
                .registerDynamic("fail", "", arguments -> {
                    throw new IllegalStateException("no");
                })
                .registerDynamic("linger", "", arguments -> {
                    new CountDownLatch(1).await();
                    return null;
                });
    }

    @Test
    void callsAreCountedByFunctionAndOutcomeWithTheirTimes() {
        try (Served served = Served.of(MetricsTest::register)) {
            RpcClient client = served.client();
            client.call("print");
            client.call("print");
            assertThrows(IllegalStateException.class, () -> client.call("fail"));
            // The time in which it may be queued counts for the timeout, and not for how long it took.
            Invocation late = client.function("linger").timeout(Duration.ofMillis(200));
            assertThrows(RemoteException.class, late::call);
            Map<String, Double> samples = scrapedAlone(served);
            assertSample(2, samples, "ipyrpc_calls_total{function=\"print\",outcome=\"succeeded\"}");
            assertSample(1, samples, "ipyrpc_calls_total{function=\"fail\",outcome=\"failed\"}");
            assertSample(0, samples, "ipyrpc_calls_total{function=\"fail\",outcome=\"succeeded\"}");
            assertSample(1, samples, "ipyrpc_calls_total{function=\"linger\",outcome=\"timeout\"}");
            assertSample(2, samples, "ipyrpc_call_duration_seconds_bucket{function=\"print\",le=\"+Inf\"}");
            assertSample(2, samples, "ipyrpc_call_duration_seconds_count{function=\"print\"}");
            assertSample(0, samples, "ipyrpc_call_duration_seconds_bucket{function=\"linger\",le=\"0.01\"}");
            assertSample(1, samples, "ipyrpc_call_duration_seconds_bucket{function=\"linger\",le=\"60\"}");
            double took = samples.get("ipyrpc_call_duration_seconds_sum{function=\"linger\"}");
            assertTrue(took >= 0.02 && took < 60, () -> "linger took " + took);
            assertSample(10, samples, "ipyrpc_output_bytes_total");
            assertSample(4, samples, "ipyrpc_requests_total{op=\"call\"}");
            assertTrue(samples.get("ipyrpc_connections{listener=\"" + served.address + "\"}") >= 1, samples::toString);
            assertSample(0, samples, "ipyrpc_draining");
        }
    }

    @Test
    void whatWaitsAndWhatRunsIsThere() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        try (Served served = Served.of(
                Map.of("workers", 1),
                functions -> functions.registerDynamic("gate", "", arguments -> {
                    started.countDown();
                    Served.await(gate);
                    return "x".repeat(1000);
                }))) {
            Job first = served.client().submit("gate");
            Served.await(started);
            Job second = served.client().submit("gate");
            Job third = served.client().submit("gate");
            third.cancel();
            Map<String, Double> busy = scraped(served);
            assertSample(1, busy, "ipyrpc_running");
            assertSample(1, busy, "ipyrpc_workers");
            assertSample(1, busy, "ipyrpc_queue_waiting");
            assertTrue(busy.get("ipyrpc_queue_oldest_seconds") > 0, busy::toString);
            assertSample(1, busy, "ipyrpc_calls_total{function=\"gate\",outcome=\"cancelled\"}");
            assertSample(0, busy, "ipyrpc_call_duration_seconds_count{function=\"gate\"}");
            gate.countDown();
            first.result();
            second.result();
            Map<String, Double> idle = scraped(served);
            assertSample(0, idle, "ipyrpc_queue_waiting");
            assertSample(0, idle, "ipyrpc_queue_oldest_seconds");
            assertTrue(idle.get("ipyrpc_retained_bytes") > 2000, idle::toString);
            assertTrue(idle.get("ipyrpc_queue_wait_seconds_count") >= 2, idle::toString);
        }
    }

    @Test
    void whatIsRefusedIsCountedByItsCode() {
        try (Served served = Served.of(MetricsTest::register)) {
            RpcClient client = served.client();
            assertThrows(RemoteException.class, () -> client.job("none").status());
            Asked.once(served.address, Op.STATUS);
            Map<String, Double> samples = scraped(served);
            assertSample(2, samples, "ipyrpc_requests_refused_total{code=\"not_found\"}");
            assertSample(0, samples, "ipyrpc_requests_refused_total{code=\"busy\"}");
        }
    }

    @Test
    void functionsBeyondTheBoundAreCountedTogether() {
        try (Served served = Served.of(Map.of("max_metric_functions", 2), functions -> {
            for (int i = 0; i < 5; i++) {
                functions.registerDynamic("f" + i, "", arguments -> null);
            }
        })) {
            for (int i = 0; i < 10; i++) {
                served.client().call("f" + i % 5);
            }
            Map<String, Double> samples = scraped(served);
            assertSample(2, samples, "ipyrpc_calls_total{function=\"f0\",outcome=\"succeeded\"}");
            assertSample(2, samples, "ipyrpc_calls_total{function=\"f1\",outcome=\"succeeded\"}");
            assertSample(6, samples, "ipyrpc_calls_total{function=\"_other\",outcome=\"succeeded\"}");
            assertTrue(samples.keySet().stream().noneMatch(key -> key.contains("\"f2\"")), samples::toString);
        }
    }

    @Test
    void measurementsGoThroughTheGate() {
        try (Served served = new Served()) {
            served.server.settings(Map.of("auth", (io.ipyrpc.spi.Verifier) access -> {
                throw new io.ipyrpc.wire.RpcException(io.ipyrpc.wire.ErrorCode.UNAUTHENTICATED, "who are you?");
            }));
            served.server.listen(served.address);
            Frame frame = Asked.once(served.address, Op.METRICS);
            assertEquals(
                    Map.of("code", "unauthenticated", "message", "who are you?"),
                    frame.metadata().get("error"));
        }
    }

    @Test
    void countingManyCallsAtOnceLosesNone() {
        try (Served served = Served.of(functions -> functions.registerDynamic("f", "", arguments -> null))) {
            RpcClient client = served.client();
            CompletableFuture<?>[] calls = new CompletableFuture<?>[8];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 100; n++) {
                        client.call("f");
                    }
                });
            }
            CompletableFuture.allOf(calls).join();
            // A call that waited for room is counted in the moment after its caller hears of the end.
            double seen = 0;
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (seen != 800) {
                assertTrue(System.nanoTime() - end < 0, "counted but " + seen);
                seen = scraped(served).get("ipyrpc_calls_total{function=\"f\",outcome=\"succeeded\"}");
            }
        }
    }
}
