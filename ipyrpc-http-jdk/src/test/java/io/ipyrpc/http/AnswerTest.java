package io.ipyrpc.http;

import static io.ipyrpc.http.TestServer.error;
import static io.ipyrpc.http.TestServer.event;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AnswerTest {
    private static final String CALL = "POST /call/f HTTP/1.1\nAccept: ";
    private static final String FRAMES = "application/vnd.ipyrpc.events";

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    /** A job that prints, gives its result in two pieces, and ends. */
    private static TestServer job() throws IOException {
        return TestServer.playing((request, reply) -> {
            reply.send(event("accepted", members("seq", 1L, "job", "j1"), ""), false);
            reply.send(event("stdout", members("seq", 2L), "größe\n"), false);
            reply.send(event("result", members("seq", 3L, "serializer", "json"), "[1,\n"), false);
            reply.send(event("stderr", members("seq", 4L), "e"), false);
            reply.send(event("ping", members(), ""), false);
            reply.send(event("result", members("seq", 5L), "2.50]"), false);
            reply.send(event("end", members("seq", 6L, "status", "succeeded"), ""), true);
        });
    }

    private static TestServer answering(Frame... frames) throws IOException {
        return TestServer.playing((request, reply) -> {
            for (int i = 0; i < frames.length; i++) {
                reply.send(frames[i], i == frames.length - 1);
            }
        });
    }

    @Test
    void serverSentEventsHaveTheResultWhole() throws IOException {
        try (TestServer server = job()) {
            RawClient.Answer answer = server.ask(CALL + "text/event-stream");
            assertEquals("text/event-stream", answer.header("Content-Type"));
            assertEquals("""
                    event: accepted
                    id: 1
                    data: {"event":"accepted","seq":1,"job":"j1"}

                    event: stdout
                    id: 2
                    data: {"event":"stdout","seq":2,"text":"größe\\n"}

                    event: stderr
                    data: {"event":"stderr","seq":4,"text":"e"}

                    event: ping
                    data: {"event":"ping"}

                    event: result
                    id: 6
                    data: {"event":"result","seq":6,"serializer":"json","value":[1, 2.50]}

                    event: end
                    id: 6
                    data: {"event":"end","seq":6,"status":"succeeded"}

                    """, answer.text());
        }
    }

    @Test
    void serverSentEventsOfAShortCallAreOne() throws IOException {
        Map<String, Object> members = members("seq", 1L, "serializer", "json", "job", "j1", "status", "succeeded");
        try (TestServer server = answering(event("result", members, "3"))) {
            assertEquals("""
                    event: result
                    id: 1
                    data: {"event":"result","seq":1,"serializer":"json","job":"j1","status":"succeeded","value":3}

                    """, server.ask(CALL + "text/event-stream").text());
        }
    }

    @Test
    void aResultThatWasBegunAgainOrFailedIsNotShown() throws IOException {
        Map<String, Object> failure = ErrorRecord.of(ErrorCode.TIMEOUT, "late").toMap();
        Frame[] frames = {
            event("result", members("seq", 1L, "serializer", "json"), "[1,"),
            event("started", members("seq", 2L, "worker", "w", "attempt", 2L), ""),
            event("result", members("seq", 3L, "serializer", "json"), "[2,"),
            event("error", members("seq", 4L, "error", failure), ""),
            event("end", members("seq", 5L, "status", "failed"), "")
        };
        try (TestServer server = answering(frames)) {
            assertEquals("""
                    event: started
                    id: 2
                    data: {"event":"started","seq":2,"worker":"w","attempt":2}

                    event: error
                    id: 4
                    data: {"event":"error","seq":4,"error":{"code":"timeout","message":"late"}}

                    event: end
                    id: 5
                    data: {"event":"end","seq":5,"status":"failed"}

                    """, server.ask(CALL + "text/event-stream").text());
            RawClient.Answer object = server.ask(CALL + "*/*");
            assertEquals(504, object.status());
            assertEquals(
                    "{\"job\":null,\"error\":{\"code\":\"timeout\",\"message\":\"late\"},\"stdout\":\"\",\"stderr\":\"\"}",
                    object.text());
        }
    }

    @Test
    void aPlainAnswerIsOneObjectWithTheResultAsItCame() throws IOException {
        try (TestServer server = job()) {
            for (String head : List.of(CALL + "*/*", CALL + "application/json", "POST /call/f HTTP/1.1")) {
                RawClient.Answer answer = server.ask(head);
                assertEquals(200, answer.status());
                assertEquals("application/json", answer.header("Content-Type"));
                assertEquals(
                        "{\"job\":\"j1\",\"result\":[1,\n2.50],\"stdout\":\"größe\\n\",\"stderr\":\"e\"}",
                        answer.text());
            }
        }
    }

    @Test
    void framesComeAsTheyAre() throws IOException {
        try (TestServer server = job()) {
            RawClient.Answer answer = server.ask(CALL + FRAMES);
            assertEquals(FRAMES, answer.header("Content-Type"));
            assertEquals("chunked", answer.header("Transfer-Encoding"));
            ByteArrayOutputStream wanted = new ByteArrayOutputStream();
            event("accepted", members("seq", 1L, "job", "j1"), "").writeTo(wanted);
            event("stdout", members("seq", 2L), "größe\n").writeTo(wanted);
            event("result", members("seq", 3L, "serializer", "json"), "[1,\n").writeTo(wanted);
            event("stderr", members("seq", 4L), "e").writeTo(wanted);
            event("ping", members(), "").writeTo(wanted);
            event("result", members("seq", 5L), "2.50]").writeTo(wanted);
            event("end", members("seq", 6L, "status", "succeeded"), "").writeTo(wanted);
            assertArrayEquals(wanted.toByteArray(), answer.body());
        }
    }

    @Test
    void anAnswerOfOneFrameHasItsLength() throws IOException {
        Frame only = event("result", members("seq", 1L, "serializer", "json", "status", "succeeded"), "3");
        try (TestServer server = answering(only)) {
            RawClient.Answer answer = server.ask(CALL + FRAMES);
            assertNull(answer.header("Transfer-Encoding"));
            assertEquals(Integer.toString(only.head().length + 1), answer.header("Content-Length"));
        }
    }

    @Test
    void framesThatAreThereWhenTheAnswerBeginsHaveItsLength() throws IOException {
        List<Frame> frames = List.of(
                event("result", members("seq", 1L, "serializer", "json"), "[" + " ".repeat(30_000)),
                event("result", members("seq", 2L, "status", "succeeded"), "3]"));
        int length = 0;
        for (Frame frame : frames) {
            length += frame.head().length + (int) frame.data().length();
        }
        try (TestServer server = TestServer.playing((request, reply) -> reply.send(frames, true))) {
            RawClient.Answer answer = server.ask(CALL + FRAMES);
            assertNull(answer.header("Transfer-Encoding"));
            assertEquals(Integer.toString(length), answer.header("Content-Length"));
            ByteArrayOutputStream wanted = new ByteArrayOutputStream();
            for (Frame frame : frames) {
                frame.writeTo(wanted);
            }
            assertArrayEquals(wanted.toByteArray(), answer.body());
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfLargeFramesIsAnIOExceptionForTheSender() throws Exception {
        LinkedBlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        Frame large = event("result", members("seq", 1L, "serializer", "json"), " ".repeat(1 << 20));
        try (TestServer server = TestServer.playing((request, reply) -> {
            try {
                while (thrown.isEmpty()) {
                    reply.send(large, false);
                }
            } catch (Throwable e) {
                thrown.add(e);
            }
        })) {
            try (RawClient client = new RawClient(server.address())) {
                client.send(server.address(), CALL + FRAMES, "");
                client.head();
            }
            Throwable gone = thrown.poll(30, TimeUnit.SECONDS);
            assertTrue(gone instanceof IOException, () -> String.valueOf(gone));
            assertTrue(gone.getMessage().startsWith("the client is gone: "), gone::getMessage);
        }
    }

    @Test
    void aFrameIsReadableBeforeTheNextIsSent() throws IOException {
        for (String accept : List.of(FRAMES, "text/event-stream")) {
            CountDownLatch seen = new CountDownLatch(1);
            try (TestServer server = TestServer.playing((request, reply) -> {
                        reply.send(event("stdout", members("seq", 1L), "a"), false);
                        try {
                            assertTrue(seen.await(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        reply.send(event("end", members("seq", 2L, "status", "succeeded"), ""), true);
                    });
                    RawClient client = new RawClient(server.address())) {
                client.send(server.address(), CALL + accept, "");
                assertEquals("chunked", client.head().header("Transfer-Encoding"));
                assertTrue(new String(client.chunk(), StandardCharsets.UTF_8).contains("stdout"));
                seen.countDown();
                assertTrue(new String(client.chunk(), StandardCharsets.UTF_8).contains("end"));
                assertEquals(0, client.chunk().length);
            }
        }
    }

    @Test
    void anAbortedAnswerHasNoLastChunk() throws IOException {
        try (TestServer server = TestServer.playing((request, reply) -> {
                    reply.send(event("stdout", members("seq", 1L), "a"), false);
                    reply.abort();
                });
                RawClient client = new RawClient(server.address())) {
            client.send(server.address(), CALL + FRAMES, "");
            client.head();
            assertTrue(client.chunk().length > 0);
            assertEquals(-1, client.in().read());
        }
    }

    @Test
    void errorsHaveTheStatusOfTheirCode() throws IOException {
        for (ErrorCode code : ErrorCode.values()) {
            try (TestServer server = answering(error(code, "why"))) {
                for (String accept : List.of("*/*", "text/event-stream", FRAMES)) {
                    RawClient.Answer answer = server.ask(CALL + accept);
                    assertEquals(code.httpStatus(), answer.status(), accept);
                    assertEquals("{\"error\":{\"code\":\"" + code + "\",\"message\":\"why\"}}", answer.text(), accept);
                    boolean later = code == ErrorCode.BUSY || code == ErrorCode.RATE_LIMITED;
                    assertEquals(later ? "1" : null, answer.header("Retry-After"));
                }
                assertEquals(
                        code.httpStatus(), server.ask("GET /jobs/j HTTP/1.1").status());
                assertEquals(
                        code.httpStatus(), server.ask("GET /data/s/i HTTP/1.1").status());
            }
        }
    }

    @Test
    void errorsMaySayWhenToComeBackAndBeOfALaterVersion() throws IOException {
        Frame busy = event("error", members("error", members("code", "busy", "message", "m", "retry_after", 2.5)), "");
        try (TestServer server = answering(busy)) {
            assertEquals("3", server.ask(CALL + "*/*").header("Retry-After"));
        }
        Frame unknown = event("error", members("error", members("code", "tired", "message", "m")), "");
        try (TestServer server = answering(unknown)) {
            assertEquals(500, server.ask(CALL + FRAMES).status());
        }
    }

    @Test
    void whatAHandlerThrowsIsA500() throws IOException {
        try (TestServer server = new TestServer(Map.of(), (request, reply) -> {
            throw new StackOverflowError("secret");
        })) {
            RawClient.Answer answer = server.ask(CALL + "*/*");
            assertEquals(500, answer.status());
            assertEquals(
                    "{\"error\":{\"code\":\"function_error\",\"message\":\"the server failed to answer; its log says"
                            + " why\"}}",
                    answer.text());
        }
    }

    @Test
    void nothingMayFollowTheLastFrame() throws IOException {
        AtomicReference<String> thrown = new AtomicReference<>();
        Frame end = event("result", members("seq", 1L, "serializer", "json", "status", "succeeded"), "3");
        try (TestServer server = TestServer.playing((request, reply) -> {
            reply.send(end, true);
            thrown.set(assertThrows(IllegalStateException.class, () -> reply.send(end, true))
                    .getMessage());
        })) {
            assertEquals(200, server.ask(CALL + FRAMES).status());
        }
        assertEquals("the answer has ended; nothing may follow its last frame", thrown.get());
    }

    @Test
    void anInterruptedThreadCanStillAnswer() throws IOException {
        try (TestServer server = TestServer.playing((request, reply) -> {
            Thread.currentThread().interrupt();
            reply.send(event("stdout", members("seq", 1L), "a"), false);
            reply.send(event("end", members("seq", 2L, "status", "succeeded"), ""), true);
            assertTrue(Thread.interrupted(), "the interrupt was lost");
        })) {
            assertEquals(200, server.ask(CALL + FRAMES).status());
        }
    }

    @Test
    void theClientsChoiceOfFormIsHeard() throws IOException {
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put("text/event-stream, application/json", "text/event-stream");
        chosen.put("application/json, text/event-stream", "application/json");
        chosen.put("application/json;q=0.5, " + FRAMES, FRAMES);
        chosen.put("*/*, text/event-stream", "text/event-stream");
        chosen.put("text/*", "text/event-stream");
        chosen.put("application/json;q=0, */*;q=0.1", FRAMES);
        chosen.put("text/html, */*;q=0.8", "application/json");
        try (TestServer server = job()) {
            for (Map.Entry<String, String> one : chosen.entrySet()) {
                assertEquals(one.getValue(), server.ask(CALL + one.getKey()).header("Content-Type"), one.getKey());
            }
            assertEquals(
                    "text/event-stream",
                    server.ask("GET /jobs/j/events HTTP/1.1").header("Content-Type"));
        }
    }

    @Test
    void whatCannotBeGivenIs406() throws IOException {
        try (TestServer server = job()) {
            RawClient.Answer call = server.ask(CALL + "text/html, application/json;q=0");
            assertEquals(406, call.status());
            assertEquals(
                    "{\"error\":{\"code\":\"not_acceptable\",\"message\":\"Accept names no form that 'call' answers in;"
                            + " these are: application/json, application/vnd.ipyrpc.events, text/event-stream\"}}",
                    call.text());
            RawClient.Answer events = server.ask("GET /jobs/j/events HTTP/1.1\nAccept: application/json");
            assertEquals(406, events.status());
            assertEquals(
                    "{\"error\":{\"code\":\"not_acceptable\",\"message\":\"Accept names no form that 'events' answers"
                            + " in; these are: text/event-stream, application/vnd.ipyrpc.events\"}}",
                    events.text());
            RawClient.Answer fetch = server.ask("GET /data/s/i HTTP/1.1\nAccept: text/html");
            assertEquals(406, fetch.status());
        }
    }

    @Test
    void aFetchedValueComesBare() throws IOException {
        try (TestServer server = TestServer.playing((request, reply) -> {
            String output = request.field("output").orElse("none");
            String name = output.equals("none") ? "json" : output;
            if (request.target().endsWith("pieces")) {
                reply.send(event("result", members("seq", 1L, "serializer", name), "[1,"), false);
                reply.send(event("result", members("seq", 2L), "2]"), false);
                reply.send(event("end", members("seq", 3L, "status", "succeeded"), ""), true);
            } else {
                reply.send(
                        event("result", members("seq", 1L, "serializer", name, "status", "succeeded"), output), true);
            }
        })) {
            RawClient.Answer any = server.ask("GET /data/s/i HTTP/1.1\nAccept: */*");
            assertEquals("application/json none", any.header("Content-Type") + " " + any.text());
            RawClient.Answer named = server.ask("GET /data/s/i HTTP/1.1\nAccept: application/vnd.ipyrpc.binary");
            assertEquals("application/vnd.ipyrpc.binary binary", named.header("Content-Type") + " " + named.text());
            RawClient.Answer header =
                    server.ask("GET /data/s/i HTTP/1.1\nAccept: application/json\nIpyRpc-Output: binary");
            assertEquals("application/vnd.ipyrpc.binary binary", header.header("Content-Type") + " " + header.text());
            assertEquals("[1,2]", server.ask("GET /data/s/pieces HTTP/1.1").text());
        }
    }

    @Test
    void aResultTooLargeForOneObjectSaysHowToHaveIt() throws IOException {
        Frame[] frames = {
            event("result", members("seq", 1L, "serializer", "json", "job", "j1"), "1".repeat(1001)),
            event("end", members("seq", 2L, "status", "succeeded"), "")
        };
        try (TestServer server = answering(frames)) {
            RawClient.Answer answer = server.ask(CALL + "*/*");
            assertEquals(413, answer.status());
            assertEquals(
                    "{\"job\":\"j1\",\"error\":{\"code\":\"too_large\",\"message\":\"the result is over 1000 bytes"
                            + " (max_body), too large for one JSON object; ask for Accept:"
                            + " application/vnd.ipyrpc.events\"},\"stdout\":\"\",\"stderr\":\"\"}",
                    answer.text());
        }
    }

    @Test
    void aJobThatEndsWithoutResultOrErrorIsAnError() throws IOException {
        Frame end = Frame.event("end", members("seq", 1L, "status", "cancelled", "job", "j1"), Slices.EMPTY);
        try (TestServer server = answering(end)) {
            RawClient.Answer answer = server.ask("GET /jobs/j1/result HTTP/1.1");
            assertEquals(499, answer.status());
            assertEquals(
                    "{\"job\":\"j1\",\"error\":{\"code\":\"cancelled\",\"message\":\"the job ended without a result or"
                            + " an error; its status: cancelled\"},\"stdout\":\"\",\"stderr\":\"\"}",
                    answer.text());
        }
    }

    @Test
    void aBrowserThatComesBackGoesOnAfterTheLastEventItSaw() throws IOException {
        try (TestServer server = TestServer.playing((request, reply) -> reply.send(
                event("end", members("seq", 9L, "status", request.field("from").orElse("none")), ""), true))) {
            String head = "GET /jobs/j/events HTTP/1.1\nAccept: text/event-stream\nLast-Event-ID: 7";
            assertTrue(server.ask(head).text().contains("\"status\":\"8\""));
            assertTrue(
                    server.ask(head.replace("events", "events?from=2")).text().contains("\"status\":\"2\""));
        }
    }
}
