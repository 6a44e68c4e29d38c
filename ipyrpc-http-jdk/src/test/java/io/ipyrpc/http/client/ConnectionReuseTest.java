package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionReuseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final AtomicLong clock = new AtomicLong();

    private HttpClient client(RawServer server, HttpClientOptions options) {
        return new HttpClient(server.base(), options, clock::get);
    }

    private static HttpRequest request(boolean repeatable) {
        return HttpRequest.builder("POST", "/x").repeatable(repeatable).build();
    }

    private static String text(HttpResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes());
        }
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Answers each request with the number of its connection, and says when it has closed one. */
    private static RawServer.Script answers(String fields, int requests, Semaphore closed) {
        return (socket, number) -> {
            for (int i = 0; i < requests && !RawServer.head(socket).isEmpty(); i++) {
                String body = String.valueOf(number);
                RawServer.send(socket, OK + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            }
            socket.close();
            closed.release();
        };
    }

    private static RawServer.Script answers(String fields) {
        return answers(fields, Integer.MAX_VALUE, new Semaphore(0));
    }

    @Test
    void usesTheConnectionAgainThatWasUsedLast() throws IOException {
        try (RawServer server = new RawServer(answers(""));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            HttpResponse first = client.send(request(false));
            HttpResponse second = client.send(request(false));
            assertEquals("2", text(second));
            assertEquals("1", text(first));
            for (int i = 0; i < 3; i++) {
                assertEquals("1", text(client.send(request(false))));
            }
        }
    }

    @Test
    void seesBeforeUseThatTheServerClosedAnIdleConnection() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer(answers("", 1, closed));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            closed.acquire();
            pass(1001);
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void keepsUsingAnIdleConnectionThatIsAlive() throws IOException {
        try (RawServer server = new RawServer(answers(""));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            for (int i = 0; i < 3; i++) {
                assertEquals("1", text(client.send(request(false))));
                pass(19_000);
            }
        }
    }

    @Test
    void closesAConnectionThatWasIdleForTooLong() throws IOException {
        try (RawServer server = new RawServer(answers(""));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            pass(20_001);
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void sendsARepeatableRequestAgainWhenTheConnectionTurnsOutDead() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer(answers("", 1, closed));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(true))));
            closed.acquire();
            assertEquals("2", text(client.send(request(true))));
        }
    }

    @Test
    void doesNotSendAnyOtherRequestAgain() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer(answers("", 1, closed));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            closed.acquire();
            IOException e = assertThrows(IOException.class, () -> client.send(request(false)));
            assertEquals(
                    "no answer to POST /x from " + server.where() + ": the server closed the connection;"
                            + " the server may or may not have acted on the request",
                    e.getMessage());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void doesNotSendAgainOnAFreshConnection() throws IOException {
        try (RawServer server = RawServer.answering("");
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertThrows(EOFException.class, () -> client.send(request(true)));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void looksAtAllKeptConnectionsOnceOneWasDead() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer(answers("", 1, closed));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            HttpResponse first = client.send(request(false));
            HttpResponse second = client.send(request(false));
            HttpResponse third = client.send(request(false));
            text(first);
            text(second);
            text(third);
            closed.acquire(3);
            assertThrows(IOException.class, () -> client.send(request(false)));
            assertEquals("4", text(client.send(request(false))));
        }
    }

    @Test
    void doesNotKeepAConnectionThatTheServerIsAboutToClose() throws IOException {
        try (RawServer server = new RawServer(answers("Connection: keep, Close\r\n"));
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void doesNotKeepAConnectionThatHasBytesLeftOver() throws IOException {
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, OK + "Content-Length: 1\r\n\r\n" + number + "HTTP/1.1 200 Poison\r\n");
                    RawServer.head(socket);
                });
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void doesNotUseAConnectionOnWhichTheServerSpokeUnasked() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch spoken = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, OK + "Content-Length: 1\r\n\r\n" + number);
                    read.await();
                    RawServer.send(socket, OK + "Content-Length: 1\r\n\r\nX");
                    spoken.countDown();
                    RawServer.head(socket);
                });
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            assertEquals("1", text(client.send(request(false))));
            read.countDown();
            spoken.await();
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void keepsNoMoreConnectionsThanAsked() throws IOException {
        HttpClientOptions one = HttpClientOptions.builder().maxIdle(1).build();
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer(answers("", Integer.MAX_VALUE, closed));
                HttpClient client = client(server, one)) {
            HttpResponse first = client.send(request(false));
            HttpResponse second = client.send(request(false));
            text(first);
            text(second);
            // The first, which has been idle for longer, makes room.
            closed.acquireUninterruptibly();
            assertEquals("2", text(client.send(request(false))));
        }
    }

    @Test
    void keepsTheConnectionOfABodyClosedWhenItsRestHasArrived() throws IOException {
        for (String framing : new String[] {
            "Content-Length: 4\r\n\r\nabcd", "Transfer-Encoding: chunked\r\n\r\n" + "4\r\nabcd\r\n0\r\n\r\n"
        }) {
            try (RawServer server = new RawServer((socket, number) -> {
                        while (!RawServer.head(socket).isEmpty()) {
                            RawServer.send(socket, OK + framing);
                        }
                    });
                    HttpClient client = client(server, HttpClientOptions.defaults())) {
                for (int i = 0; i < 3; i++) {
                    HttpResponse response = client.send(request(false));
                    assertEquals('a', response.body().read());
                    response.close();
                    IOException e = assertThrows(
                            IOException.class, () -> response.body().read());
                    assertEquals("the body of the answer is closed", e.getMessage());
                }
                assertEquals(1, server.connections());
            }
        }
    }

    @Test
    void closesTheConnectionOfABodyClosedBeforeItsEnd() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = new RawServer((Socket socket, int number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, OK + "Content-Length: 4\r\n\r\nab");
                    RawServer.head(socket);
                    closed.release();
                });
                HttpClient client = client(server, HttpClientOptions.defaults())) {
            for (int i = 0; i < 2; i++) {
                HttpResponse response = client.send(request(false));
                assertEquals('a', response.body().read());
                response.close();
                response.close();
                closed.acquire();
            }
            assertEquals(2, server.connections());
        }
    }

    @Test
    void looksAtAConnectionWithoutDisturbingTheReadTimeout() throws IOException {
        HttpClientOptions options =
                HttpClientOptions.builder().readTimeout(Duration.ofMillis(30)).build();
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, OK + "Content-Length: 0\r\n\r\n");
                    RawServer.head(socket);
                    RawServer.head(socket);
                });
                HttpClient client = client(server, options)) {
            text(client.send(request(false)));
            pass(2000);
            IOException e = assertThrows(IOException.class, () -> client.send(request(true)));
            assertEquals(
                    "no answer to POST /x from " + server.where() + ": not a byte came in 30 ms;"
                            + " the server may or may not have acted on the request",
                    e.getMessage());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void anAnswerThatTellsItsEndComesWithoutChunksAndWithALengthKeepsItsConnection() throws IOException {
        byte[] bytes = new byte[100_000];
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        Set<Object> connections = new HashSet<>();
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress());
            exchange.getRequestBody().readAllBytes();
            boolean known = exchange.getRequestURI().getPath().equals("/known");
            exchange.sendResponseHeaders(200, known ? bytes.length : 0);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (HttpClient client = new HttpClient(base, HttpClientOptions.defaults())) {
            for (String target : List.of("/known", "/known", "/unknown", "/known", "/known")) {
                HttpRequest request = HttpRequest.builder("POST", target)
                        .body(HttpBody.of(new byte[3]))
                        .tellsItsEnd(true)
                        .build();
                try (HttpResponse response = client.send(request)) {
                    assertEquals(Optional.empty(), response.header("Transfer-Encoding"));
                    assertEquals(bytes.length, response.body().readAllBytes().length);
                }
            }
            HttpRequest other = HttpRequest.builder("GET", "/unknown").build();
            try (HttpResponse response = client.send(other)) {
                assertEquals(Optional.of("chunked"), response.header("Transfer-Encoding"));
            }
        } finally {
            server.stop(0);
        }
        assertEquals(2, connections.size());
    }
}
