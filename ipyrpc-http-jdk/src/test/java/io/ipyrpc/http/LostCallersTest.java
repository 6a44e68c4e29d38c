package io.ipyrpc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.function.Call;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that go, or stop to read, while their call runs. */
@Timeout(120)
final class LostCallersTest {
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

    static void silent() {
        EVENTS.add("began");
        try {
            TimeUnit.SECONDS.sleep(60);
            EVENTS.add("ended");
        } catch (InterruptedException e) {
            EVENTS.add("cancelled");
        }
    }

    static void flood() {
        EVENTS.add("began");
        String line = "x".repeat(10_000);
        while (!Call.current().isCancelled() && !Thread.currentThread().isInterrupted()) {
            System.out.println(line);
        }
        EVENTS.add("cancelled");
    }

    static int add(int a, int b) {
        return a + b;
    }

    private static RpcServer server(Map<String, ?> settings) {
        EVENTS.clear();
        RpcServer server = RpcServer.create().settings(settings);
        server.config(Map.of("flood", Map.of("max_output", 1L << 40)));
        server.register("silent", LostCallersTest::silent);
        server.register("flood", LostCallersTest::flood);
        server.register("add", LostCallersTest::add);
        return server;
    }

    private static RawClient call(URI address, String function) throws Exception {
        RawClient client = new RawClient(address);
        client.send(
                address,
                "POST /call/" + function + " HTTP/1.1\nAccept: text/event-stream\nContent-Type: application/json",
                "[]");
        assertEquals("began", EVENTS.poll(30, TimeUnit.SECONDS));
        return client;
    }

    @Test
    void aCallerThatHangsUpIsNoticedWithinTenSeconds() throws Exception {
        try (RpcServer server = server(Map.of())) {
            URI address = server.listen("http://127.0.0.1:0");
            RawClient client = call(address, "silent");
            assertEquals(200, client.head().status());
            // Nothing is left unread: the server is told politely, and hears of it only by its second write from now.
            String read = "";
            while (!read.contains("event: started")) {
                read += new String(client.chunk(), UTF_8);
            }
            client.close();
            long began = System.nanoTime();
            assertEquals("cancelled", EVENTS.poll(60, TimeUnit.SECONDS));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertTrue(took < 10_000, "it took " + took + " ms");
        }
    }

    @Test
    void aCallerThatDoesNotReadGivesItsRoomBack() throws Exception {
        try (RpcServer server = server(Map.of("workers", 1, "replay_window", 1 << 16, "send_timeout", 1))) {
            URI address = server.listen("http://127.0.0.1:0");
            try (RawClient idle = call(address, "flood");
                    RpcClient client = RpcClient.builder(address.toString())
                            .output(OutputListener.none())
                            .connect()) {
                assertEquals(3, client.call(int.class, "add", 1, 2));
                assertEquals("cancelled", EVENTS.poll(60, TimeUnit.SECONDS));
                assertEquals(200, idle.head().status());
            }
        }
    }
}
