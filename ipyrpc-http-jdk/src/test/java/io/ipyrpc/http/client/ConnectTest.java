package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class ConnectTest {
    private static HttpRequest get() {
        return HttpRequest.builder("GET", "/x").build();
    }

    private static <T extends IOException> String failure(Class<T> kind, String base, HttpClientOptions options) {
        try (HttpClient client = new HttpClient(URI.create(base), options)) {
            HttpExchange exchange = client.open(get());
            String message = assertThrows(kind, exchange::send).getMessage();
            assertFalse(exchange.sent());
            return message;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void asksWhetherTheServerIsRunningWhenRefused() throws IOException {
        int port = freePort();
        assertEquals(
                "could not connect to 127.0.0.1:" + port + " (http://127.0.0.1:" + port
                        + "): Connection refused; is the server running?",
                failure(ConnectException.class, "http://127.0.0.1:" + port, HttpClientOptions.defaults()));
    }

    @Test
    void namesAHostWithoutAddress() {
        assertEquals(
                "could not connect to http://nobody.invalid: no address is known for nobody.invalid;"
                        + " is the name right?",
                failure(UnknownHostException.class, "http://nobody.invalid", HttpClientOptions.defaults()));
    }

    @Test
    void namesTheTimeWithinWhichNothingAnswered() throws IOException {
        HttpClientOptions options = HttpClientOptions.builder()
                .connectTimeout(Duration.ofMillis(100))
                .build();
        List<Socket> filling = new ArrayList<>();
        // Nobody accepts here, and the kernel stays silent to those who come when the queue is full.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThrows(SocketTimeoutException.class, () -> {
                for (int i = 0; i < 10; i++) {
                    Socket socket = new Socket();
                    filling.add(socket);
                    socket.connect(full.getLocalSocketAddress(), 100);
                }
            });
            String at = "127.0.0.1:" + full.getLocalPort();
            assertEquals(
                    "could not connect to " + at + " (http://" + at
                            + "): no answer within 100 ms; is the address right, and no firewall in between?",
                    failure(SocketTimeoutException.class, "http://" + at, options));
        } finally {
            for (Socket socket : filling) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://Example.ORG,                example.org,      80, http://example.org",
        "HTTP://example.org:80/,            example.org,      80, http://example.org",
        "https://example.org:443,           example.org,     443, https://example.org",
        "https://example.org:80,            example.org,      80, https://example.org:80",
        "http://[::1]:7777,                 ::1,            7777, http://[::1]:7777",
        "http://[FE80::1%lo],               FE80::1%lo,       80, http://[fe80::1]",
    })
    void dialsWhatTheBaseSays(URI base, String host, int port, String shown) {
        Origin origin = Origin.of(base);
        assertEquals(host, origin.host());
        assertEquals(port, origin.port());
        assertEquals(shown, origin.toString());
    }

    @Test
    void reachesIpv6Literals() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("::1"));
                HttpClient client = new HttpClient(
                        URI.create("http://[::1]:" + listening.getLocalPort()), HttpClientOptions.defaults())) {
            Thread server = new Thread(() -> {
                try (Socket socket = listening.accept()) {
                    head.complete(RawServer.head(socket));
                    RawServer.send(socket, "HTTP/1.1 204 No Content\r\n\r\n");
                } catch (IOException e) {
                    head.completeExceptionally(e);
                }
            });
            server.start();
            client.send(get()).close();
            assertEquals("GET /x HTTP/1.1\r\nHost: [::1]:" + listening.getLocalPort() + "\r\n\r\n", head.get());
            server.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a,            its scheme is not http or https",
        "//a,                its scheme is not http or https",
        "http:a,             'it names no host; write http://host:port, with letters, digits, dots and hyphens'",
        "http://a_b,         'it names no host; write http://host:port, with letters, digits, dots and hyphens'",
        "http://u@a,         'it may hold a scheme, a host and a port only'",
        "http://a?q,         'it may hold a scheme, a host and a port only'",
        "http://a#f,         'it may hold a scheme, a host and a port only'",
        "http://a/b,         it must end with the port: /b is too much",
        "http://a:0,         its port is not from 1 to 65535",
        "http://a:65536,     its port is not from 1 to 65535",
    })
    void refusesABaseItCannotTalkTo(URI base, String why) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new HttpClient(base, HttpClientOptions.defaults()));
        assertEquals("cannot talk HTTP to " + base + ": " + why, e.getMessage());
    }
}
