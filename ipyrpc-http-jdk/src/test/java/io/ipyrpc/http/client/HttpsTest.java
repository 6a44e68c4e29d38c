package io.ipyrpc.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final HttpHandler ECHO = exchange ->
            JdkServer.answer(exchange, 200, exchange.getRequestBody().readAllBytes());

    @TempDir
    private static Path folder;

    private static Path trusted;
    private static SSLContext serverContext;

    /** Makes a certificate for the name localhost, and a store of those who trust it. */
    @BeforeAll
    static void makeStores() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        serverContext = SSLContext.getInstance("TLS");
        serverContext.init(managers.getKeyManagers(), null, null);
        KeyStore trust = emptyStore();
        trust.setCertificateEntry("server", store.getCertificate("server"));
        trusted = write("trusted.p12", trust);
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private static Path write(String name, KeyStore store) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static HttpClientOptions trusting() throws IOException {
        return HttpClientOptions.builder().trustStore(trusted, PASSWORD).build();
    }

    private static HttpRequest post(byte[] body) {
        return HttpRequest.builder("POST", "/x").body(HttpBody.of(body)).build();
    }

    @Test
    void talksToAServerWhoseCertificateIsTrustedOverOneConnection() throws IOException {
        try (JdkServer server = JdkServer.https(serverContext, ECHO);
                HttpClient client = new HttpClient(server.base("localhost"), trusting())) {
            for (int size : new int[] {0, 5, 100_000, 3_000_000}) {
                try (HttpResponse response = client.send(post(new byte[size]))) {
                    assertEquals(size, response.body().readAllBytes().length);
                }
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void looksAtAnIdleConnectionWithoutHarm() throws IOException {
        long[] clock = new long[1];
        try (JdkServer server = JdkServer.https(serverContext, ECHO);
                HttpClient client = new HttpClient(server.base("localhost"), trusting(), () -> clock[0])) {
            for (int i = 0; i < 3; i++) {
                try (HttpResponse response = client.send(post(new byte[10]))) {
                    assertEquals(10, response.body().readAllBytes().length);
                }
                clock[0] += Duration.ofSeconds(5).toNanos();
            }
            assertEquals(1, server.connections());
        }
    }

    private static String refused(URI base, HttpClientOptions options) {
        try (HttpClient client = new HttpClient(base, options)) {
            HttpExchange exchange = client.open(post(new byte[1]));
            String message =
                    assertThrows(SSLHandshakeException.class, exchange::send).getMessage();
            assertFalse(exchange.sent());
            return message;
        }
    }

    private static void assertRefused(URI base, String why, String message) {
        String before = "could not agree on TLS with 127.0.0.1:" + base.getPort() + " (" + base + "): ";
        String after = "; does the server speak https, and is its certificate trusted and for this name?";
        assertTrue(message.startsWith(before) && message.contains(why) && message.endsWith(after), message);
    }

    @Test
    void refusesACertificateForAnotherHost() throws IOException {
        try (JdkServer server = JdkServer.https(serverContext, ECHO)) {
            assertRefused(
                    server.base(),
                    "No subject alternative names matching IP address 127.0.0.1 found",
                    refused(server.base(), trusting()));
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws IOException {
        try (JdkServer server = JdkServer.https(serverContext, ECHO)) {
            assertRefused(
                    server.base("localhost"),
                    "unable to find valid certification path to requested target",
                    refused(server.base("localhost"), HttpClientOptions.defaults()));
        }
    }

    @Test
    void refusesAServerThatDoesNotSpeakTls() throws IOException {
        try (RawServer server = new RawServer((socket, number) -> {
            socket.getInputStream().read();
            RawServer.send(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            URI base = URI.create("https://127.0.0.1:" + server.port());
            assertRefused(base, "Unsupported or unrecognized SSL message", refused(base, HttpClientOptions.defaults()));
        }
    }

    @Test
    void waitsForTlsNoLongerThanConnectTimeout() throws IOException {
        HttpClientOptions options = HttpClientOptions.builder()
                .connectTimeout(Duration.ofMillis(50))
                .build();
        try (RawServer server = new RawServer((socket, number) -> RawServer.head(socket));
                HttpClient client = new HttpClient(URI.create("https://127.0.0.1:" + server.port()), options)) {
            String at = "127.0.0.1:" + server.port();
            assertEquals(
                    "could not agree on TLS with " + at + " (https://" + at
                            + "): no answer within 50 ms; does the server speak https?",
                    assertThrows(SocketTimeoutException.class, () -> client.send(post(new byte[1])))
                            .getMessage());
        }
    }

    private static String unreadable(Path file, String password) {
        return assertThrows(
                        IOException.class, () -> HttpClientOptions.builder().trustStore(file, password.toCharArray()))
                .getMessage();
    }

    @Test
    void namesATrustStoreThatIsOfNoUse() throws Exception {
        Path absent = folder.resolve("absent.p12");
        assertEquals("cannot read the trust store " + absent + ": no such file", unreadable(absent, "x"));
        assertEquals(
                "cannot read the trust store " + trusted + ": keystore password was incorrect",
                unreadable(trusted, "wrong"));
        Path empty = write("empty.p12", emptyStore());
        assertEquals(
                "cannot read the trust store " + empty + ": it holds no trusted certificate; import the server's, or"
                        + " its authority's, with keytool -importcert",
                unreadable(empty, "changeit"));
    }
}
