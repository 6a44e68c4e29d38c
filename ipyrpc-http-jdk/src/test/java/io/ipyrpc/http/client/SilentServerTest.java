package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.http.HttpTransport;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client makes of a server that is asked and says nothing, with a server of bare sockets. */
@Timeout(60)
final class SilentServerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nIpyRpc-Protocol: 1\r\n"
            + "Content-Type: application/vnd.ipyrpc.events\r\nConnection: close\r\n\r\n";
    private static final String PING = bytes(Frame.event("ping", Map.of(), Slices.EMPTY));
    private static final String END = bytes(Frame.event("end", Map.of("seq", 1L, "status", "succeeded"), Slices.EMPTY));

    private final CountDownLatch over = new CountDownLatch(1);

    private static String bytes(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            frame.writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private RawServer sending(String... pieces) throws IOException {
        return new RawServer((socket, number) -> {
            RawServer.head(socket);
            for (String piece : pieces) {
                RawServer.send(socket, piece);
            }
            over.await();
        });
    }

    private static Exchange call(RawServer server, Map<String, ?> settings) throws IOException {
        TransportOptions options = new TransportOptions(Settings.of(settings), Limits.defaults(), Map.of());
        Channel channel = new HttpTransport().connect(server.base(), options);
        return channel.open(new Request(Op.CALL, "f", Map.of(), Body.EMPTY));
    }

    private static String lost(Exchange exchange) {
        return assertThrows(DisconnectedException.class, exchange::next).getMessage();
    }

    @Test
    void silenceBeforeTheAnswerEndsIt() throws IOException {
        try (RawServer server = sending();
                Exchange exchange = call(server, Map.of("read_timeout", 1))) {
            assertEquals(
                    "no answer to POST /call/f from " + server.where()
                            + ": not a byte came in 1000 ms; the server may or"
                            + " may not have acted on the request; read_timeout bounds the silence",
                    lost(exchange));
        }
    }

    @Test
    void silenceAmongTheEventsEndsTheAnswer() throws IOException {
        try (RawServer server = sending(HEAD, PING);
                Exchange exchange = call(server, Map.of("read_timeout", 1))) {
            assertEquals("ping", exchange.next().event());
            assertEquals(
                    "answer to POST /call/f from " + server.where() + ": after " + PING.length()
                            + " bytes of its body not a byte came in 1000 ms; read_timeout bounds the silence",
                    lost(exchange));
        }
    }

    @Test
    void aServerThatPingsIsWaitedFor() throws IOException {
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, HEAD);
                    for (int i = 0; i < 8; i++) {
                        over.await(200, TimeUnit.MILLISECONDS);
                        RawServer.send(socket, PING);
                    }
                    RawServer.send(socket, END);
                });
                Exchange exchange = call(server, Map.of("read_timeout", 1))) {
            for (int i = 0; i < 8; i++) {
                assertEquals("ping", exchange.next().event());
            }
            assertEquals("end", exchange.next().event());
        }
    }

    @Test
    void theSettingsAreChecked() throws IOException {
        try (RawServer server = sending()) {
            assertEquals(
                    "read_timeout is -1, must be from 0 to 86400",
                    assertThrows(IllegalArgumentException.class, () -> call(server, Map.of("read_timeout", -1)))
                            .getMessage());
            assertEquals(
                    "connect_timeout is 0, must be from 1 to 86400",
                    assertThrows(IllegalArgumentException.class, () -> call(server, Map.of("connect_timeout", 0)))
                            .getMessage());
        }
    }
}
