package io.ipyrpc.http.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class HostileAnswerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String MAYBE = "; the server may or may not have acted on the request";
    private static final HttpClientOptions OPTIONS = HttpClientOptions.builder()
            .readTimeout(Duration.ofSeconds(5))
            .maxHeadSize(1000)
            .maxHeaders(10)
            .build();

    private static HttpRequest get() {
        return HttpRequest.builder("GET", "/x").build();
    }

    private static String exchange(HttpClient client) throws IOException {
        try (HttpResponse response = client.send(get())) {
            return response.status() + " " + new String(response.body().readAllBytes(), ISO_8859_1);
        }
    }

    private static String failure(String answer, Class<? extends IOException> kind) throws IOException {
        try (RawServer server = RawServer.answering(answer);
                HttpClient client = new HttpClient(server.base(), OPTIONS)) {
            IOException e = assertThrows(IOException.class, () -> exchange(client));
            assertEquals(kind, e.getClass());
            return e.getMessage().replace(server.where(), "SERVER");
        }
    }

    static Stream<Arguments> badHeads() {
        String notStatus = " is not a status line of HTTP/1.1 or HTTP/1.0 with a status from 100 to 599;"
                + " is this an HTTP server?";
        String badEnd = "its head has a control character, or a line end other than CR LF, at the end of ";
        String badLine = ", which does not begin with a header's name and a colon";
        return Stream.of(
                Arguments.of("FTP/1.1 200 OK\r\n\r\n", "\"FTP/1.1 200 OK\"" + notStatus),
                Arguments.of("HTTP/2.0 200 OK\r\n\r\n", "\"HTTP/2.0 200 OK\"" + notStatus),
                Arguments.of("HTTP/1.1 20 OK\r\n\r\n", "\"HTTP/1.1 20 OK\"" + notStatus),
                Arguments.of("HTTP/1.1 2000 OK\r\n\r\n", "\"HTTP/1.1 2000 OK\"" + notStatus),
                Arguments.of("HTTP/1.1 099 OK\r\n\r\n", "\"HTTP/1.1 099 OK\"" + notStatus),
                Arguments.of("HTTP/1.1 600 OK\r\n\r\n", "\"HTTP/1.1 600 OK\"" + notStatus),
                Arguments.of("HTTP/1.1 -20 OK\r\n\r\n", "\"HTTP/1.1 -20 OK\"" + notStatus),
                Arguments.of("HTTP/1.1\t200 OK\r\n\r\n", "\"HTTP/1.1\\x09200 OK\"" + notStatus),
                Arguments.of("\r\nHTTP/1.1 200 OK\r\n\r\n", "\"\"" + notStatus),
                Arguments.of(
                        "é\"\\" + "z".repeat(70) + "\r\n\r\n",
                        "\"\\xe9\\\"\\\\" + "z".repeat(57) + "…\" (73 characters)" + notStatus),
                Arguments.of("HTTP/1.1 200 OK\n\n", badEnd + "\"HTTP/1.1 200 OK\\n\""),
                Arguments.of("HTTP/1.1 200\rOK\r\n\r\n", badEnd + "\"HTTP/1.1 200\\rO\""),
                Arguments.of("HTTP/1.1 200 \0\r\n\r\n", badEnd + "\"HTTP/1.1 200 \\x00\""),
                Arguments.of(OK + "A: \u007f\r\n\r\n", badEnd + "\"A: \\x7f\""),
                Arguments.of("\u0015\3\3\0\2\2\n", "it is in TLS; use https"),
                Arguments.of(OK + "A: b\r\n folded\r\n\r\n", "its head has the line \" folded\"" + badLine),
                Arguments.of(OK + "A b: c\r\n\r\n", "its head has the line \"A b: c\"" + badLine),
                Arguments.of(OK + "A : c\r\n\r\n", "its head has the line \"A : c\"" + badLine),
                Arguments.of(OK + ": c\r\n\r\n", "its head has the line \": c\"" + badLine),
                Arguments.of(OK + "nothing\r\n\r\n", "its head has the line \"nothing\"" + badLine),
                Arguments.of(OK + "A: " + "b".repeat(1000), "its head is larger than 1000 bytes (maxHeadSize)"),
                Arguments.of(
                        OK + ("A: " + "b".repeat(300) + "\r\n").repeat(4),
                        "its head is larger than 1000 bytes (maxHeadSize)"),
                Arguments.of(OK + "A: b\r\n".repeat(11), "its head has more than 10 lines (maxHeaders)"),
                Arguments.of(
                        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                        "its Transfer-Encoding is \"gzip, chunked\"; only chunked can be read"),
                Arguments.of(
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "its Transfer-Encoding is \"chunked, chunked\"; only chunked can be read"),
                Arguments.of(
                        OK + "Transfer-Encoding: identity\r\n\r\n",
                        "its Transfer-Encoding is \"identity\"; only chunked can be read"),
                Arguments.of(
                        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "it has both Transfer-Encoding and Content-Length"),
                Arguments.of(
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "it has Transfer-Encoding, which HTTP/1.0 does not have"),
                Arguments.of(
                        OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
                        "it has two values of Content-Length, \"5\" and \"6\""),
                Arguments.of(
                        OK + "Content-Length: 5, 5\r\n\r\n",
                        "its Content-Length is \"5, 5\", not a number from 0 to 2^63-1"),
                Arguments.of(
                        OK + "Content-Length: -5\r\n\r\n",
                        "its Content-Length is \"-5\", not a number from 0 to 2^63-1"),
                Arguments.of(
                        OK + "Content-Length: +5\r\n\r\n",
                        "its Content-Length is \"+5\", not a number from 0 to 2^63-1"),
                Arguments.of(
                        OK + "Content-Length:\r\n\r\n", "its Content-Length is \"\", not a number from 0 to 2^63-1"),
                Arguments.of(
                        OK + "Content-Length: 9223372036854775808\r\n\r\n",
                        "its Content-Length is \"9223372036854775808\", not a number from 0 to 2^63-1"),
                Arguments.of(
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(9), "it has more than 8 interim heads (status 1xx)"),
                Arguments.of(
                        "HTTP/1.1 101 Switching\r\n\r\n",
                        "its status is 101, another protocol, for which nobody asked"));
    }

    @ParameterizedTest
    @MethodSource("badHeads")
    void refusesABadHeadQuotingIt(String answer, String message) throws IOException {
        assertEquals("bad answer to GET /x from SERVER: " + message + MAYBE, failure(answer, ProtocolException.class));
    }

    static Stream<Arguments> badBodies() {
        String notHex = ", not a hexadecimal number of at most 15 digits";
        return Stream.of(
                Arguments.of("zz\r\n", "its chunk size is \"zz\"" + notHex),
                Arguments.of("\r\n", "its chunk size is \"\"" + notHex),
                Arguments.of("-1\r\n", "its chunk size is \"-1\"" + notHex),
                Arguments.of("0x1\r\n", "its chunk size is \"0x1\"" + notHex),
                Arguments.of("1 1\r\n", "its chunk size is \"1 1\"" + notHex),
                Arguments.of("ffffffffffffffff\r\n", "its chunk size is \"ffffffffffffffff\"" + notHex),
                Arguments.of("1\n", sizeEnd("1\\n")),
                Arguments.of("1;\0\r\n", sizeEnd("1;\\x00")),
                Arguments.of("1;" + "x".repeat(1100), "its chunk size is in a line of more than 1024 bytes"),
                Arguments.of("1\r\nabc\r\n", "its chunk is followed by \"b\", not by CR LF"),
                Arguments.of("1\r\na\rb", "its chunk is followed by \"b\", not by CR LF"),
                Arguments.of("1\r\na\n", "its chunk is followed by \"\\n\", not by CR LF"),
                Arguments.of(
                        "0\r\nA: b\r\n".concat("C: d\r\n".repeat(10)),
                        "its trailer has more than 10 lines (maxHeaders)"),
                Arguments.of("0\r\nA: " + "b".repeat(1000), "its trailer is larger than 1000 bytes (maxHeadSize)"),
                Arguments.of(
                        "0\r\n fold\r\n",
                        "its trailer has the line \" fold\", which does not begin with a header's name and a colon"));
    }

    private static String sizeEnd(String quoted) {
        return "its chunk size has a control character, or a line end other than CR LF, at the end of \"" + quoted
                + "\"";
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void refusesABadChunkQuotingIt(String chunks, String message) throws IOException {
        assertEquals("answer to GET /x from SERVER: " + message, failure(CHUNKED + chunks, ProtocolException.class));
    }

    static Stream<Arguments> cutBodies() {
        return Stream.of(
                Arguments.of(
                        OK + "Content-Length: 9223372036854775807\r\n\r\nabc",
                        "the body was cut after 3 bytes; Content-Length says 9223372036854775807"),
                Arguments.of(CHUNKED + "ff\r\nabc", "the body was cut after 3 bytes; its chunk has 252 bytes more"),
                Arguments.of(CHUNKED + "3\r\nabc", "the body was cut after 3 bytes; the last chunk is missing"),
                Arguments.of(CHUNKED + "3\r\nabc\r\n", "the body was cut after 3 bytes; the last chunk is missing"),
                Arguments.of(CHUNKED + "0\r\n", "the body was cut after 0 bytes; the last chunk is missing"));
    }

    @ParameterizedTest
    @MethodSource("cutBodies")
    void namesWhatCameOfACutBody(String answer, String message) throws IOException {
        assertEquals("answer to GET /x from SERVER: " + message, failure(answer, EOFException.class));
    }

    @Test
    void saysThatNoAnswerCame() throws IOException {
        assertEquals(
                "no answer to GET /x from SERVER: the server closed the connection" + MAYBE,
                failure("", EOFException.class));
    }

    @Test
    void saysThatTheHeadWasCut() throws IOException {
        assertEquals(
                "bad answer to GET /x from SERVER: its head was cut" + MAYBE,
                failure("HTTP/1.1 200 OK\r\nA: ", EOFException.class));
    }

    static Stream<Arguments> oddButGood() {
        return Stream.of(
                Arguments.of("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na", "200 a"),
                Arguments.of("HTTP/1.1 200 \r\ncontent-length:1\r\n\r\na", "200 a"),
                Arguments.of(OK + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", "200 a"),
                Arguments.of(OK + "Content-Length: 1\r\n\r\nab", "200 a"),
                Arguments.of(OK + "Content-Length: 0001 \r\n\r\na", "200 a"),
                Arguments.of(OK + "\r\nto the end", "200 to the end"),
                Arguments.of("HTTP/1.0 500 Oh\r\n\r\n", "500 "),
                Arguments.of("HTTP/1.1 100 Go\r\n\r\n".repeat(8) + OK + "Content-Length: 1\r\n\r\na", "200 a"),
                Arguments.of("HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", "204 "),
                Arguments.of("HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", "304 "),
                Arguments.of(CHUNKED + "A;x=\"y\"\r\n0123456789\r\n00 ; z\r\nT: r\r\n\r\n", "200 0123456789"));
    }

    @ParameterizedTest
    @MethodSource("oddButGood")
    void readsWhatIsOddButRight(String answer, String expected) throws IOException {
        try (RawServer server = RawServer.answering(answer);
                HttpClient client = new HttpClient(server.base(), OPTIONS)) {
            assertEquals(expected, exchange(client));
        }
    }

    private static final List<String> WHOLE = List.of(
            OK + "Content-Length: 10\r\nA: b\r\n\r\n0123456789",
            CHUNKED + "5\r\n01234\r\n3;x\r\n567\r\n2\r\n89\r\n0\r\nT: r\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 10\r\n\r\n0123456789");

    @Test
    void readsAnswersThatComeByteByByte() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>();
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    for (char c : answer.get().toCharArray()) {
                        RawServer.send(socket, String.valueOf(c));
                    }
                });
                HttpClient client = unpooled(server)) {
            for (String whole : WHOLE) {
                answer.set(whole);
                assertEquals("200 0123456789", exchange(client));
            }
        }
    }

    @Test
    void neverTakesACutAnswerForAWholeOne() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>();
        try (RawServer server = answers(answer);
                HttpClient client = unpooled(server)) {
            for (String whole : WHOLE) {
                for (int cut = 0; cut < whole.length(); cut++) {
                    answer.set(whole.substring(0, cut));
                    assertThrows(EOFException.class, () -> exchange(client), answer.get());
                }
                answer.set(whole);
                assertEquals("200 0123456789", exchange(client));
            }
        }
    }

    @Test
    void endsInAnAnswerOrAnIOExceptionWhateverTheBytes() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        AtomicReference<String> answer = new AtomicReference<>();
        int read = 0;
        int failed = 0;
        try (RawServer server = answers(answer);
                HttpClient client = unpooled(server)) {
            for (int i = 0; i < 500; i++) {
                StringBuilder bytes = new StringBuilder(WHOLE.get(i % WHOLE.size()));
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    change(bytes, random);
                }
                answer.set(bytes.toString());
                try {
                    exchange(client);
                    read++;
                } catch (IOException e) {
                    failed++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("seed " + seed + ": " + Quoted.quote(answer.get()), e);
                }
            }
        }
        assertTrue(read > 0 && failed > 0, "seed " + seed + ": read " + read + ", failed " + failed);
    }

    private static void change(StringBuilder bytes, Random random) {
        int at = random.nextInt(bytes.length());
        char any = (char) random.nextInt(256);
        switch (random.nextInt(3)) {
            case 0 -> bytes.setCharAt(at, any);
            case 1 -> bytes.insert(at, any);
            default -> bytes.deleteCharAt(at);
        }
    }

    /** Answers one request a connection with what the reference holds then. */
    private static RawServer answers(AtomicReference<String> answer) throws IOException {
        return new RawServer((Socket socket, int number) -> {
            RawServer.head(socket);
            RawServer.send(socket, answer.get());
        });
    }

    private static HttpClient unpooled(RawServer server) {
        return new HttpClient(
                server.base(),
                HttpClientOptions.builder()
                        .readTimeout(Duration.ofSeconds(5))
                        .maxIdle(0)
                        .build());
    }

    @Test
    void waitsNoLongerThanReadTimeoutWhereverTheAnswerStalls() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>();
        HttpClientOptions options =
                HttpClientOptions.builder().readTimeout(Duration.ofMillis(20)).build();
        try (RawServer server = new RawServer((socket, number) -> {
                    RawServer.head(socket);
                    RawServer.send(socket, answer.get());
                    RawServer.head(socket);
                });
                HttpClient client = new HttpClient(server.base(), options)) {
            String nothing = "not a byte came in 20 ms";
            for (String[] stall : new String[][] {
                {"", "no answer to GET /x from SERVER: " + nothing + MAYBE},
                {"HTTP/1.1 2", "no whole answer to GET /x from SERVER: " + nothing + MAYBE},
                {OK + "A: b\r\n", "no whole answer to GET /x from SERVER: " + nothing + MAYBE},
                {
                    OK + "Content-Length: 9\r\n\r\nabc",
                    "answer to GET /x from SERVER: after 3 bytes of its body " + nothing
                },
                {CHUNKED + "1", "answer to GET /x from SERVER: after 0 bytes of its body " + nothing},
                {CHUNKED + "3\r\nabc", "answer to GET /x from SERVER: after 3 bytes of its body " + nothing},
                {CHUNKED + "0\r\n", "answer to GET /x from SERVER: after 0 bytes of its body " + nothing},
            }) {
                answer.set(stall[0]);
                IOException e = assertThrows(IOException.class, () -> exchange(client));
                assertInstanceOf(SocketTimeoutException.class, e);
                assertEquals(stall[1], e.getMessage().replace(server.where(), "SERVER"));
            }
        }
    }
}
