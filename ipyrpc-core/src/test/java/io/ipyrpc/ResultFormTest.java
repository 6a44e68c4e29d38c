package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.testing.LoudSerializer;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job's result in another serializer than it was written in. */
@Timeout(60)
final class ResultFormTest {
    private static final Serializer LOUD = new LoudSerializer();

    private final TransportOptions options = new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of());
    private Served served;
    private Wire wire;

    @BeforeEach
    void serve() throws IOException {
        served = Served.of(Map.of("max_body", 1_000_000), functions -> {
            ((RpcServer) functions)
                    .config(Map.of(
                            "loud_*", Map.of("output_serialization", LOUD),
                            "strict", Map.of("output_serialization", List.of(LOUD))));
            functions.registerDynamic(
                    "loud_text", "", arguments -> arguments.positional().get(0));
            functions.registerDynamic("strict", "", arguments -> "strict");
            functions.registerDynamic("number", "", arguments -> 1);
            functions.registerDynamic("fail", "", arguments -> {
                throw new IllegalStateException("broken");
            });
        });
        wire = new Wire(served.address);
    }

    @AfterEach
    void close() {
        wire.close();
        served.close();
    }

    private String ended(String function, Object... arguments) throws IOException {
        String job = wire.submit(function, Map.of(), arguments);
        wire.ended(job);
        return job;
    }

    private List<Frame> ask(Op op, String job, Map<String, String> fields, String answerIn) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (Channel channel = new InProcessTransport().connect(URI.create(served.address), options);
                Exchange exchange = channel.open(new Request(op, job, fields, Map.of(), Body.EMPTY, answerIn))) {
            for (Frame frame = exchange.next(); frame != null; frame = exchange.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static void assertResult(String serializer, String data, Frame frame) {
        assertEquals("result", frame.event());
        assertEquals(serializer, frame.metadata().get("serializer"));
        assertEquals(data, frame.data().utf8());
        assertEquals("succeeded", frame.metadata().get("status"));
    }

    private static Map<?, ?> error(List<Frame> frames) {
        Frame last = frames.get(frames.size() - 1);
        assertEquals("error", last.event());
        return (Map<?, ?>) last.metadata().get("error");
    }

    @Test
    void aResultComesAsItWasWrittenUnlessAnotherFormIsAskedFor() throws Exception {
        String job = ended("loud_text", "hello");
        List<Frame> asWritten = ask(Op.RESULT, job, Map.of(), null);
        assertResult("loud", "HELLO", asWritten.get(0));
        assertResult(
                "loud",
                "HELLO",
                ask(Op.RESULT, job, Map.of("output", "loud"), null).get(0));
        List<Frame> asked = ask(Op.RESULT, job, Map.of("output", "tiny"), null);
        assertEquals(1, asked.size());
        assertResult("tiny", "\"hello\"", asked.get(0));
        assertEquals(asWritten.get(0).seq(), asked.get(0).seq());
        assertEquals(job, asked.get(0).metadata().get("job"));
        assertResult(
                "tiny",
                "\"hello\"",
                ask(Op.RESULT, job, Map.of("output", "very_small"), null).get(0));
    }

    @Test
    void whatTheTransportNeedsItInGoesFirst() throws Exception {
        String job = ended("loud_text", "hello");
        assertResult(
                "tiny",
                "\"hello\"",
                ask(Op.RESULT, job, Map.of("output", "loud"), "tiny").get(0));
        List<Frame> events = ask(Op.EVENTS, job, Map.of("output", "loud"), "tiny");
        assertResult("tiny", "\"hello\"", events.get(events.size() - 1));
        events = ask(Op.EVENTS, job, Map.of("output", "tiny"), null);
        assertResult("loud", "HELLO", events.get(events.size() - 1));
    }

    @Test
    void aValueThatCannotBeGivenSoIsAnErrorThatSaysWhatToAsk() throws Exception {
        Map<?, ?> error = error(ask(Op.RESULT, ended("number"), Map.of(), "loud"));
        assertEquals("not_acceptable", error.get("code"));
        assertEquals(
                "the result of 'number' is in 'tiny' and cannot be given in 'loud': loud carries texts alone; ask for it"
                        + " as it is (over HTTP: Accept: application/vnd.ipyrpc.events)",
                error.get("message"));
        String text = ended("loud_text", "hello");
        assertEquals(
                "serializer 'xml' is not installed; installed: loud, tiny",
                error(ask(Op.RESULT, text, Map.of(), "xml")).get("message"));
    }

    @Test
    void rulesThatAllowCertainFormsAloneHold() throws Exception {
        String job = ended("strict");
        Map<?, ?> error = error(ask(Op.RESULT, job, Map.of("output", "tiny"), null));
        assertEquals("not_acceptable", error.get("code"));
        assertEquals("'strict' does not give results in 'tiny'; it gives loud", error.get("message"));
        assertResult("loud", "STRICT", ask(Op.RESULT, job, Map.of(), null).get(0));
    }

    @Test
    void anErrorComesInAnyForm() throws Exception {
        String job = ended("fail");
        assertEquals(JobState.FAILED, wire.status(job).state());
        List<Frame> frames = ask(Op.RESULT, job, Map.of("output", "loud"), null);
        assertEquals(List.of("error", "end"), frames.stream().map(Frame::event).toList());
    }

    @Test
    void aLongResultIsWrittenAnewAsOne() throws Exception {
        String text = "x".repeat(600_000);
        String job = ended("loud_text", text);
        assertTrue(ask(Op.RESULT, job, Map.of(), null).size() > 1);
        List<Frame> asked = ask(Op.RESULT, job, Map.of("output", "tiny"), null);
        assertEquals(1, asked.size());
        assertResult("tiny", '"' + text + '"', asked.get(0));
    }
}
