package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionLimitsTest {
    private static final Frame REPLY = Frame.event("reply", Map.of(), Slices.utf8("{}"));

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }

    /** What the other side sends now, or -1 where it closed, in whichever way. */
    static int read(RawClient client) {
        try {
            return client.in().read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static TestServer waiting(int most, CountDownLatch arrived, CountDownLatch release) throws IOException {
        return TestServer.playing(Map.of("max_connections", most), (request, reply) -> {
            arrived.countDown();
            try {
                assertTrue(release.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            reply.send(REPLY, true);
        });
    }

    @Test
    void oneRequestTooManyIsToldSo() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        try (TestServer server = waiting(2, arrived, release);
                RawClient first = new RawClient(server.address());
                RawClient second = new RawClient(server.address());
                RawClient third = new RawClient(server.address())) {
            first.send(server.address(), "GET /health HTTP/1.1", "");
            second.send(server.address(), "GET /health HTTP/1.1", "");
            assertTrue(arrived.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 3; i++) {
                third.send(server.address(), "POST /call/f HTTP/1.1\nContent-Type: application/json", "[1]");
                RawClient.Answer refused = third.answer(false);
                assertEquals(503, refused.status());
                assertEquals("1", refused.header("Retry-After"));
                assertEquals(
                        "{\"error\":{\"code\":\"busy\",\"message\":\"max_connections (2) are in use; try again later\"}}",
                        refused.text());
            }
            release.countDown();
            assertEquals(200, first.answer(false).status());
            assertEquals(
                    200,
                    third.send(server.address(), "GET /health HTTP/1.1", "")
                            .answer(false)
                            .status());
        }
    }

    @Test
    void aClientThatAsksAgainAtOnceIsNeverOneTooMany() throws Exception {
        CountDownLatch release = new CountDownLatch(0);
        try (TestServer server = waiting(1, new CountDownLatch(1), release);
                RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 1_000; i++) {
                client.send(server.address(), "GET /health HTTP/1.1", "");
                assertEquals(200, client.answer(false).status());
            }
        }
    }

    @Test
    void beyondTheRoomToRefuseConnectionsAreClosed() throws Exception {
        List<RawClient> half = new ArrayList<>();
        try (TestServer server = TestServer.mirror(Map.of("max_connections", 1))) {
            for (int i = 0; i < 65; i++) {
                RawClient client = new RawClient(server.address());
                half.add(client);
                client.write(new byte[] {'G'});
            }
            await("65 connections are not counted", () -> server.connections() == 65);
            try (RawClient over = new RawClient(server.address())) {
                over.write(new byte[] {'G'});
                assertEquals(-1, read(over));
            }
            for (RawClient client : half) {
                client.close();
            }
            await("closed connections still count", () -> server.connections() == 0);
            assertEquals(200, server.ask("GET /health HTTP/1.1").status());
        } finally {
            for (RawClient client : half) {
                client.close();
            }
        }
    }

    @Test
    void whatIsNoRequestIsNotCountedForLong() throws Exception {
        try (TestServer server = TestServer.mirror(Map.of("max_connections", 1))) {
            for (int i = 0; i < 200; i++) {
                try (RawClient client = new RawClient(server.address())) {
                    client.write("GET nonsense\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    read(client);
                }
            }
            await("refused connections still count", () -> server.connections() == 0);
        }
    }

    @Test
    void answersOfEveryKindStopToCount() throws Exception {
        try (TestServer server = TestServer.playing(Map.of("max_connections", 1), (request, reply) -> {
            switch (request.target()) {
                case "cut" -> reply.abort();
                case "pieces" -> {
                    reply.send(TestServer.event("stdout", Map.of("seq", 1), "hello"), false);
                    reply.send(TestServer.event("end", Map.of("seq", 2, "status", "succeeded"), ""), true);
                }
                case "half" -> {
                    reply.send(TestServer.event("stdout", Map.of("seq", 1), "hello"), false);
                    reply.abort();
                }
                case "thrown" -> throw new IllegalStateException("on purpose");
                default -> reply.send(REPLY, true);
            }
        })) {
            String accept = " HTTP/1.1\nAccept: application/vnd.ipyrpc.events\nConnection: close";
            for (String target : List.of("cut", "pieces", "half", "thrown", "reply")) {
                try (RawClient client = new RawClient(server.address())) {
                    client.send(server.address(), "POST /call/" + target + accept, "");
                    while (read(client) >= 0) {
                        // To the end, of whichever kind it is.
                    }
                }
                await(target + " still counts", () -> server.connections() == 0);
            }
            assertEquals(404, server.ask("GET /nowhere HTTP/1.1").status());
            assertEquals(204, server.ask("OPTIONS /health HTTP/1.1").status());
            assertEquals(200, server.ask("HEAD /health HTTP/1.1").status());
            await("short answers still count", () -> server.connections() == 0);
        }
    }
}
