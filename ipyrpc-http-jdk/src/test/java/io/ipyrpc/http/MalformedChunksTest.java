package io.ipyrpc.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ipyrpc.RpcServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in chunks that are none: their senders are there and wait for an answer. */
@Timeout(60)
final class MalformedChunksTest {
    private static final String HEAD =
            "POST /call/count HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: chunked";

    private static RpcServer server() {
        RpcServer server = RpcServer.create();
        server.registerDynamic("count", "", arguments -> arguments.positional().size());
        return server;
    }

    private static String refused(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    private static String malformed(String why) {
        return refused("bad_request", "the body's chunks are malformed: " + why);
    }

    private static void assertAnswered(URI address, String body, int status, String answered) throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RawClient client = new RawClient(address)) {
                RawClient.Answer answer = client.send(address, HEAD, body).answer(false);
                assertEquals(status, answer.status(), body);
                assertEquals(answered, answer.text(), body);
                assertEquals("close", answer.header("Connection"), body);
                assertEquals(-1, client.in().read(), body);
            }
        }
    }

    @Test
    void malformedChunksAreAnsweredAndTheConnectionIsClosed() throws IOException {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("zz\r\n", "invalid chunk length");
        bodies.put("-5\r\n[1,2]\r\n0\r\n\r\n", "invalid chunk length");
        bodies.put("5 \r\n[1,2]\r\n0\r\n\r\n", "invalid chunk length");
        bodies.put("00000000000000005\r\n[1,2]\r\n0\r\n\r\n", "invalid chunk header");
        bodies.put("5\r\n[1,2]zz\r\n0\r\n\r\n", "invalid chunk end; trailers are not taken");
        bodies.put("5\r\n[1,2]\r\nzz\r\n", "invalid chunk length");
        try (RpcServer server = server()) {
            URI address = server.listen("http://127.0.0.1:0");
            for (Map.Entry<String, String> one : bodies.entrySet()) {
                assertAnswered(address, one.getKey(), 400, malformed(one.getValue()));
            }
        }
    }

    @Test
    void aTrailerIsAnsweredThatItIsNotTaken() throws IOException {
        try (RpcServer server = server()) {
            assertAnswered(
                    server.listen("http://127.0.0.1:0"),
                    "5\r\n[1,2]\r\n0\r\nA: b\r\n\r\n",
                    400,
                    malformed("invalid chunk end; trailers are not taken"));
        }
    }

    @Test
    void aChunkThatTheJdksServerCannotCountIsTooLarge() throws IOException {
        try (RpcServer server = server()) {
            assertAnswered(
                    server.listen("http://127.0.0.1:0"),
                    "ffffffff\r\n[1,2]\r\n0\r\n\r\n",
                    413,
                    refused("too_large", "the body has a chunk of more than 2147483647 bytes"));
        }
    }

    @Test
    void aClientThatSendsALotBehindAMalformedChunkStillSeesTheAnswer() throws IOException {
        try (RpcServer server = server()) {
            URI address = server.listen("http://127.0.0.1:0");
            assertAnswered(address, "zz\r\n" + "x".repeat(2 << 20), 400, malformed("invalid chunk length"));
        }
    }

    @Test
    void aClientThatIsGoneInsideItsBodyIsNotTakenForOneThatSentItWrong() throws Exception {
        String[] cut = {"", "5", "5\r\n", "5\r\n[1,", "5\r\n[1,2]\r\n", "5\r\n[1,2]\r\n0"};
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        try (TestServer server = TestServer.playing((request, reply) -> {
            try {
                request.body().stream().readAllBytes();
                ends.add("whole");
            } catch (IOException e) {
                ends.add("gone");
            } catch (RuntimeException e) {
                ends.add(e.getMessage());
            }
            reply.abort();
        })) {
            for (String body : cut) {
                try (RawClient client = new RawClient(server.address())) {
                    client.send(server.address(), HEAD, "");
                    client.write(body.getBytes(US_ASCII));
                }
                assertEquals("gone", ends.poll(30, TimeUnit.SECONDS), body);
            }
            assertNull(ends.poll());
        }
    }
}
