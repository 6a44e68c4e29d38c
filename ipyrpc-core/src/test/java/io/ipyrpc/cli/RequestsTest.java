package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What commands ask a server for, which the test plays. */
@Timeout(60)
class RequestsTest {
    private static final String ADDRESS = "inproc://requests";

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Screen screen = new Screen();
    private Listener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new InProcessTransport()
                .listen(
                        URI.create(ADDRESS),
                        new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of()),
                        this::answer);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private void answer(Request request, Reply reply) {
        Object answer = switch (request.op()) {
            case FUNCTIONS -> Map.of("protocol", 1, "version", "1", "functions", List.of());
            case SUBMIT -> Map.of("job", "0123");
            default -> Map.of("job", request.target(), "function", "add", "state", "queued");
        };
        Map<String, String> fields = new TreeMap<>(request.fields());
        fields.remove("serializer");
        asked.add(request.op() + " " + request.target() + " " + fields);
        try {
            reply.send(new Frame(Map.of("event", "reply"), Slices.of(Json.writeBytes(answer))), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void submitAsksForWhatItsOptionsSay() {
        int code = screen.run(
                "submit",
                ADDRESS,
                "add",
                "--delay",
                "1.5",
                "--idempotency-key=monday",
                "--timeout=60",
                "--",
                "--delay=2");
        assertEquals(0, code, screen::err);
        assertEquals("0123\n", screen.out());
        assertEquals(
                List.of("functions  {}", "submit add {delay=1.5, idempotency_key=monday, timeout=60}"),
                List.copyOf(asked));
    }

    @Test
    void retryAsksForTheJobAndPrintsItsIdAndState() {
        assertEquals(0, screen.run("retry", ADDRESS, "4567"), screen::err);
        assertEquals("4567 queued\n", screen.out());
        assertEquals(List.of("retry 4567 {}"), List.copyOf(asked));
    }
}
