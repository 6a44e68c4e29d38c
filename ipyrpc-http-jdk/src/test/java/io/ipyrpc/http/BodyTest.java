package io.ipyrpc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BodyTest {
    private static final String INSTALLED = "; installed: application/json, application/vnd.ipyrpc.binary";

    private static String unsupported(String message) {
        return "{\"error\":{\"code\":\"unsupported_serializer\",\"message\":\"" + message + "\"}}";
    }

    @Test
    void bodiesNeedTheContentTypeOfAnInstalledSerializer() throws IOException {
        Map<String, String> messages = Map.of(
                "Content-Type: text/xml; charset=utf-8",
                "Content-Type 'text/xml' belongs to no serializer here" + INSTALLED,
                "X: y",
                "the body has no Content-Type" + INSTALLED,
                "Content-Type: application/json; charset=\"ISO-8859-1\"",
                "bodies are read as UTF-8, not as 'charset=iso-8859-1'" + INSTALLED,
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type 'application/x-www-form-urlencoded' belongs to no serializer here" + INSTALLED
                        + "; with curl, use curl --json",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type 'multipart/form-data' belongs to no serializer here" + INSTALLED
                        + "; with curl, use curl --json");
        try (TestServer server = TestServer.mirror(Map.of())) {
            for (Map.Entry<String, String> one : messages.entrySet()) {
                for (String path : new String[] {"/call/f", "/submit/f", "/data"}) {
                    RawClient.Answer answer = server.ask("POST " + path + " HTTP/1.1\n" + one.getKey(), "[1]");
                    assertEquals(415, answer.status(), one.getKey());
                    assertEquals(unsupported(one.getValue()), answer.text());
                }
            }
        }
    }

    @Test
    void bodiesAreNotToBeEncoded() throws IOException {
        Map<String, String> shown = Map.of(
                "gzip", "gzip", "BR", "BR", "identity, deflate", "deflate", "identity\nContent-Encoding: x", "x");
        try (TestServer server = TestServer.mirror(Map.of())) {
            for (Map.Entry<String, String> one : shown.entrySet()) {
                for (String path : new String[] {"/call/f", "/submit/f", "/data"}) {
                    String head = "POST " + path + " HTTP/1.1\nContent-Type: application/json\nContent-Encoding: ";
                    RawClient.Answer answer = server.ask(head + one.getKey(), "[1]");
                    assertEquals(415, answer.status(), one.getKey());
                    assertEquals(
                            unsupported("the body has the Content-Encoding '" + one.getValue()
                                    + "'; bodies are not to be encoded, send it as it is"),
                            answer.text());
                    assertEquals("identity", answer.header("Accept-Encoding"));
                }
            }
            String plain = "POST /submit/f HTTP/1.1\nContent-Type: application/json\nContent-Encoding: Identity";
            assertEquals(202, server.ask(plain, "[1]").status());
            // What is not there is not encoded.
            assertEquals(
                    202,
                    server.ask("POST /submit/f HTTP/1.1\nContent-Encoding: gzip")
                            .status());
        }
    }

    @Test
    void aBodyInChunksArrives() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            String head = "POST /submit/f HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: chunked";
            RawClient.Answer answer = server.ask(head, "2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n");
            assertEquals(202, answer.status());
            assertTrue(answer.text().contains("\"body\":\"[1]\""), answer.text());
        }
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefusedAtOnce() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of());
                RawClient client = new RawClient(server.address())) {
            String head = "POST /call/f HTTP/1.1\nContent-Type: application/json\nContent-Length: 5000000";
            client.send(server.address(), head, "");
            RawClient.Answer answer = client.answer(false);
            assertEquals(413, answer.status());
            assertEquals(
                    "{\"error\":{\"code\":\"too_large\",\"message\":\"the body is 5000000 bytes, max_body is 1000\"}}",
                    answer.text());
            assertEquals("close", answer.header("Connection"));
            // It may still send all of it, as clients do that do not listen meanwhile.
            client.write(new byte[5_000_000]);
            assertEquals(-1, client.in().read());
        }
    }

    @Test
    void aClientThatSendsFiveMegabytesBeforeItListensIsAnswered() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            for (int i = 0; i < 10; i++) {
                RawClient.Answer answer =
                        server.ask("POST /call/f HTTP/1.1\nContent-Type: application/json", "x".repeat(5 << 20));
                assertEquals(413, answer.status());
                answer = server.ask("POST /nowhere HTTP/1.1\nContent-Type: application/json", "x".repeat(5 << 20));
                assertEquals(404, answer.status());
            }
        }
    }

    @Test
    void aRefusalOfASmallBodyKeepsTheConnection() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of());
                RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(server.address(), "POST /nowhere HTTP/1.1\nContent-Type: text/xml", "x".repeat(50_000));
                assertEquals(404, client.answer(false).status());
            }
        }
    }

    @Test
    void aBodyInChunksIsCountedWhileItIsRead() throws IOException {
        BlockingQueue<String> thrown = new ArrayBlockingQueue<>(1);
        try (TestServer server = TestServer.playing((request, reply) -> {
            try {
                request.body().stream().readAllBytes();
            } catch (RpcException e) {
                thrown.add(e.getMessage());
                reply.send(Frame.event("error", Map.of("error", e.error().toMap()), io.ipyrpc.wire.Slices.EMPTY), true);
            }
        })) {
            String head = "POST /call/f HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: chunked";
            RawClient.Answer answer = server.ask(head, "3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n");
            assertEquals(413, answer.status());
            assertEquals("the body is over 1000 bytes, which is max_body", thrown.remove());
        }
    }

    @Test
    void aBodyThatIsCutIsAnIoException() throws Exception {
        BlockingQueue<Boolean> cut = new ArrayBlockingQueue<>(1);
        try (TestServer server = TestServer.playing((request, reply) -> {
            try {
                request.body().stream().readAllBytes();
                cut.add(false);
            } catch (IOException e) {
                cut.add(true);
                reply.abort();
            }
        })) {
            try (RawClient client = new RawClient(server.address())) {
                String head = "POST /call/f HTTP/1.1\nContent-Type: application/json\nContent-Length: 100";
                client.send(server.address(), head, "");
                client.write("[1,".getBytes(UTF_8));
            }
            assertEquals(Boolean.TRUE, cut.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void headsAreBounded() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of());
                RawClient client = new RawClient(server.address())) {
            String head = "GET /health HTTP/1.1\nX: " + "x".repeat(70_000);
            boolean answered;
            try {
                client.send(server.address(), head, "");
                answered = client.in().read() >= 0;
            } catch (IOException e) {
                answered = false;
            }
            assertEquals(false, answered, "a header of 70,000 bytes was taken");
        }
    }

    @Test
    void theJdksServerIsToldNotToWaitForAcknowledgements() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            assertEquals("true", System.getProperty("sun.net.httpserver.nodelay"));
            assertEquals("1000", System.getProperty("sun.net.httpserver.maxIdleConnections"));
            assertEquals("12000", System.getProperty("jdk.httpserver.maxConnections"));
            assertEquals(200, server.ask("GET /health HTTP/1.1").status());
        }
    }
}
