package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP interface of §6 as a person with curl meets it. */
class CurlIT {
    @TempDir
    static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void startTheServer() throws Exception {
        Path file = folder.resolve("Demo.java");
        Files.writeString(file, """
                public class Demo {
                    /** Adds. */
                    public static int add(int a, int b) {
                        System.out.println("adding");
                        return a + b;
                    }
                    public static void fail() {
                        throw new IllegalStateException("not now");
                    }
                }
                """);
        server = ServerProcess.start(folder, "--listen", "http://127.0.0.1:0", "--functions", file.toString());
    }

    @AfterAll
    static void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    private static Distribution.Result curl(String path, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
        command.addAll(List.of(options));
        command.add(server.address() + path);
        return Distribution.run(command);
    }

    private static Map<?, ?> object(String json) {
        return (Map<?, ?>) Json.parse(json, Limits.defaults());
    }

    @Test
    void listsFunctionsAndTellsHealth() throws Exception {
        Map<?, ?> list = object(curl("/functions").out());
        assertEquals(1L, list.get("protocol"));
        assertEquals(2, ((List<?>) list.get("functions")).size());
        assertEquals("Adds.", object(curl("/functions/add").out()).get("doc"));
        assertEquals("ready", object(curl("/health").out()).get("status"));
    }

    @Test
    void callsAndGetsOneObject() throws Exception {
        Map<?, ?> answer = object(curl("/call/add", "--json", "[1, 2]").out());
        assertEquals(3L, answer.get("result"));
        assertEquals("adding\n", answer.get("stdout"));
        assertEquals("", answer.get("stderr"));
        assertTrue(answer.get("job") instanceof String id && id.matches("[0-9a-f]{32}"));
        assertEquals(
                5L,
                object(curl("/call/add", "--json", "{\"b\": 2, \"a\": 3}").out())
                        .get("result"));
        assertEquals(
                7L,
                object(curl("/call/add", "--json", "{\"args\": [3], \"kwargs\": {\"b\": 4}}")
                                .out())
                        .get("result"));
    }

    @Test
    void getsFailuresWithTheirStatus() throws Exception {
        Distribution.Result failed = curl("/call/fail", "-X", "POST", "-w", "%{http_code}");
        assertTrue(failed.out().endsWith("500"), failed::out);
        Map<?, ?> answer = object(failed.out().substring(0, failed.out().length() - 3));
        Map<?, ?> error = (Map<?, ?>) answer.get("error");
        assertEquals("function_error", error.get("code"));
        assertEquals("java.lang.IllegalStateException", error.get("type"));
        assertEquals("not now", error.get("message"));
        assertTrue(answer.get("job") instanceof String);
        String form = curl("/call/add", "-d", "a=1").out();
        assertTrue(form.contains("use curl --json"), form);
        assertTrue(curl("/call/nothing", "--json", "[]", "-w", "%{http_code}")
                .out()
                .endsWith("404"));
        String method = curl("/call/add", "-i").out();
        assertTrue(method.startsWith("HTTP/1.1 405 "), method);
        assertTrue(method.toLowerCase(java.util.Locale.ROOT).contains("\nallow: post"), method);
    }

    @Test
    void getsServerSentEvents() throws Exception {
        String events = curl("/call/add", "--json", "[1, 2]", "-H", "Accept: text/event-stream")
                .out();
        assertTrue(events.contains("event: stdout\n"), events);
        assertTrue(events.contains("\"text\":\"adding\\n\""), events);
        assertTrue(events.contains("event: result\n"), events);
        assertTrue(events.contains("\"value\":3"), events);
    }

    @Test
    void getsFramesThatEndWithTheResult() throws Exception {
        Path frames = folder.resolve("frames.bin");
        curl("/call/add", "--json", "[1, 2]", "-H", "Accept: application/vnd.ipyrpc.events", "-o", frames.toString());
        List<String> seen = new ArrayList<>();
        try (var in = Files.newInputStream(frames)) {
            for (var frame = io.ipyrpc.wire.Frame.read(in, Limits.defaults());
                    frame != null;
                    frame = io.ipyrpc.wire.Frame.read(in, Limits.defaults())) {
                seen.add(frame.event() + ":" + frame.data().utf8());
            }
        }
        assertTrue(seen.contains("stdout:adding\n"), seen::toString);
        assertEquals("result:3", seen.get(seen.size() - 1));
    }

    @Test
    void submitsAndComesBackForTheResult() throws Exception {
        String submitted = curl("/submit/add", "--json", "[1, 2]", "-i").out();
        assertTrue(submitted.startsWith("HTTP/1.1 202 "), submitted);
        String job =
                (String) object(submitted.substring(submitted.indexOf('{'))).get("job");
        assertTrue(submitted.toLowerCase(java.util.Locale.ROOT).contains("\nlocation: /jobs/" + job), submitted);
        Map<?, ?> answer = object(curl("/jobs/" + job + "/result?wait=20").out());
        assertEquals(3L, answer.get("result"));
        assertEquals("succeeded", object(curl("/jobs/" + job).out()).get("state"));
        List<?> jobs = (List<?>)
                object(curl("/jobs?function=add&state=succeeded").out()).get("jobs");
        assertTrue(jobs.stream().anyMatch(other -> job.equals(((Map<?, ?>) other).get("job"))), jobs::toString);
        String events = curl("/jobs/" + job + "/events?from=3", "-H", "Accept: text/event-stream")
                .out();
        assertTrue(events.contains("\"text\":\"adding\\n\""), events);
        assertTrue(!events.contains("event: accepted"), events);
        assertTrue(curl("/jobs/" + job, "-X", "DELETE", "-i").out().startsWith("HTTP/1.1 202 "));
        assertTrue(curl("/jobs/0123", "-w", "%{http_code}").out().endsWith("404"));
    }

    @Test
    void refusesHostsAndOriginsThatAreNotItsOwn() throws Exception {
        assertTrue(curl("/health", "-H", "Host: evil.example", "-w", "%{http_code}")
                .out()
                .endsWith("421"));
        assertTrue(curl("/health", "-H", "Origin: http://evil.example", "-w", "%{http_code}")
                .out()
                .endsWith("403"));
        assertTrue(curl("/health", "-H", "Origin: null", "-w", "%{http_code}")
                .out()
                .endsWith("403"));
    }

    @Test
    void answersHeadAndOptions() throws Exception {
        assertTrue(curl("/health", "-I").out().startsWith("HTTP/1.1 200 "));
        assertTrue(curl("/health", "-X", "OPTIONS", "-i").out().startsWith("HTTP/1.1 204 "));
    }
}
