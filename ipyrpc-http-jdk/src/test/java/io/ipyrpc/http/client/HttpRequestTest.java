package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HttpRequestTest {
    private static void assertRefused(String message, Executable executable) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, executable).getMessage());
    }

    static Stream<Arguments> badRequestLines() {
        String encode = " is not visible ASCII or is '#'; percent-encode it";
        return Stream.of(
                Arguments.of("", "/", "not a method that can be sent: \"\""),
                Arguments.of("GET /", "/", "not a method that can be sent: \"GET /\""),
                Arguments.of("GET\r\n", "/", "not a method that can be sent: \"GET\\r\\n\""),
                Arguments.of("CONNECT", "/", "not a method that can be sent: \"CONNECT\""),
                Arguments.of("GET", "", "a target begins with a slash, this does not: \"\""),
                Arguments.of("GET", "x", "a target begins with a slash, this does not: \"x\""),
                Arguments.of("GET", "/a b", "character 2 of the target \"/a b\"" + encode),
                Arguments.of("GET", "/\r\nX: y", "character 1 of the target \"/\\r\\nX: y\"" + encode),
                Arguments.of("GET", "/é", "character 1 of the target \"/\\xe9\"" + encode),
                Arguments.of("GET", "/\u2028", "character 1 of the target \"/\\u2028\"" + encode),
                Arguments.of("GET", "/a#b", "character 2 of the target \"/a#b\"" + encode));
    }

    @ParameterizedTest
    @MethodSource("badRequestLines")
    void refusesWhatCannotStandInARequestLine(String method, String target, String message) {
        assertRefused(message, () -> HttpRequest.builder(method, target));
    }

    static Stream<Arguments> badHeaders() {
        String rule = " of header A is not allowed there; visible ASCII is, with spaces and tabs inside";
        return Stream.of(
                Arguments.of("", "b", "not a header name: \"\""),
                Arguments.of("A:", "b", "not a header name: \"A:\""),
                Arguments.of("A\n", "b", "not a header name: \"A\\n\""),
                Arguments.of("host", "b", "the header host is the client's own to write; leave it out"),
                Arguments.of(
                        "Content-Length", "1", "the header Content-Length is the client's own to write; leave it out"),
                Arguments.of("A", "b\r\nC: d", "character 1 of the value \"b\\r\\nC: d\"" + rule),
                Arguments.of("A", "b\0", "character 1 of the value \"b\\x00\"" + rule),
                Arguments.of("A", " b", "character 0 of the value \" b\"" + rule),
                Arguments.of("A", "b\t", "character 1 of the value \"b\\x09\"" + rule),
                Arguments.of("A", "é", "character 0 of the value \"\\xe9\"" + rule));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void refusesWhatCannotStandInAHeader(String name, String value, String message) {
        assertRefused(message, () -> HttpRequest.builder("GET", "/").header(name, value));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertRefused(
                "readTimeout is from 0 to 2147483647 ms, not PT-1S",
                () -> HttpClientOptions.builder().readTimeout(Duration.ofSeconds(-1)));
        assertRefused(
                "connectTimeout is from 0 to 2147483647 ms, not PT720H",
                () -> HttpClientOptions.builder().connectTimeout(Duration.ofDays(30)));
        assertRefused(
                "idleTimeout is from 0 to 2147483647 ms, not PT2562047788015215H30M7.999999999S",
                () -> HttpClientOptions.builder().idleTimeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
        assertRefused(
                "maxIdle is at least 0, not -1",
                () -> HttpClientOptions.builder().maxIdle(-1));
        assertRefused(
                "maxHeadSize is at least 64, not 63",
                () -> HttpClientOptions.builder().maxHeadSize(63));
        assertRefused(
                "maxHeaders is at least 1, not 0",
                () -> HttpClientOptions.builder().maxHeaders(0));
    }

    @Test
    void takesTheShortestTimeForOneMillisecond() {
        assertEquals(
                1,
                HttpClientOptions.builder()
                        .readTimeout(Duration.ofNanos(1))
                        .build()
                        .readTimeout());
    }
}
