package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcServer;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RoutingTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.mirror(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String seen(String requestLine) throws IOException {
        return server.ask(requestLine + " HTTP/1.1").text();
    }

    private static String request(String op, String target, String fields) {
        return "{\"answer_in\":null,\"body\":\"\",\"credentials\":[\"host\"],\"fields\":{" + fields + "},\"op\":\"" + op
                + "\",\"target\":\"" + target + "\"}";
    }

    @Test
    void everyAddressOfTheTableIsItsOperation() throws IOException {
        String json = "\"serializer\":\"json\"";
        assertEquals(request("functions", "", ""), seen("GET /functions"));
        assertEquals(request("functions", "add", "\"rules\":\"1\""), seen("GET /functions/add?rules=1&x=2"));
        assertEquals(request("submit", "add", json), seen("POST /submit/add"));
        assertEquals(
                request("jobs", "", "\"function\":\"a*+ü\",\"limit\":\"5\",\"state\":\"queued\""),
                seen("GET /jobs?state=queued&limit=5&function=a*+%C3%BC"));
        assertEquals(request("status", "j1", ""), seen("GET /jobs/j1"));
        assertEquals(request("cancel", "j1", ""), seen("DELETE /jobs/j1"));
        assertEquals(request("retry", "j1", ""), seen("POST /jobs/j1/retry"));
        assertEquals(request("put", "", json), seen("POST /data"));
        assertEquals(request("release", "/data/s/i", ""), seen("DELETE /data/s/i"));
        assertEquals(request("health", "", ""), seen("GET /health"));
        assertEquals(request("metrics", "", ""), seen("GET /metrics"));
        assertEquals(request("workers", "", ""), seen("GET /workers"));
    }

    @Test
    void callEventsResultAndFetchAskForTheirForm() throws IOException {
        String answer = seen("POST /call/add");
        assertEquals(
                request("call", "add", "\"serializer\":\"json\"")
                        .replace("\"answer_in\":null", "\"answer_in\":\"json\""),
                answer);
        assertEquals(
                request("events", "j1", "\"from\":\"3\""),
                server.ask("GET /jobs/j1/events?from=3 HTTP/1.1\nAccept: application/vnd.ipyrpc.events")
                        .text());
        assertEquals(
                request("result", "j1", "\"wait\":\"2\"").replace("\"answer_in\":null", "\"answer_in\":\"json\""),
                server.ask("GET /jobs/j1/result?wait=2 HTTP/1.1\nAccept: */*").text());
    }

    @Test
    void fieldsComeFromTheirHeadersAndTheQuery() throws IOException {
        String head = """
                POST /submit/f%2Bg HTTP/1.1
                Content-Type: Application/JSON; charset=UTF-8
                IpyRpc-Output: binary
                ipyrpc-return: pointer
                IPYRPC-TIMEOUT: 1.5
                IpyRpc-Delay: 2
                Idempotency-Key: k 1
                Authorization: Bearer x
                """;
        assertEquals(
                "{\"answer_in\":null,\"body\":\"[1]\",\"credentials\":[\"authorization\",\"host\"],\"fields\":"
                        + "{\"delay\":\"2\",\"idempotency_key\":\"k 1\",\"output\":\"binary\",\"return\":\"pointer\","
                        + "\"serializer\":\"json\",\"timeout\":\"1.5\"},\"op\":\"submit\",\"target\":\"f+g\"}",
                server.ask(head, "[1]").text());
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() throws IOException {
        RawClient.Answer query = server.ask("GET /jobs?limit=1&limit=2 HTTP/1.1");
        assertEquals(400, query.status());
        assertEquals(
                "{\"error\":{\"code\":\"bad_request\",\"message\":\"the query has 'limit' twice; give it once\"}}",
                query.text());
        RawClient.Answer header = server.ask("POST /call/f HTTP/1.1\nIpyRpc-Timeout: 1\nIpyRpc-Timeout: 2");
        assertEquals(400, header.status());
        assertEquals(
                "{\"error\":{\"code\":\"bad_request\",\"message\":\"the request has the header IpyRpc-Timeout twice;"
                        + " give it once\"}}",
                header.text());
    }

    @Test
    void pathsAreExact() throws IOException {
        for (String path : new String[] {
            "/",
            "/Functions",
            "/functionsX",
            "/functions/",
            "/call",
            "/call/",
            "/call/a/b",
            "//call/a",
            "/call/a/",
            "/call/a%2Fb",
            "/jobs/1/result/",
            "/jobs/1/other",
            "/data/a",
            "/data/a/b/c",
            "/health/x",
            "/%2e%2e/health"
        }) {
            RawClient.Answer answer = server.ask("GET " + path + " HTTP/1.1");
            assertEquals(404, answer.status(), path);
            assertEquals(
                    "{\"error\":{\"code\":\"not_found\",\"message\":\"there is nothing at '" + path
                            + "'; GET /functions lists what can be called\"}}",
                    answer.text());
            assertEquals("1", answer.header("IpyRpc-Protocol"));
        }
    }

    @Test
    void pathsThatAreNoUtf8AreRefused() throws IOException {
        RawClient.Answer answer = server.ask("POST /call/%FF HTTP/1.1");
        assertEquals(400, answer.status());
        assertEquals(
                "{\"error\":{\"code\":\"bad_request\",\"message\":\"the address holds '%FF', which is not"
                        + " percent-encoded UTF-8\"}}",
                answer.text());
    }

    @Test
    void otherMethodsAre405WithAllow() throws IOException {
        Map<String, String> wrong = Map.of(
                "GET /call/f", "POST, OPTIONS",
                "POST /functions", "GET, HEAD, OPTIONS",
                "PUT /jobs/j", "GET, HEAD, DELETE, OPTIONS",
                "BREW /data/a/b", "GET, HEAD, DELETE, OPTIONS",
                "HEAD /submit/f", "POST, OPTIONS",
                "DELETE /jobs/j/retry", "POST, OPTIONS");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            RawClient.Answer answer = server.ask(one.getKey() + " HTTP/1.1");
            assertEquals(405, answer.status(), one.getKey());
            assertEquals(one.getValue(), answer.header("Allow"), one.getKey());
        }
        assertEquals(
                "{\"error\":{\"code\":\"method_not_allowed\",\"message\":\"'/call/f' takes POST, OPTIONS, not 'GET'\"}}",
                server.ask("GET /call/f HTTP/1.1").text());
    }

    @Test
    void optionsTellsTheMethodsOfAPath() throws IOException {
        RawClient.Answer answer = server.ask("OPTIONS /jobs/j HTTP/1.1");
        assertEquals(204, answer.status());
        assertEquals("GET, HEAD, DELETE, OPTIONS", answer.header("Allow"));
        assertNull(answer.header("Access-Control-Allow-Origin"));
        assertEquals(404, server.ask("OPTIONS /nowhere HTTP/1.1").status());
    }

    @Test
    void headIsGetWithoutTheBodyOnAConnectionThatStays() throws IOException {
        String length = server.ask("GET /functions HTTP/1.1").header("Content-Length");
        try (RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(server.address(), "HEAD /functions HTTP/1.1", "");
                RawClient.Answer answer = client.answer(true);
                assertEquals(200, answer.status());
                assertEquals(length, answer.header("Content-Length"));
                assertEquals("application/json", answer.header("Content-Type"));
            }
            client.send(server.address(), "OPTIONS /functions HTTP/1.1", "");
            assertEquals(204, client.answer(false).status());
            client.send(server.address(), "GET /health HTTP/1.1", "");
            assertEquals(request("health", "", ""), client.answer(false).text());
        }
    }

    @Test
    void headOfEventsIsTheHeadAlone() throws IOException {
        try (TestServer events = TestServer.playing((request, reply) -> {
            reply.send(TestServer.event("stdout", Map.of("seq", 1L), "a"), false);
            try {
                reply.send(TestServer.event("stdout", Map.of("seq", 2L), "b"), false);
            } catch (IOException e) {
                return;
            }
            throw new IllegalStateException("the second frame went nowhere, and nobody said so");
        })) {
            RawClient.Answer answer = events.ask("HEAD /jobs/j/events HTTP/1.1");
            assertEquals(200, answer.status());
            assertEquals("text/event-stream", answer.header("Content-Type"));
            assertNull(answer.header("Transfer-Encoding"));
        }
    }

    @Test
    void http10IsAnswered() throws IOException {
        RawClient.Answer answer = server.ask("GET /health HTTP/1.0");
        assertEquals(request("health", "", ""), answer.text());
        assertEquals("close", answer.header("Connection"));
    }

    @Test
    void everyAnswerSaysTheProtocolAndIsNotKept() throws IOException {
        for (String line : new String[] {"GET /health", "GET /nowhere", "PUT /health", "OPTIONS /health"}) {
            RawClient.Answer answer = server.ask(line + " HTTP/1.1");
            assertEquals("1", answer.header("IpyRpc-Protocol"), line);
            assertEquals("no-store", answer.header("Cache-Control"), line);
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), line);
        }
    }

    @Test
    void functionsHaveATagThatSavesTheirTransfer() throws IOException {
        try (TestServer listing = TestServer.playing((request, reply) -> reply.send(
                Frame.event("reply", Map.of(), Slices.utf8("{\"protocol\":1,\"version\":\"v 7\",\"functions\":[]}")),
                true))) {
            for (String path : new String[] {"/functions", "/functions/f"}) {
                RawClient.Answer first = listing.ask("GET " + path + " HTTP/1.1");
                String tag = first.header("ETag");
                // The first half of the SHA-256 of the body.
                assertEquals("\"6c13286e3a46c86a36f4d6b1dc89e6c1\"", tag);
                assertEquals("no-cache", first.header("Cache-Control"));
                for (String known : new String[] {tag, "W/" + tag, "\"a\", " + tag, "*"}) {
                    RawClient.Answer again = listing.ask("GET " + path + " HTTP/1.1\nIf-None-Match: " + known);
                    assertEquals(304, again.status(), known);
                    assertEquals(tag, again.header("ETag"));
                }
                for (String other : new String[] {"\"v%207\"", "\"\"", tag.substring(1)}) {
                    assertEquals(
                            200,
                            listing.ask("GET " + path + " HTTP/1.1\nIf-None-Match: " + other)
                                    .status());
                }
                assertEquals(
                        304,
                        listing.ask("HEAD " + path + " HTTP/1.1\nIf-None-Match: *")
                                .status());
            }
        }
    }

    @Test
    void aFragmentInTheTargetIsRefused() throws IOException {
        for (String target : new String[] {"/health#f", "/functions?rules=true#", "/call/add#f"}) {
            RawClient.Answer answer =
                    server.ask((target.startsWith("/call") ? "POST " : "GET ") + target + " HTTP/1.1");
            assertEquals(400, answer.status(), target);
            assertEquals(
                    "{\"error\":{\"code\":\"bad_request\",\"message\":\"the request's target '" + target
                            + "' has a fragment; write a # in a name as %23\"}}",
                    answer.text());
        }
        assertEquals(request("functions", "a#b", ""), seen("GET /functions/a%23b"));
    }

    private static RawClient.Answer call(URI address, String headers) throws IOException {
        return RawClient.ask(address, "POST /call/n HTTP/1.1\nContent-Type: application/json" + headers, "[1]");
    }

    @Test
    void anOutputThatIsNotInstalledIsRefusedThoughTheObjectIsInJson() throws IOException {
        try (RpcServer real = RpcServer.create()) {
            real.registerDynamic("n", "", arguments -> arguments.size());
            URI address = real.listen("http://127.0.0.1:0");
            String refused = "{\"error\":{\"code\":\"unsupported_serializer\",\"message\":\"serializer 'nope' is not"
                    + " installed; installed: binary, json, tiny\"}}";
            for (String accept : new String[] {"", "\nAccept: application/vnd.ipyrpc.events"}) {
                RawClient.Answer answer = call(address, "\nIpyRpc-Output: nope" + accept);
                assertEquals(415, answer.status());
                assertEquals(refused, answer.text());
            }
            assertEquals(200, call(address, "\nIpyRpc-Output: ipyrpc_binary").status());
            String submitted =
                    RawClient.ask(address, "POST /submit/n HTTP/1.1", "").text().substring(8, 40);
            RawClient.Answer result =
                    RawClient.ask(address, "GET /jobs/" + submitted + "/result HTTP/1.1\nIpyRpc-Output: nope", "");
            assertEquals(415, result.status());
            assertEquals(refused, result.text());
        }
    }

    @Test
    void rulesAreAskedForByTrueInAnyCaseAndByNothingElse() throws IOException {
        try (RpcServer real = RpcServer.create()) {
            real.registerDynamic("n", "", arguments -> arguments.size());
            URI address = real.listen("http://127.0.0.1:0");
            for (String path : new String[] {"/functions", "/functions/n"}) {
                for (String rules : new String[] {"TRUE", "True", "true", "FALSE", "false"}) {
                    RawClient.Answer answer =
                            RawClient.ask(address, "GET " + path + "?rules=" + rules + " HTTP/1.1", "");
                    assertEquals(200, answer.status());
                    assertEquals(rules.equalsIgnoreCase("true"), answer.text().contains("\"rules\":{"), rules);
                }
                for (String rules : new String[] {"1", "yes", ""}) {
                    RawClient.Answer answer =
                            RawClient.ask(address, "GET " + path + "?rules=" + rules + " HTTP/1.1", "");
                    assertEquals(400, answer.status());
                    assertEquals(
                            "{\"error\":{\"code\":\"bad_request\",\"message\":\"rules '" + rules
                                    + "' is neither 'true' nor 'false'\"}}",
                            answer.text());
                }
            }
        }
    }

    private static String tag(RpcServer server, String query) throws IOException {
        URI address = server.listen("http://127.0.0.1:0");
        String first = RawClient.ask(address, "GET /functions" + query + " HTTP/1.1", "")
                .header("ETag");
        assertEquals(
                304,
                RawClient.ask(address, "GET /functions" + query + " HTTP/1.1\nIf-None-Match: " + first, "")
                        .status());
        return first;
    }

    @Test
    void theTagOfTheFunctionsChangesWithWhatTheAnswerSays() throws IOException {
        Set<String> tags = new HashSet<>();
        try (RpcServer one = RpcServer.create();
                RpcServer other = RpcServer.create().config(Map.of("n", Map.of("return_pointer", true)))) {
            for (RpcServer server : List.of(one, other)) {
                server.registerDynamic("n", "", arguments -> arguments.size());
                assertTrue(tags.add(tag(server, "")));
                assertTrue(tags.add(tag(server, "?rules=true")));
                assertFalse(tags.add(tag(server, "")));
                server.registerDynamic("m", "", arguments -> arguments.size());
                assertTrue(tags.add(tag(server, "")));
            }
        }
    }

    @Test
    void repliesHaveTheStatusOfTheirOperation() throws IOException {
        try (TestServer jobs = TestServer.playing((request, reply) ->
                reply.send(Frame.event("reply", Map.of(), Slices.utf8("{\"job\":\"a/b 1\"}")), true))) {
            RawClient.Answer submitted = jobs.ask("POST /submit/f HTTP/1.1");
            assertEquals(202, submitted.status());
            assertEquals("/jobs/a%2Fb%201", submitted.header("Location"));
            assertEquals(202, jobs.ask("DELETE /jobs/j HTTP/1.1").status());
            assertEquals(
                    201,
                    jobs.ask("POST /data HTTP/1.1\nContent-Type: application/json", "1")
                            .status());
            assertEquals(200, jobs.ask("POST /jobs/j/retry HTTP/1.1").status());
            for (String accept : new String[] {"*/*", "text/event-stream", "application/vnd.ipyrpc.events"}) {
                RawClient.Answer waiting = jobs.ask("GET /jobs/j/result?wait=0 HTTP/1.1\nAccept: " + accept);
                assertEquals(202, waiting.status(), accept);
                assertEquals("application/json", waiting.header("Content-Type"), accept);
                assertEquals("{\"job\":\"a/b 1\"}", waiting.text(), accept);
            }
        }
    }

    @Test
    void metricsAreTheTextThatTheReplySaysTheyAre() throws IOException {
        try (TestServer metrics = TestServer.playing((request, reply) -> reply.send(
                Frame.event("reply", Map.of("media_type", "text/plain; version=0.0.4"), Slices.utf8("calls_total 1\n")),
                true))) {
            RawClient.Answer answer = metrics.ask("GET /metrics HTTP/1.1");
            assertEquals("text/plain; version=0.0.4", answer.header("Content-Type"));
            assertEquals("calls_total 1\n", answer.text());
        }
    }
}
