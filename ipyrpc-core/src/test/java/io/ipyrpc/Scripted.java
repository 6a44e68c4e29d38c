package io.ipyrpc;

import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers as the test says, and keeps the requests; the list of functions it answers itself. */
final class Scripted implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What the test does with a request. */
    interface Play {
        void handle(Request request, Reply reply) throws IOException, InterruptedException;
    }

    final String address = "inproc://scripted-" + NAMES.incrementAndGet();
    final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Play play;
    private final List<Map<String, Object>> lists;
    private final AtomicInteger listed = new AtomicInteger();
    private Listener listener;
    private RpcClient client;

    Scripted(Play play) {
        this(play, List.of(Map.of("protocol", 1, "version", "1", "functions", List.of())));
    }

    /** A server that answers with these lists of functions, one after the other; the last one stays. */
    Scripted(Play play, List<Map<String, Object>> lists) {
        this.play = play;
        this.lists = lists;
        listen();
    }

    /** Begins to listen, again too. */
    void listen() {
        try {
            listener = new InProcessTransport()
                    .listen(
                            URI.create(address),
                            new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of()),
                            this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        listener.close();
    }

    RpcClient client() {
        if (client == null) {
            client = RpcClient.builder(address).output(OutputListener.none()).connect();
        }
        return client;
    }

    private void handle(Request request, Reply reply) {
        requests.add(request);
        try {
            if (request.op() == Op.FUNCTIONS) {
                reply(reply, lists.get(Math.min(listed.getAndIncrement(), lists.size() - 1)));
            } else {
                play.handle(request, reply);
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone; what that means is for the test to assert.
        }
    }

    /** How many requests of that operation came. */
    long count(Op op) {
        return List.copyOf(requests).stream()
                .filter(request -> request.op() == op)
                .count();
    }

    static void reply(Reply reply, Object value) throws IOException {
        reply.send(Frame.event("reply", Map.of(), Slices.of(Json.writeBytes(value))), true);
    }

    static void refuse(Reply reply, ErrorCode code, String message) throws IOException {
        reply.send(
                Frame.event(
                        "error", Map.of("error", ErrorRecord.of(code, message).toMap()), Slices.EMPTY),
                true);
    }

    static Frame event(String name, long seq, Object... members) {
        Map<String, Object> map = new LinkedHashMap<>(Map.of("seq", seq));
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return Frame.event(name, map, Slices.EMPTY);
    }

    static Frame text(String name, long seq, String text) {
        return Frame.event(name, Map.of("seq", seq), Slices.utf8(text));
    }

    /** STATUS of a job. */
    static Map<String, Object> status(String job, String state, long lastSeq) {
        return Map.of("job", job, "function", "f", "state", state, "last_seq", lastSeq);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        listener.close();
    }
}
