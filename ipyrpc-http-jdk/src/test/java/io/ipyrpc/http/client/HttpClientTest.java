package io.ipyrpc.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpClientTest {
    private static HttpClient client(JdkServer server) {
        return new HttpClient(server.base(), HttpClientOptions.defaults());
    }

    private static HttpRequest get(String target) {
        return HttpRequest.builder("GET", target).build();
    }

    private static HttpRequest post(String target, HttpBody body) {
        return HttpRequest.builder("POST", target).body(body).build();
    }

    private static String text(HttpResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), UTF_8);
        }
    }

    /** A server that answers with what it saw of the request. */
    private static JdkServer mirror() throws IOException {
        return JdkServer.http(exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var headers = exchange.getRequestHeaders();
            String seen = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " host="
                    + headers.getFirst("Host") + " length=" + headers.getFirst("Content-Length") + " coding="
                    + headers.getFirst("Transfer-Encoding") + " x=" + headers.get("X") + " body=" + body;
            JdkServer.answer(exchange, 200, seen.getBytes(UTF_8));
        });
    }

    @Test
    void sendsMethodTargetHeadersAndBody() throws IOException {
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            HttpRequest request = HttpRequest.builder("PUT", "/a%20b?c=d&e")
                    .header("X", "1")
                    .header("X", "two words")
                    .body(HttpBody.of("hé".getBytes(UTF_8)))
                    .build();
            assertEquals(
                    "PUT /a%20b?c=d&e host=127.0.0.1:" + server.port()
                            + " length=3 coding=null x=[1, two words] body=hé",
                    text(client.send(request)));
        }
    }

    @Test
    void sendsALengthOfZeroWithAPostAndNoneWithAGet() throws IOException {
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            String host = " host=127.0.0.1:" + server.port();
            assertEquals(
                    "POST /" + host + " length=0 coding=null x=null body=",
                    text(client.send(post("/", HttpBody.empty()))));
            assertEquals("GET /" + host + " length=null coding=null x=null body=", text(client.send(get("/"))));
        }
    }

    @Test
    void sendsABodyOfUnknownLengthInChunks() throws IOException {
        HttpBody body = new HttpBody() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write('a');
                out.flush();
                out.write(new byte[0]);
                out.write("bc".getBytes(UTF_8));
                out.close();
            }
        };
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            assertEquals(
                    "POST / host=127.0.0.1:" + server.port() + " length=null coding=chunked x=null body=abc",
                    text(client.send(post("/", body))));
        }
    }

    @Test
    void sendsSlicesOfEveryKindOneAfterTheOther() throws IOException {
        ByteBuffer heap = ByteBuffer.wrap("--heap--".getBytes(UTF_8), 2, 4);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(6).put("direct".getBytes(UTF_8)).flip();
        ByteBuffer readOnly = ByteBuffer.wrap("only".getBytes(UTF_8)).asReadOnlyBuffer();
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            HttpRequest request = post("/", HttpBody.of(List.of(heap, direct, readOnly)));
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        "POST / host=127.0.0.1:" + server.port() + " length=14 coding=null x=null body=heapdirectonly",
                        text(client.send(request)));
            }
        }
    }

    @Test
    void readsStatusReasonAndHeaders() throws IOException {
        try (JdkServer server = JdkServer.http(exchange -> {
                    exchange.getResponseHeaders().add("IpyRpc-Protocol", "1");
                    exchange.getResponseHeaders().add("Twice", "a");
                    exchange.getResponseHeaders().add("Twice", "b");
                    JdkServer.answer(exchange, 404, "no".getBytes(UTF_8));
                });
                HttpClient client = client(server);
                HttpResponse response = client.send(get("/"))) {
            assertEquals(404, response.status());
            assertEquals("Not Found", response.reason());
            assertEquals(Optional.of("1"), response.header("ipyrpc-protocol"));
            assertEquals(Optional.empty(), response.header("absent"));
            assertEquals(List.of("a", "b"), response.headers("TWICE"));
            assertEquals("no", text(response));
        }
    }

    @Test
    void reusesOneConnectionForAnswersOfEveryFraming() throws IOException {
        try (JdkServer server = JdkServer.http(exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    String path = exchange.getRequestURI().getPath();
                    boolean head = exchange.getRequestMethod().equals("HEAD");
                    byte[] body = path.equals("/empty") ? new byte[0] : "body".getBytes(UTF_8);
                    exchange.sendResponseHeaders(
                            path.equals("/nothing") ? 204 : 200,
                            head || path.equals("/nothing") || body.length == 0 ? -1 : path.equals("/chunked") ? 0 : 4);
                    if (!head && !path.equals("/nothing")) {
                        exchange.getResponseBody().write(body);
                    }
                    exchange.close();
                });
                HttpClient client = client(server)) {
            for (int i = 0; i < 3; i++) {
                assertEquals("body", text(client.send(get("/fixed"))));
                assertEquals("body", text(client.send(get("/chunked"))));
                assertEquals("body", text(client.send(post("/fixed", HttpBody.of(new byte[10])))));
                assertEquals("", text(client.send(get("/empty"))));
                assertEquals("", text(client.send(get("/nothing"))));
                assertEquals(
                        "",
                        text(client.send(HttpRequest.builder("HEAD", "/fixed").build())));
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void carries64MegabytesThereAndBack() throws Exception {
        byte[] sent = new byte[64 << 20];
        new Random(7).nextBytes(sent);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(sent);
        try (JdkServer server = JdkServer.http(exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(
                            200, exchange.getRequestURI().getPath().equals("/0") ? 0 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                HttpClient client = client(server)) {
            for (String target : List.of("/0", "/length")) {
                List<ByteBuffer> slices = List.of(
                        ByteBuffer.wrap(sent, 0, 1000),
                        ByteBuffer.allocateDirect(1 << 20)
                                .put(sent, 1000, 1 << 20)
                                .flip(),
                        ByteBuffer.wrap(sent, 1000 + (1 << 20), sent.length - 1000 - (1 << 20)));
                try (HttpResponse response = client.send(post(target, HttpBody.of(slices)))) {
                    MessageDigest received = MessageDigest.getInstance("SHA-256");
                    byte[] piece = new byte[1 << 20];
                    InputStream body = response.body();
                    for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
                        received.update(piece, 0, n);
                    }
                    assertArrayEquals(digest, received.digest());
                }
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void serves50ThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < 50; t++) {
                String body = "x".repeat(t);
                all.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 20; i++) {
                        String text = text(client.send(post("/", HttpBody.of(body.getBytes(UTF_8)))));
                        right += text.endsWith(" body=" + body) ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> one : all) {
                assertEquals(20, one.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesToSendAnExchangeTwice() throws IOException {
        try (JdkServer server = mirror();
                HttpClient client = client(server)) {
            HttpExchange exchange = client.open(get("/x"));
            exchange.send().close();
            IllegalStateException e = assertThrows(IllegalStateException.class, exchange::send);
            assertEquals("this exchange, GET /x, was sent before; open another", e.getMessage());
        }
    }

    @Test
    void namesTheTimeThatPassedWithoutAnAnswer() throws IOException {
        HttpClientOptions options =
                HttpClientOptions.builder().readTimeout(Duration.ofMillis(50)).build();
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.head(socket);
                });
                HttpClient client = new HttpClient(server.base(), options)) {
            IOException e = assertThrows(java.net.SocketTimeoutException.class, () -> client.send(get("/slow")));
            assertEquals(
                    "no answer to GET /slow from " + server.where() + ": not a byte came in 50 ms;"
                            + " the server may or may not have acted on the request",
                    e.getMessage());
        }
    }
}
