package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.config.Rules;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.queue.MemoryBackend;
import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.testing.LoudSerializer;
import io.ipyrpc.testing.TinySerializer;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RecodingCursorTest {
    private final SerializerSet serializers =
            SerializerSet.of(Map.of("tiny", new TinySerializer(), "loud", new LoudSerializer()));
    private final Policies policies = new Policies(Rules.NONE, serializers, Plugins.installed(), null, Settings.EMPTY);
    private final JobQueue queue = new MemoryBackend().open(URI.create("memory:/"), Settings.EMPTY, Limits.defaults());
    private Lease lease = running();

    private Lease running() {
        queue.submit(new JobRequest("j", "f", "tiny", Slices.EMPTY, Map.of(), null, Instant.EPOCH, true));
        return started();
    }

    private Lease started() {
        try {
            Lease taken = queue.take(1, Duration.ZERO).get(0);
            assertTrue(queue.start(taken, "w"));
            return taken;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private EventCursor cursor(long from, Limits limits) {
        EventCursor all = queue.watch("j", from, false).orElseThrow();
        return new RecodingCursor(all, "tiny", "f", policies.of("f"), serializers, limits);
    }

    private static Frame first(String text) {
        return Frame.event("result", Map.of("serializer", "loud"), Slices.utf8(text));
    }

    private static Frame last(String text) {
        return Frame.event("result", Map.of("status", "succeeded"), Slices.utf8(text));
    }

    private static Frame stdout(String text) {
        return Frame.event("stdout", Map.of(), Slices.utf8(text));
    }

    private static List<String> drain(EventCursor cursor) {
        List<String> all = new ArrayList<>();
        for (List<Frame> some = cursor.poll(1); !some.isEmpty(); some = cursor.poll(1)) {
            some.forEach(frame -> all.add(
                    frame.seq() + " " + frame.event() + " " + frame.data().utf8()));
        }
        return all;
    }

    @Test
    void holdsPiecesBackUntilTheResultIsWholeAndLetsTheRestThroughWithoutNumbers() {
        try (EventCursor cursor = cursor(1, Limits.defaults())) {
            queue.append(lease, List.of(stdout("a"), first("HEL"), stdout("b")));
            assertEquals(List.of("1 accepted ", "2 started ", "3 stdout a", "0 stdout b"), drain(cursor));
            assertFalse(cursor.isEnded());
            queue.finish(lease, JobState.SUCCEEDED, List.of(last("LO")));
            assertEquals(List.of("6 result \"hello\""), drain(cursor));
            assertTrue(cursor.isEnded());
        }
    }

    @Test
    void forgetsWhatAnEarlierAttemptWrote() {
        try (EventCursor cursor = cursor(2, Limits.defaults())) {
            queue.append(lease, List.of(first("NOT ")));
            drain(cursor);
            queue.finish(lease, JobState.FAILED, List.of(new Frame(Map.of("event", "error"))));
            queue.retry("j");
            lease = started();
            queue.append(lease, List.of(first("THIS")));
            queue.finish(lease, JobState.SUCCEEDED, List.of(last("")));
            assertEquals(List.of("0 accepted ", "6 started ", "8 result \"this\""), drain(cursor));
        }
    }

    @Test
    void leavesPiecesAloneWhoseBeginningWasMissed() {
        queue.append(lease, List.of(first("HEL")));
        queue.finish(lease, JobState.SUCCEEDED, List.of(last("LO")));
        try (EventCursor cursor = cursor(4, Limits.defaults())) {
            assertEquals(List.of("4 result LO"), drain(cursor));
        }
    }

    @Test
    void refusesWhatIsOverTheLimit() {
        queue.append(lease, List.of(first("HEL"), last("LO")));
        try (EventCursor cursor = cursor(3, Limits.defaults().with("max_body", 4))) {
            RpcException e = assertThrows(RpcException.class, () -> drain(cursor));
            assertEquals(
                    "the result is over 4 bytes (max_body), too large to be given in 'tiny' instead of 'loud'; ask for it"
                            + " as it is",
                    e.getMessage());
            assertEquals("too_large", e.code());
        }
    }
}
