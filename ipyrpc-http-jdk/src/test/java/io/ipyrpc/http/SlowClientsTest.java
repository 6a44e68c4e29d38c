package io.ipyrpc.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send or read as slowly as they can. */
@Timeout(120)
final class SlowClientsTest {
    private static final String JSON = "POST /submit/f HTTP/1.1\nContent-Type: application/json\n";

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Requests one after another on one connection: the median of their times, in microseconds. */
    private static long medianMicros(TestServer server, int requests) throws IOException {
        long[] nanos = new long[requests];
        try (RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < requests; i++) {
                long began = System.nanoTime();
                assertEquals(
                        200,
                        client.send(server.address(), "GET /health HTTP/1.1", "")
                                .answer(false)
                                .status());
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return nanos[requests / 2] / 1_000;
    }

    @Test
    void twoHundredThatSendAByteASecondHoldUpNobodyAndAreClosed() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try (TestServer server = TestServer.mirror(Map.of("request_timeout", 3))) {
            medianMicros(server, 200);
            long before = medianMicros(server, 200);
            for (int i = 0; i < 200; i++) {
                RawClient client = new RawClient(server.address());
                slow.add(client);
                if (i % 2 == 0) {
                    client.send(server.address(), JSON + "Content-Length: 900", "");
                } else {
                    client.write("GET /health HTTP/1.1\r\nX: ".getBytes(US_ASCII));
                }
            }
            ConnectionLimitsTest.await("200 are not in progress", () -> server.connections() == 200);
            Thread drops = new Thread(() -> {
                for (int second = 0; second < 60 && !Thread.interrupted(); second++) {
                    for (RawClient client : slow) {
                        try {
                            client.write(new byte[] {'1'});
                        } catch (IOException e) {
                            // Closed, as it should be.
                        }
                    }
                    pause(1_000);
                }
            });
            drops.start();
            long meanwhile = medianMicros(server, 200);
            long open = server.connections();
            assertTrue(open >= 100, "of 200 slow ones only " + open + " were there during the measurement");
            assertTrue(
                    meanwhile <= 20 * before + 20_000,
                    "a request took " + meanwhile + " us, and " + before + " us without slow ones");
            for (RawClient client : slow) {
                assertEquals(-1, ConnectionLimitsTest.read(client));
            }
            drops.interrupt();
            drops.join();
            ConnectionLimitsTest.await("closed ones still count", () -> server.connections() == 0);
            assertEquals(200, server.ask("GET /health HTTP/1.1").status());
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void aSlowButHonestUploadArrives() throws Exception {
        TransportOptions options = new TransportOptions(
                Settings.of(Map.of("request_timeout", 1)), Limits.defaults(), TestServer.MEDIA_TYPES);
        BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
        try (TestServer server = new TestServer(options, (request, reply) -> {
                    try {
                        arrived.add(request.body().stream().readAllBytes().length);
                        reply.send(Frame.event("reply", Map.of(), Slices.utf8("{}")), true);
                    } catch (IOException e) {
                        reply.abort();
                    }
                });
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), JSON + "Content-Length: 30000", "");
            for (int i = 0; i < 30; i++) {
                pause(100);
                client.write(new byte[1_000]);
            }
            assertEquals(202, client.answer(false).status());
            assertEquals(30_000, arrived.poll(30, TimeUnit.SECONDS));
        }
    }

    private static TestServer telling(Map<String, ?> settings, BlockingQueue<String> thrown) throws IOException {
        return TestServer.playing(settings, (request, reply) -> {
            try {
                request.body().stream().readAllBytes();
            } catch (RpcException e) {
                thrown.add(e.code() + ": " + e.getMessage());
            }
            reply.abort();
        });
    }

    @Test
    void aBodyThatComesTooSlowlyIsCutAndTheLimitsAreNamed() throws Exception {
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        try (TestServer server = telling(Map.of("request_timeout", 1), thrown);
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), JSON + "Content-Length: 100", "");
            client.write(new byte[7]);
            assertEquals(
                    "timeout: the body was cut after 7 of 100 bytes: less than min_request_rate (500 bytes/s) came for"
                            + " request_timeout (1 s)",
                    thrown.poll(30, TimeUnit.SECONDS));
            assertEquals(-1, ConnectionLimitsTest.read(client));
        }
    }

    @Test
    void withoutARateABodyIsCutWhenItStops() throws Exception {
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        try (TestServer server = telling(Map.of("request_timeout", 1, "min_request_rate", 0), thrown);
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), JSON + "Transfer-Encoding: chunked", "");
            for (int i = 0; i < 15; i++) {
                client.write("1\r\nx\r\n".getBytes(US_ASCII));
                pause(100);
            }
            assertEquals(
                    "timeout: the body was cut after 15 bytes: nothing came for request_timeout (1 s)",
                    thrown.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRefusedRequestIsNotWaitedForEither() throws Exception {
        try (TestServer server = TestServer.mirror(Map.of("request_timeout", 1));
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), "POST /nowhere HTTP/1.1\nContent-Length: 100", "");
            assertEquals(404, client.answer(false).status());
            assertEquals(-1, ConnectionLimitsTest.read(client));
            ConnectionLimitsTest.await("it still counts", () -> server.connections() == 0);
        }
    }

    @Test
    void anIdleConnectionIsNoSlowRequest() throws Exception {
        try (TestServer server = TestServer.mirror(Map.of("request_timeout", 1));
                RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        200,
                        client.send(server.address(), "GET /health HTTP/1.1", "")
                                .answer(false)
                                .status());
                pause(1_500);
            }
            assertEquals(
                    200,
                    client.send(server.address(), "GET /health HTTP/1.1", "")
                            .answer(false)
                            .status());
        }
    }

    private static TestServer flooding(BlockingQueue<String> thrown, int pieces) throws IOException {
        return TestServer.playing(Map.of("send_timeout", 1), (request, reply) -> {
            Frame piece = Frame.event("stdout", Map.of("seq", 1), Slices.of(new byte[256 << 10]));
            try {
                for (int i = 0; i < pieces; i++) {
                    reply.send(piece, false);
                }
                reply.send(TestServer.event("end", Map.of("seq", 2, "status", "succeeded"), ""), true);
                thrown.add("nothing");
            } catch (IOException e) {
                thrown.add(e.getMessage());
            }
        });
    }

    @Test
    void aClientThatReadsNothingIsLeft() throws Exception {
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        try (TestServer server = flooding(thrown, Integer.MAX_VALUE);
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), "POST /call/f HTTP/1.1\nAccept: application/vnd.ipyrpc.events", "");
            assertEquals(
                    "the client took nothing of its answer for send_timeout (1 s)", thrown.poll(30, TimeUnit.SECONDS));
            ConnectionLimitsTest.await("it still counts", () -> server.connections() == 0);
        }
    }

    @Test
    void aClientThatReadsSlowlyIsServed() throws Exception {
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        try (TestServer server = flooding(thrown, 80);
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), "POST /call/f HTTP/1.1\nAccept: application/vnd.ipyrpc.events", "");
            client.head();
            // 20 MB in some three seconds.
            while (thrown.isEmpty()) {
                pause(10);
                client.in().readNBytes(64 << 10);
            }
            assertEquals("nothing", thrown.remove());
        }
    }
}
