package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Listener;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HostAndOriginTest {
    private static final Map<String, Object> SETTINGS = Map.of(
            "advertise", "http://10.0.0.5:7777",
            "allowed_hosts", List.of("proxy.example.com", "Other.Example.com:8080", "[2001:db8:0::1]:80"),
            "allowed_origins", List.of("https://notebook.example.com", "http://localhost:8888"));

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    @Test
    void answersToItsOwnNamesAndToThoseOfTheSettings() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            String port = ":" + server.address().getPort();
            for (String host : List.of(
                    "127.0.0.1" + port,
                    "localhost" + port,
                    "LocalHost" + port,
                    "[::1]" + port,
                    "[0:0:0:0:0:0:0:1]" + port,
                    "10.0.0.5:7777",
                    "proxy.example.com",
                    "proxy.example.com:444",
                    "other.example.com:8080",
                    "[2001:db8::1]")) {
                assertEquals(
                        200, server.ask("GET /health HTTP/1.1\nHost: " + host).status(), host);
            }
        }
    }

    @Test
    void refusesOtherNamesOnEveryMethodBeforeAnythingElse() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            String port = ":" + server.address().getPort();
            for (String host : List.of(
                    "evil.example.com" + port,
                    "127.0.0.1",
                    "127.0.0.1:1",
                    "localhost",
                    "127.0.0.2" + port,
                    "10.0.0.5" + port,
                    "other.example.com",
                    "localhost." + port)) {
                for (String method : List.of("GET", "OPTIONS", "BREW")) {
                    RawClient.Answer answer = server.ask(method + " /nowhere HTTP/1.1\nHost: " + host);
                    assertEquals(421, answer.status(), host);
                    assertEquals(
                            error(
                                    "forbidden",
                                    "this server does not answer to the host '" + host
                                            + "'; add it to the setting allowed_hosts if it should"),
                            answer.text());
                }
            }
        }
    }

    @Test
    void refusesRequestsWithoutOneHost() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            String own = server.address().getAuthority();
            RawClient.Answer none = server.ask("GET /health HTTP/1.1\nX: NoHost");
            assertEquals(421, none.status());
            assertEquals(
                    error("forbidden", "the request needs one Host header, it has 0 (see the setting allowed_hosts)"),
                    none.text());
            RawClient.Answer two = server.ask("GET /health HTTP/1.1\nHost: " + own + "\nHost: " + own);
            assertEquals(421, two.status());
            assertEquals(
                    error("forbidden", "the request needs one Host header, it has 2 (see the setting allowed_hosts)"),
                    two.text());
            for (String wrong : List.of("", "a b", "user@" + own, own + "/x", "[::1", "127.0.0.1:99999")) {
                RawClient.Answer answer = server.ask("GET /health HTTP/1.1\nHost: " + wrong);
                assertEquals(421, answer.status(), wrong);
                assertEquals(
                        error(
                                "forbidden",
                                "the Host '" + wrong + "' is no host and port (see the setting allowed_hosts)"),
                        answer.text());
            }
        }
    }

    @Test
    void anAbsoluteTargetIsHeldToTheSameNames() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            String own = server.address().getAuthority();
            assertEquals(
                    200, server.ask("GET http://" + own + "/health HTTP/1.1").status());
            assertEquals(
                    421,
                    server.ask("GET http://evil.example.com/health HTTP/1.1").status());
            String other = "localhost:" + server.address().getPort();
            assertEquals(
                    421, server.ask("GET http://" + other + "/health HTTP/1.1").status());
        }
    }

    @Test
    void aWildcardAddressAnswersToTheMachinesOwnAddresses() throws IOException {
        URI any = URI.create("http://0.0.0.0:0");
        try (Listener listener = new HttpTransport().listen(any, TestServer.options(Map.of()), (request, reply) -> {
            throw new RpcException(ErrorCode.CONFLICT, "seen");
        })) {
            int port = listener.address().getPort();
            URI local = URI.create("http://127.0.0.1:" + port);
            int seen = 0;
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress own : Collections.list(card.getInetAddresses())) {
                    String text = own.getHostAddress().replaceFirst("%.*", "");
                    String host = text.contains(":") ? "[" + text + "]" : text;
                    String head = "GET /health HTTP/1.1\nHost: " + host + ":" + port;
                    assertEquals(409, RawClient.ask(local, head, "").status(), host);
                    seen++;
                }
            }
            assertTrue(seen > 0, "no network card has an address");
            String head = "GET /health HTTP/1.1\nHost: evil.example.com:" + port;
            assertEquals(421, RawClient.ask(local, head, "").status());
        }
    }

    @Test
    void itsOwnPagesMayAsk() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            int port = server.address().getPort();
            for (String origin :
                    List.of("http://127.0.0.1:" + port, "http://localhost:" + port, "http://10.0.0.5:7777")) {
                RawClient.Answer answer = server.ask("GET /health HTTP/1.1\nOrigin: " + origin);
                assertEquals(200, answer.status(), origin);
                assertNull(answer.header("Access-Control-Allow-Origin"));
            }
            assertEquals(
                    200,
                    server.ask("GET /health HTTP/1.1\nHost: proxy.example.com\nOrigin: http://proxy.example.com")
                            .status());
        }
    }

    @Test
    void pagesOfOtherOriginsMayNotAsk() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            int port = server.address().getPort();
            for (String origin : List.of(
                    "null",
                    "",
                    "https://127.0.0.1:" + port,
                    "http://127.0.0.1",
                    "http://localhost:3000",
                    "http://proxy.example.com:3000",
                    "https://notebook.example.com.evil.com",
                    "HTTPS://notebook.example.com",
                    "https://notebook.example.com, null")) {
                for (String method : List.of("GET", "POST", "OPTIONS")) {
                    RawClient.Answer answer = server.ask(method + " /nowhere HTTP/1.1\nOrigin: " + origin);
                    assertEquals(403, answer.status(), origin);
                    assertNull(answer.header("Access-Control-Allow-Origin"));
                    assertEquals(
                            error(
                                    "forbidden",
                                    "pages of the origin '" + origin + "' may not ask this server; add it to the"
                                            + " setting allowed_origins if they should"),
                            answer.text());
                }
            }
            String twice = "GET /health HTTP/1.1\nOrigin: http://localhost:8888\nOrigin: http://localhost:8888";
            assertEquals(403, server.ask(twice).status());
        }
    }

    @Test
    void pagesOfAllowedOriginsMayAskAndRead() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            String origin = "https://notebook.example.com";
            RawClient.Answer answer = server.ask("GET /health HTTP/1.1\nOrigin: " + origin);
            assertEquals(200, answer.status());
            assertEquals(origin, answer.header("Access-Control-Allow-Origin"));
            assertEquals("Origin", answer.header("Vary"));
            assertEquals(
                    "ETag, IpyRpc-Protocol, Location, Retry-After", answer.header("Access-Control-Expose-Headers"));
            RawClient.Answer refused = server.ask("GET /nowhere HTTP/1.1\nOrigin: " + origin);
            assertEquals(404, refused.status());
            assertEquals(origin, refused.header("Access-Control-Allow-Origin"));
            assertEquals("Origin", server.ask("GET /health HTTP/1.1").header("Vary"));
        }
    }

    @Test
    void preflightsOfAllowedOriginsAreAnswered() throws IOException {
        try (TestServer server = TestServer.mirror(SETTINGS)) {
            RawClient.Answer answer = server.ask("""
                    OPTIONS /call/add HTTP/1.1
                    Origin: http://localhost:8888
                    Access-Control-Request-Method: POST
                    Access-Control-Request-Headers: content-type
                    """);
            assertEquals(204, answer.status());
            assertEquals("http://localhost:8888", answer.header("Access-Control-Allow-Origin"));
            assertEquals("POST, OPTIONS", answer.header("Access-Control-Allow-Methods"));
            assertEquals(
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match, IpyRpc-Delay, IpyRpc-Output,"
                            + " IpyRpc-Return, IpyRpc-Secret, IpyRpc-Timeout, Last-Event-ID",
                    answer.header("Access-Control-Allow-Headers"));
        }
    }

    @Test
    void settingsThatNameNoHostOrOriginAreRefused() {
        assertEquals(
                "allowed_hosts has 'a b', must be a host or host:port, IPv6 in brackets",
                assertThrows(IllegalArgumentException.class, () -> TestServer.mirror(Map.of("allowed_hosts", "a b")))
                        .getMessage());
        for (String origin : List.of("*", "null", "example.com", "http://example.com/")) {
            assertEquals(
                    "allowed_origins has '" + origin
                            + "', must be scheme://host or scheme://host:port, as browsers write it",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> TestServer.mirror(Map.of("allowed_origins", origin)))
                            .getMessage());
        }
    }
}
