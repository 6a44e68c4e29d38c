package io.ipyrpc.http;

import static io.ipyrpc.http.TestServer.event;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpChannelTest {
    private static final Request CALL =
            new Request(Op.CALL, "f", Map.of("serializer", "json"), Body.of(Slices.utf8("[]")));

    private static Channel connect(URI address) throws IOException {
        return new HttpTransport().connect(address, TestServer.options(Map.of()));
    }

    /** What an exchange fails with when something answers those bytes and closes; {@code ADDRESS} stands for its address. */
    private static String failure(Request request, String head, byte[] body) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    for (int newlines = 0; newlines < 2; ) {
                        int c = in.read();
                        newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
                    }
                    in.readNBytes(in.available());
                    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(ISO_8859_1));
                    socket.getOutputStream().write(body);
                    socket.shutdownOutput();
                    in.readAllBytes();
                } catch (IOException e) {
                    // The client closes when it has seen enough.
                }
            });
            answering.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            try (Channel channel = connect(address);
                    Exchange exchange = channel.open(request)) {
                IOException thrown = assertThrows(IOException.class, () -> {
                    while (exchange.next() != null) {
                        // Until it fails.
                    }
                });
                return thrown.getMessage().replace(address.toString(), "ADDRESS");
            } finally {
                answering.join(30_000);
            }
        }
    }

    private static byte[] frames(Frame... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            frame.writeTo(out);
        }
        return out.toByteArray();
    }

    private static String ours(String type, int length) {
        return "HTTP/1.1 200 OK\nIpyRpc-Protocol: 1\nContent-Type: " + type + "\nContent-Length: " + length + "\n\n";
    }

    @Test
    void whatIsNoIpyrpcServerIsNamedAndShown() throws Exception {
        assertEquals(
                "ADDRESS is no ipyrpc server, or something answers in its place: 200 OK, text/html, '<h1> Log in</h1>'",
                failure(
                        CALL,
                        "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 16\n\n",
                        "<h1>\nLog in</h1>".getBytes(ISO_8859_1)));
        assertEquals(
                "ADDRESS is no ipyrpc server, or something answers in its place: 502 Bad Gateway, no Content-Type, ''",
                failure(CALL, "HTTP/1.1 502 Bad Gateway\nContent-Length: 0\n\n", new byte[0]));
        assertEquals(
                "ADDRESS speaks version 2 of the protocol, this client version 1",
                failure(CALL, "HTTP/1.1 200 OK\nIpyRpc-Protocol: 2\nContent-Length: 0\n\n", new byte[0]));
    }

    @Test
    void anAnswerWithoutItsEndWasCut() throws Exception {
        byte[] body = frames(event("stdout", Map.of("seq", 7L), "a"));
        assertEquals(
                "the answer of ADDRESS was cut after event 7",
                failure(CALL, ours("application/vnd.ipyrpc.events", body.length), body));
        byte[] failed = frames(event("error", Map.of("seq", 8L, "error", Map.of("code", "timeout")), ""));
        assertEquals(
                "the answer of ADDRESS was cut after event 8",
                failure(CALL, ours("application/vnd.ipyrpc.events", failed.length), failed));
    }

    @Test
    void framesAreHeldToTheLimits() throws Exception {
        byte[] body = frames(event("stdout", Map.of("seq", 1L), "x".repeat(1001)));
        assertEquals(
                "ADDRESS sent what is no frame: a frame's data is 1001 bytes, max_body is 1000",
                failure(CALL, ours("application/vnd.ipyrpc.events", body.length), body));
        byte[] reply = new byte[1001];
        assertEquals(
                "ADDRESS answered with more than 1000 bytes, which is max_body",
                failure(
                        new Request(Op.HEALTH, "", Map.of(), Body.EMPTY),
                        ours("application/json", reply.length),
                        reply));
    }

    @Test
    void errorsWithoutARecordAreShown() throws Exception {
        assertEquals(
                "ADDRESS answered 500 Oh without an error record",
                failure(
                        CALL,
                        "HTTP/1.1 500 Oh\nIpyRpc-Protocol: 1\nContent-Type: application/json\nContent-Length: 2\n\n",
                        "{}".getBytes(ISO_8859_1)));
    }

    @Test
    void credentialsGoOutAsHeadersAndTheDialledHostIsKnown() throws Exception {
        BlockingQueue<Map<String, String>> arrived = new ArrayBlockingQueue<>(2);
        try (TestServer server = TestServer.playing((request, reply) -> {
                    arrived.add(request.credentials());
                    reply.send(Frame.event("reply", Map.of(), Slices.utf8("{}")), true);
                });
                Channel channel = connect(server.address())) {
            Map<String, String> credentials = Map.of("authorization", "IPYRPC-HMAC-SHA256 key=a,ts=1");
            try (Exchange exchange =
                    channel.open(new Request(Op.HEALTH, "", Map.of(), credentials, Body.EMPTY, null))) {
                assertEquals("{}", exchange.next().data().utf8());
                assertNull(exchange.next());
            }
            String host = "127.0.0.1:" + server.address().getPort();
            assertEquals(Map.of("authorization", "IPYRPC-HMAC-SHA256 key=a,ts=1", "host", host), arrived.remove());
        }
    }

    @Test
    void aFetchedValueIsAResultInPieces() throws Exception {
        byte[] value = "x".repeat((2 << 20) + 1).getBytes(ISO_8859_1);
        try (TestServer server = TestServer.playing((request, reply) -> reply.send(
                        Frame.event(
                                "result",
                                Map.of("seq", 1L, "serializer", "binary", "status", "succeeded"),
                                Slices.of(value)),
                        true));
                Channel channel = connect(server.address());
                Exchange exchange = channel.open(
                        new Request(Op.FETCH, "/data/s/i", Map.of("output", "binary", "secret", "x"), Body.EMPTY))) {
            Frame first = exchange.next();
            assertEquals(Map.of("event", "result", "seq", 1L, "serializer", "binary"), first.metadata());
            assertEquals(1 << 20, first.data().length());
            assertEquals(Map.of("event", "result", "seq", 2L), exchange.next().metadata());
            Frame last = exchange.next();
            assertEquals(Map.of("event", "result", "seq", 3L, "status", "succeeded"), last.metadata());
            assertEquals(1, last.data().length());
            assertNull(exchange.next());
        }
    }

    @Test
    void metricsAreAReplyOfText() throws Exception {
        Map<String, Object> text = Map.of("media_type", "text/plain; version=0.0.4");
        try (TestServer server = TestServer.playing(
                        (request, reply) -> reply.send(Frame.event("reply", text, Slices.utf8("a 1\n")), true));
                Channel channel = connect(server.address());
                Exchange exchange = channel.open(new Request(Op.METRICS, "", Map.of(), Body.EMPTY))) {
            Frame frame = exchange.next();
            assertEquals(Map.of("event", "reply", "media_type", "text/plain; version=0.0.4"), frame.metadata());
            assertEquals("a 1\n", frame.data().utf8());
        }
    }

    @Test
    void requestsThatHttpCannotCarryAreRefused() throws Exception {
        try (Channel channel = connect(URI.create("http://127.0.0.1:1"))) {
            assertEquals(
                    "serializer 'xml' is not installed; installed: binary, json",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> channel.open(
                                            new Request(Op.CALL, "f", Map.of("serializer", "xml"), Body.EMPTY)))
                            .getMessage());
            assertEquals(
                    "'call' needs a target",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> channel.open(new Request(Op.CALL, "", Map.of(), Body.EMPTY)))
                            .getMessage());
            assertEquals(
                    "a pointer's path is /data/SERVER/ID, not '/data/s'",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> channel.open(new Request(Op.FETCH, "/data/s", Map.of(), Body.EMPTY)))
                            .getMessage());
        }
    }
}
