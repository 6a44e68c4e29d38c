package io.ipyrpc.client;

import io.ipyrpc.convert.Lowering;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client's connection to one server: requests out, values and errors in. Safe for use by any number of threads. */
public final class Connection implements AutoCloseable {
    private final URI address;
    private final Channel channel;
    private final SerializerSet serializers;
    private final Limits limits;
    private final int tries;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean reached;
    private volatile String server = "";
    private volatile List<String> taken = List.of();

    /**
     * Connects; nothing is sent yet.
     *
     * @throws IllegalArgumentException if the address is not usable or no transport for it is installed
     */
    public Connection(URI address, Plugins plugins, Settings settings, Limits limits) throws IOException {
        this(address, plugins, settings, limits, Attempts.TRIES);
    }

    /**
     * Connects; nothing is sent yet.
     *
     * @param tries how often what can be repeated is tried where the connection is lost; 1 = never again
     * @throws IllegalArgumentException if the address is not usable or no transport for it is installed
     */
    public Connection(URI address, Plugins plugins, Settings settings, Limits limits, int tries) throws IOException {
        this.address = address;
        this.limits = limits;
        this.tries = tries;
        this.serializers = SerializerSet.of(plugins.serializers());
        this.channel = plugins.transport(String.valueOf(address.getScheme()))
                .connect(address, new TransportOptions(settings, limits, serializers.mediaTypes()));
    }

    /**
     * What came of a call.
     *
     * @param value the result, as the serializer gave it
     * @param error what went wrong, or null
     * @param job the job's id, or ""
     */
    public record Outcome(Object value, ErrorRecord error, String job) {}

    /** The server's address. */
    public URI address() {
        return address;
    }

    int tries() {
        return tries;
    }

    /** Whether anything ever came from the server. */
    boolean wasReached() {
        return reached;
    }

    void heard() {
        if (!reached) {
            reached = true;
        }
    }

    /** Whether this was closed. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits, and says whether this was closed meanwhile. */
    boolean awaitClosed(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** An exchange to be read and closed, which an interrupt ends. */
    Exchange open(Request request) {
        if (isClosed()) {
            throw new IllegalStateException("the client of " + address + " is closed");
        }
        return new InterruptibleExchange(channel.open(request));
    }

    /**
     * Asks for one JSON value; again where the connection is lost and nothing can be done twice.
     *
     * @throws RpcException if the server refuses
     * @throws IOException if it cannot be reached or understood
     */
    public Object ask(Op op, String target, Map<String, String> fields) throws IOException {
        return ask(new Request(op, target, fields, Body.EMPTY));
    }

    private Object ask(Request request) throws IOException {
        Attempts attempts = new Attempts(this, request);
        while (true) {
            try {
                return attempt(request);
            } catch (IOException e) {
                attempts.failed(e);
            }
        }
    }

    private Object attempt(Request request) throws IOException {
        try (Exchange exchange = open(request)) {
            Frame frame = exchange.next();
            heard();
            if (frame == null) {
                throw new IOException(address + " gave no answer");
            }
            if (frame.event().equals("error")) {
                throw new RpcException(ErrorRecord.fromMap(frame.metadata().get("error")));
            }
            return parsed(frame.data());
        }
    }

    private Object parsed(Slices answer) throws IOException {
        try {
            return Json.parse(answer.toByteArray(), limits);
        } catch (IllegalArgumentException e) {
            throw new IOException(address + " did not answer in JSON: " + e.getMessage(), e);
        }
    }

    /** The id of the server's process, as it was last told; "" where it was not. */
    public String server() {
        return server;
    }

    /**
     * The functions that this caller may see.
     *
     * @throws RpcException if the server refuses
     * @throws IOException if it cannot be reached or understood
     */
    public Map<String, FunctionInfo> functions(boolean rules) throws IOException {
        Object answer = ask(Op.FUNCTIONS, "", rules ? Map.of("rules", "true") : Map.of());
        if (!(answer instanceof Map<?, ?> map) || !(map.get("functions") instanceof List<?> list)) {
            throw new IOException(address + " is no ipyrpc server: it answered " + shortened(answer));
        }
        server = map.get("server") instanceof String id ? id : "";
        taken = map.get("serializers") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
        Map<String, FunctionInfo> functions = new LinkedHashMap<>();
        for (Object item : list) {
            try {
                FunctionInfo info = FunctionInfo.fromMap(item instanceof Map<?, ?> m ? m : Map.of());
                functions.put(info.name(), info);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        address + " described a function that cannot be understood: " + e.getMessage(), e);
            }
        }
        return functions;
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /**
     * Calls a function and waits for its end.
     *
     * @param info what is known of the function, or null
     * @param asked what the caller asks beside, by the wire names of the fields (§4)
     * @param sink takes output as it comes
     * @param opened is handed the exchange before anything is sent, to be closed by another thread
     * @throws IllegalArgumentException if an argument cannot be sent
     * @throws IOException if the server cannot be reached or understood
     */
    public Outcome call(
            String function,
            FunctionInfo info,
            Arguments arguments,
            Map<String, String> asked,
            EventSink sink,
            Consumer<Exchange> opened)
            throws IOException {
        Request request = request(Op.CALL, function, info, arguments, asked);
        Answer answer = null;
        try (Exchange exchange = open(request)) {
            opened.accept(exchange);
            answer = new Answer(exchange, sink);
            ResultStream stream = result(answer);
            Object value = stream == null ? null : value(stream, answer);
            return new Outcome(value, answer.error(), answer.job());
        } catch (IOException e) {
            throw new Attempts(this, request).told(e, answer == null ? "" : answer.job());
        }
    }

    /**
     * Calls a function and gives the items of its result as they arrive; what is no list is one item.
     *
     * @throws IllegalArgumentException if an argument cannot be sent
     * @throws RpcException if the server refuses, or the function fails before its first item
     * @throws IOException if the server cannot be reached or understood
     */
    public ItemReader items(
            String function, FunctionInfo info, Arguments arguments, Map<String, String> asked, EventSink sink)
            throws IOException {
        Request request = request(Op.CALL, function, info, arguments, asked);
        Exchange exchange = open(request);
        return ItemReader.open(this, request, exchange, new Answer(exchange, sink));
    }

    /** Waits for a result to begin; null where there is an error in its place. */
    ResultStream result(Answer answer) throws IOException {
        Frame first = answer.nextPiece();
        heard();
        if (first == null && answer.error() == null) {
            throw new IOException(address + " ended it without a result");
        }
        return first == null ? null : new ResultStream(first, answer);
    }

    private Request request(Op op, String function, FunctionInfo info, Arguments arguments, Map<String, String> asked)
            throws IOException {
        String serializer = serializer(function, info);
        Map<String, String> fields = new HashMap<>(asked);
        fields.put("serializer", serializer);
        if (info != null && !info.output().isEmpty() && serializers.find(info.output()) == null) {
            fields.put("output", serializer);
        }
        return new Request(op, function, fields, body(serializer, arguments));
    }

    /**
     * Submits a call and gives the job's id. Unless it has an idempotency key it gets one of its own, so that it can be
     * sent again where the connection is lost.
     *
     * @throws IllegalArgumentException if an argument cannot be sent
     * @throws RpcException if the server refuses
     * @throws IOException if the server cannot be reached or understood
     */
    public String submit(String function, FunctionInfo info, Arguments arguments, Map<String, String> asked)
            throws IOException {
        Map<String, String> fields = new HashMap<>(asked);
        fields.computeIfAbsent("idempotency_key", name -> UUID.randomUUID().toString());
        Object answer = ask(request(Op.SUBMIT, function, info, arguments, fields));
        if (answer instanceof Map<?, ?> map && map.get("job") instanceof String job) {
            return job;
        }
        throw new IOException(address + " answered submit with " + shortened(answer));
    }

    /** Asks for a job's events from one on, to be followed. */
    static Request events(String job, long from) {
        return new Request(Op.EVENTS, job, Map.of("from", String.valueOf(from)), Body.EMPTY);
    }

    /**
     * Reads a result that has arrived whole.
     *
     * @throws IOException if it cannot be understood
     */
    public Object decode(String serializer, Slices result) throws IOException {
        try {
            return reader(serializer, result.inputStream()).value();
        } catch (RpcException e) {
            throw unreadable(e);
        }
    }

    private ValueReader reader(Object serializer, InputStream in) throws IOException {
        if (!(serializer instanceof String name) || serializers.find(name) == null) {
            throw new IOException(address + " gave a result in '" + serializer + "'; this client has "
                    + String.join(", ", serializers.names()));
        }
        return serializers.get(name).reader(in, limits);
    }

    ValueReader reader(ResultStream result) throws IOException {
        return reader(result.serializer(), result);
    }

    IOException unreadable(RpcException e) {
        return new IOException(address + " gave a result that cannot be read: " + e.getMessage(), e);
    }

    /** The first that the function takes and this client has. */
    private String serializer(String function, FunctionInfo info) {
        boolean any = info == null || info.input().isEmpty();
        List<String> taken = !any ? info.input() : this.taken.isEmpty() ? serializers.names() : this.taken;
        return taken.stream()
                .filter(name -> serializers.find(name) != null)
                .findFirst()
                .orElseThrow(() -> new RpcException(
                        ErrorCode.UNSUPPORTED_SERIALIZER,
                        "'" + function + "' takes arguments in " + String.join(", ", taken)
                                + "; this client has "
                                + (serializers.names().isEmpty()
                                        ? "no serializer: add ipyrpc-json"
                                        : String.join(", ", serializers.names()))));
    }

    /**
     * Stores a value, and gives the pointer to it.
     *
     * @throws IllegalArgumentException if it cannot be sent
     * @throws RpcException if the server refuses
     * @throws IOException if the server cannot be reached or understood
     */
    public DataPointer put(Object value) throws IOException {
        Object lowered = Lowering.lower(value, limits.maxDepth());
        SlicesBuilder out = new SlicesBuilder();
        String serializer = serializer("put", null);
        serializers.get(serializer).writer(out).value(lowered);
        Object answer = ask(new Request(Op.PUT, "", Map.of("serializer", serializer), Body.of(out.build())));
        if (answer instanceof Map<?, ?> members) {
            return DataPointer.fromMap(members);
        }
        throw new IOException(address + " answered put with " + shortened(answer));
    }

    /**
     * Fetches the value of a pointer to this server.
     *
     * @param path the pointer's
     * @param most how many bytes its serialized value may have
     * @param opened as for {@link #call}
     * @throws RpcException if the server refuses, or there are more bytes
     * @throws IOException if it cannot be reached or understood
     */
    public Object fetch(String path, String secret, long most, Consumer<Exchange> opened) throws IOException {
        List<String> outputs = Fetch.preferred(serializers.names());
        for (int i = 0; i < outputs.size(); i++) {
            Request request =
                    new Request(Op.FETCH, path, Map.of("output", outputs.get(i), "secret", secret), Body.EMPTY);
            try {
                return fetched(request, most, opened);
            } catch (RpcException e) {
                // What a server lacks is refused: then there is the next.
                boolean lacks = e.code().equals(ErrorCode.UNSUPPORTED_SERIALIZER.wireName());
                if (!lacks || i == outputs.size() - 1) {
                    throw e;
                }
            }
        }
        throw new IOException("there is no serializer here: add ipyrpc-json");
    }

    private Object fetched(Request request, long most, Consumer<Exchange> opened) throws IOException {
        Attempts attempts = new Attempts(this, request);
        while (true) {
            try (Exchange exchange = new Fetch(open(request), most)) {
                opened.accept(exchange);
                Answer answer = new Answer(exchange, Fetch.NO_OUTPUT);
                ResultStream stream = result(answer);
                Object value = stream == null ? null : value(stream, answer);
                if (answer.error() != null) {
                    throw new RpcException(answer.error());
                }
                return value;
            } catch (IOException e) {
                attempts.failed(e);
            }
        }
    }

    private Body body(String serializer, Arguments arguments) throws IOException {
        List<Object> positional = new ArrayList<>();
        for (Object argument : arguments.positional()) {
            positional.add(Lowering.lower(argument, limits.maxDepth()));
        }
        Map<String, Object> keyword = new LinkedHashMap<>();
        arguments.keyword().forEach((name, value) -> keyword.put(name, Lowering.lower(value, limits.maxDepth())));
        SlicesBuilder out = new SlicesBuilder();
        serializers.get(serializer).writer(out).arguments(Arguments.of(positional, keyword));
        return Body.of(out.build());
    }

    private Object value(ResultStream stream, Answer answer) throws IOException {
        try {
            Object value = reader(stream).value();
            stream.drain();
            return value;
        } catch (RpcException e) {
            stream.drain();
            if (answer.error() != null) {
                // The function failed in the middle of its result: that is the news.
                return null;
            }
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        channel.close();
    }
}
