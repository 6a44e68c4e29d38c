package io.ipyrpc.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EarlyAnswerTest {
    private static final HttpRequest LARGE = HttpRequest.builder("POST", "/x")
            .body(HttpBody.of(new byte[5_000_000]))
            .build();

    private static String exchange(HttpClient client, HttpRequest request) throws IOException {
        try (HttpResponse response = client.send(request)) {
            return response.status() + " " + new String(response.body().readAllBytes(), UTF_8);
        }
    }

    @Test
    void reachesTheCallerOfTheJdkServerThoughTheBodyIsNotRead() throws IOException {
        String[] answers = new String[20];
        try (JdkServer server =
                        JdkServer.http(exchange -> JdkServer.answer(exchange, 413, "too large".getBytes(UTF_8)));
                HttpClient client = new HttpClient(server.base(), HttpClientOptions.defaults())) {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = exchange(client, LARGE);
            }
        }
        String[] expected = new String[20];
        Arrays.fill(expected, "413 too large");
        assertEquals(Arrays.asList(expected), Arrays.asList(answers));
    }

    @Test
    void reachesTheCallerOfAServerThatClosesAtOnce() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 413 No\r\nContent-Length: 9\r\n\r\ntoo large");
                HttpClient client = new HttpClient(server.base(), HttpClientOptions.defaults())) {
            for (int i = 1; i <= 20; i++) {
                assertEquals("413 too large", exchange(client, LARGE));
                assertEquals(i, server.connections());
            }
        }
    }

    @Test
    void isMissedNamingTheRequestThatCouldNotBeSent() throws IOException {
        try (RawServer server = RawServer.answering("");
                HttpClient client = new HttpClient(server.base(), HttpClientOptions.defaults())) {
            IOException e = assertThrows(IOException.class, () -> exchange(client, LARGE));
            String why = e.getCause().getMessage();
            assertEquals(
                    "could not send POST /x to " + server.where() + ": " + why
                            + "; the server may or may not have acted on the request",
                    e.getMessage());
        }
    }

    /** A body of 10 bytes by its own account. */
    private interface Ten extends HttpBody {
        @Override
        default long length() {
            return 10;
        }
    }

    private static IOException failure(Ten body) throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                HttpClient client = new HttpClient(server.base(), HttpClientOptions.defaults())) {
            HttpRequest request = HttpRequest.builder("POST", "/x").body(body).build();
            return assertThrows(IOException.class, () -> exchange(client, request));
        }
    }

    @Test
    void givesWayToTheBodysOwnFailure() throws IOException {
        IOException own = new FileNotFoundException("gone");
        IOException e = failure(new Ten() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(1);
                throw own;
            }
        });
        assertSame(own, e);
    }

    @Test
    void givesWayToABodyThatIsTooShortOrTooLong() throws IOException {
        assertEquals(
                "the request's body wrote 9 bytes, but its length() is 10 bytes",
                failure(out -> out.write(new byte[9])).getMessage());
        assertEquals(
                "the request's body wrote more than the 10 bytes of its length()",
                failure(out -> out.write(new byte[11])).getMessage());
    }
}
