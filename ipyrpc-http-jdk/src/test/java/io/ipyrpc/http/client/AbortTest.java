package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AbortTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: ";

    private static HttpClient client(RawServer server) {
        return new HttpClient(server.base(), HttpClientOptions.defaults());
    }

    private static HttpRequest get() {
        return HttpRequest.builder("GET", "/x").repeatable(true).build();
    }

    private static FutureTask<Integer> inBackground(HttpExchange exchange) {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            try (HttpResponse response = exchange.send()) {
                return response.body().readAllBytes().length;
            }
        });
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void assertFails(String message, FutureTask<Integer> task) {
        Throwable e = assertThrows(ExecutionException.class, task::get).getCause();
        assertInstanceOf(IOException.class, e);
        assertEquals(message, e.getMessage());
    }

    @Test
    void wakesWhoWaitsForTheHead() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    asked.countDown();
                    RawServer.head(socket);
                });
                HttpClient client = client(server)) {
            HttpExchange exchange = client.open(get());
            FutureTask<Integer> waiting = inBackground(exchange);
            asked.await();
            exchange.abort();
            exchange.abort();
            assertFails("aborted", waiting);
            assertTrue(exchange.sent());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void wakesWhoWaitsForTheBody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, OK + "10\r\n\r\nabc");
                    asked.countDown();
                    RawServer.head(socket);
                });
                HttpClient client = client(server)) {
            HttpExchange exchange = client.open(get());
            FutureTask<Integer> waiting = inBackground(exchange);
            asked.await();
            exchange.abort();
            assertFails("aborted", waiting);
        }
    }

    @Test
    void stopsWhoSends() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        HttpBody endless = new HttpBody() {
            @Override
            public long length() {
                return Long.MAX_VALUE;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (byte[] piece = new byte[1 << 20]; ; ) {
                    out.write(piece);
                    sending.countDown();
                }
            }
        };
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    socket.getInputStream().readNBytes(4 << 20);
                    new CountDownLatch(1).await();
                });
                HttpClient client = client(server)) {
            HttpExchange exchange =
                    client.open(HttpRequest.builder("POST", "/x").body(endless).build());
            FutureTask<Integer> waiting = inBackground(exchange);
            sending.await();
            exchange.abort();
            assertFails("aborted", waiting);
        }
    }

    @Test
    void stopsTheTlsHandshake() throws Exception {
        CountDownLatch greeted = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, number) -> {
                    socket.getInputStream().read();
                    greeted.countDown();
                    RawServer.head(socket);
                });
                HttpClient client = new HttpClient(
                        URI.create("https://127.0.0.1:" + server.port()), HttpClientOptions.defaults())) {
            HttpExchange exchange = client.open(get());
            FutureTask<Integer> waiting = inBackground(exchange);
            greeted.await();
            exchange.abort();
            assertFails("aborted", waiting);
            assertFalse(exchange.sent());
        }
    }

    @Test
    void beforeTheSendKeepsItFromBeingSent() throws IOException {
        try (RawServer server = RawServer.answering(OK + "0\r\n\r\n");
                HttpClient client = client(server)) {
            HttpExchange exchange = client.open(get());
            exchange.abort();
            IOException e = assertThrows(IOException.class, exchange::send);
            assertEquals("aborted", e.getMessage());
            assertFalse(exchange.sent());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void afterTheEndLeavesTheConnectionToTheNextExchange() throws IOException {
        try (RawServer server = new RawServer((socket, number) -> {
                    while (!RawServer.head(socket).isEmpty()) {
                        RawServer.send(socket, OK + "1\r\n\r\n" + number);
                    }
                });
                HttpClient client = client(server)) {
            HttpResponse first = client.send(get());
            assertEquals('1', first.body().read());
            HttpResponse second = client.send(get());
            first.abort();
            assertEquals(
                    "aborted",
                    assertThrows(IOException.class, first.body()::read).getMessage());
            assertEquals('1', second.body().read());
            assertEquals(-1, second.body().read());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void closingTheClientEndsExchangesInUseAndLaterOnes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (RawServer server = new RawServer((socket, number) -> {
            RawServer.head(socket);
            asked.countDown();
            rest.complete(RawServer.head(socket));
        })) {
            HttpClient client = client(server);
            FutureTask<Integer> waiting = inBackground(client.open(get()));
            asked.await();
            client.close();
            String message = "the HTTP client of http://127.0.0.1:" + server.port() + " is closed";
            assertFails(message, waiting);
            assertEquals("", rest.get());
            assertEquals(
                    message,
                    assertThrows(IOException.class, () -> client.send(get())).getMessage());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void closingTheClientClosesIdleConnections() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (RawServer server = new RawServer((socket, number) -> {
            RawServer.head(socket);
            RawServer.send(socket, OK + "0\r\n\r\n");
            rest.complete(RawServer.head(socket));
        })) {
            HttpClient client = client(server);
            client.send(get()).close();
            client.close();
            assertEquals("", rest.get());
        }
    }
}
