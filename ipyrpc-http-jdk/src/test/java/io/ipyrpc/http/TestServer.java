package io.ipyrpc.http;

import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** A listener with a handler of the test, on a free port. */
final class TestServer implements AutoCloseable {
    static final Map<String, String> MEDIA_TYPES =
            Map.of("json", "application/json", "binary", "application/vnd.ipyrpc.binary");
    static final long MAX_BODY = 1000;

    /** What a test's handler does. */
    interface Play {
        void handle(io.ipyrpc.spi.Request request, io.ipyrpc.spi.Reply reply) throws IOException;
    }

    private final Listener listener;

    TestServer(Map<String, ?> settings, RequestHandler handler) throws IOException {
        this(options(settings), handler);
    }

    TestServer(TransportOptions options, RequestHandler handler) throws IOException {
        listener = new HttpTransport().listen(URI.create("http://127.0.0.1:0"), options, handler);
    }

    static TransportOptions options(Map<String, ?> settings) {
        return new TransportOptions(Settings.of(settings), Limits.defaults().with("max_body", MAX_BODY), MEDIA_TYPES);
    }

    static TestServer playing(Play play) throws IOException {
        return playing(Map.of(), play);
    }

    static TestServer playing(Map<String, ?> settings, Play play) throws IOException {
        return new TestServer(settings, (request, reply) -> {
            try {
                play.handle(request, reply);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** A server whose replies tell what request arrived. */
    static TestServer mirror(Map<String, ?> settings) throws IOException {
        return playing(settings, (request, reply) -> {
            Map<String, Object> seen = new TreeMap<>();
            seen.put("op", request.op().wireName());
            seen.put("target", request.target());
            seen.put("fields", new TreeMap<>(request.fields()));
            seen.put("credentials", new TreeMap<>(request.credentials()).keySet());
            seen.put("body", Slices.of(request.body().stream().readAllBytes()).utf8());
            seen.put("answer_in", request.answerIn());
            reply.send(Frame.event("reply", Map.of(), Slices.of(io.ipyrpc.wire.Json.writeBytes(seen))), true);
        });
    }

    static Frame event(String name, Map<String, Object> members, String data) {
        return Frame.event(name, members, Slices.utf8(data));
    }

    static Frame error(ErrorCode code, String message) {
        return Frame.event(
                "error", Map.of("error", ErrorRecord.of(code, message).toMap()), Slices.EMPTY);
    }

    /** Connections on which something is asked. */
    long connections() {
        return listener.connections().orElseThrow();
    }

    URI address() {
        return listener.address();
    }

    RawClient.Answer ask(String head) throws IOException {
        return RawClient.ask(address(), head, "");
    }

    RawClient.Answer ask(String head, String body) throws IOException {
        return RawClient.ask(address(), head, body);
    }

    @Override
    public void close() {
        listener.close();
    }
}
