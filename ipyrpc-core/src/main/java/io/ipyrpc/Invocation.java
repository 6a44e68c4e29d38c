package io.ipyrpc;

import io.ipyrpc.convert.Converter;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.JobStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

/**
 * One call that is being put together, argument by argument.
 *
 * <pre>{@code
 * Object model = rpc.function("fit").arg(x).arg("alpha", 0.1).call();
 * }</pre>
 *
 * <p>For one thread; it may be called more than once.
 */
public final class Invocation {
    private final RemoteCalls calls;
    private final String function;
    private final List<Object> positional = new ArrayList<>();
    private final Map<String, Object> keyword = new LinkedHashMap<>();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<Consumer<JobStatus.Progress>> progress = new ArrayList<>();
    private OutputListener output;

    Invocation(RemoteCalls calls, String function) {
        this.calls = calls;
        this.function = function;
    }

    /** Adds the next positional argument. */
    public Invocation arg(Object value) {
        positional.add(value);
        return this;
    }

    /**
     * Adds a keyword argument.
     *
     * @throws IllegalArgumentException if it is there already
     */
    public Invocation arg(String name, Object value) {
        Objects.requireNonNull(name, "name");
        if (keyword.containsKey(name)) {
            throw new IllegalArgumentException("argument '" + name + "' is there already");
        }
        keyword.put(name, value);
        return this;
    }

    /**
     * How long the call may take on the server, waiting in its queue included; by default what the server's rules say. A
     * call that takes longer is cancelled and fails with code {@code timeout}.
     *
     * @throws IllegalArgumentException if it is not above zero
     */
    public Invocation timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("timeout is " + limit + ", must be above zero");
        }
        fields.put("timeout", seconds(limit));
        return this;
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    /**
     * How long a submitted call waits before it may run; by default it need not.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Invocation delay(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("delay is " + time + ", must not be negative");
        }
        fields.put("delay", seconds(time));
        return this;
    }

    /**
     * What tells a submitted call from every other of this caller and function: a second {@link #submit} with the same key
     * is the same job, also from another client. By default each gets a random one, which lets the client send it again
     * where the connection was lost.
     *
     * @throws IllegalArgumentException if it is empty or has other characters than ASCII's printable ones
     */
    public Invocation idempotencyKey(String key) {
        if (!key.matches("[!-~]([ -~]*[!-~])?")) {
            throw new IllegalArgumentException("idempotency key '" + key
                    + "' is not one or more printable ASCII characters, no blank at its ends");
        }
        fields.put("idempotency_key", key);
        return this;
    }

    /** Where this call's output goes, in place of the client's listener. */
    public Invocation output(OutputListener listener) {
        output = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Tells how far the function says it is, beside the listener for output; more than one may be added.
     *
     * @param listener called by the thread that waits for the call
     */
    public Invocation onProgress(Consumer<JobStatus.Progress> listener) {
        progress.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    private Arguments arguments() {
        return Arguments.of(positional, keyword);
    }

    private OutputListener listener() {
        OutputListener all = output != null ? output : calls.output();
        return progress.isEmpty() ? all : new CallListener(all, progress);
    }

    /** What is asked beside the arguments; what is for submitted calls alone is refused, not passed over. */
    private Map<String, String> fieldsOfCall() {
        for (String name : List.of("delay", "idempotency_key")) {
            if (fields.containsKey(name)) {
                throw new IllegalStateException(name + " is for submit(); a call waits for its result at once");
            }
        }
        return Map.copyOf(fields);
    }

    /**
     * Submits the call as a job, which goes on without this calls.
     *
     * @throws RemoteException if the server refuses it, such as {@code busy}; with {@code conflict} where its idempotency
     *     key came with another request before
     * @throws IllegalStateException if it has a listener: a job is listened to by {@link Job#follow}
     */
    public Job submit() {
        if (output != null || !progress.isEmpty()) {
            throw new IllegalStateException("a submitted call has no listener; listen to its job: submit().follow(…)");
        }
        return new RemoteJobs(calls).of(calls.submit(function, arguments(), fields));
    }

    /** Calls and waits for the result; throws as {@link RpcClient#call(String, Object...)}. */
    public Object call() {
        return calls.invoke(calls.as(Object.class), function, arguments(), fieldsOfCall(), listener());
    }

    /** Calls, waits, and converts the result; throws as {@link RpcClient#call(Class, String, Object...)}. */
    public <T> T call(Class<T> type) {
        return calls.invoke(calls.as(type), function, arguments(), fieldsOfCall(), listener());
    }

    /**
     * Calls, and leaves the result on the server: what comes is a handle to it. Throws as
     * {@link RpcClient#call(String, Object...)}; with {@code too_large} where the server has no room.
     */
    public RemoteValue pointer() {
        Map<String, String> asked = new LinkedHashMap<>(fieldsOfCall());
        asked.put("return", "pointer");
        return calls.invoke(calls.as(RemoteValue.class), function, arguments(), asked, listener());
    }

    /** Calls in another thread; cancelling the future ends the exchange, and with it the call. */
    public CompletableFuture<Object> callAsync() {
        return calls.invokeAsync(calls.as(Object.class), function, arguments(), fieldsOfCall(), listener());
    }

    /** {@link #callAsync()}, with the result converted. */
    public <T> CompletableFuture<T> callAsync(Class<T> type) {
        return calls.invokeAsync(calls.as(type), function, arguments(), fieldsOfCall(), listener());
    }

    /**
     * Calls, and gives the items of the result as they arrive; returns when the first is there. To be closed, unless all
     * items are taken. Throws as {@link RpcClient#call(String, Object...)}.
     */
    public Items<Object> items() {
        return items(Object.class);
    }

    /** {@link #items()}, each converted. */
    public <T> Items<T> items(Class<T> type) {
        return calls.items(calls.as(type), function, arguments(), fieldsOfCall(), listener());
    }

    /**
     * Calls the function for each of many inputs, several at once: each is the next positional argument, behind those
     * that are there. Nothing is called before the first result is asked for.
     *
     * @param inputs taken one by one, as calls get room
     */
    public Mapping<Object> map(Iterable<?> inputs) {
        return map(Objects.requireNonNull(inputs, "inputs")::iterator, () -> {});
    }

    /** {@link #map(Iterable)}, for inputs that may have no end. */
    public Mapping<Object> map(Iterator<?> inputs) {
        Objects.requireNonNull(inputs, "inputs");
        return map(() -> inputs, () -> {});
    }

    /** {@link #map(Iterable)}, for the elements of a stream, {@code IntStream.range(0, 100)} too; it is closed at the end. */
    public Mapping<Object> map(BaseStream<?, ?> inputs) {
        return map(Objects.requireNonNull(inputs, "inputs")::iterator, inputs::close);
    }

    private Mapping<Object> map(Supplier<? extends Iterator<?>> inputs, Runnable onClose) {
        List<Object> before = new ArrayList<>(positional);
        Map<String, Object> constant = new LinkedHashMap<>(keyword);
        Map<String, String> asked = fieldsOfCall();
        // Calls that run at once take turns at it.
        OutputListener listener = new CallListener(output != null ? output : calls.output(), progress);
        return new Mapping<>(
                function,
                new MapRun.Start() {
                    @Override
                    public CompletableFuture<?> call(Converter result, Object input) {
                        List<Object> all = new ArrayList<>(before);
                        all.add(input);
                        return calls.invokeAsync(result, function, Arguments.of(all, constant), asked, listener);
                    }

                    @Override
                    public Converter as(Class<?> type) {
                        return calls.as(type);
                    }

                    @Override
                    public String address() {
                        return calls.address();
                    }
                },
                inputs,
                onClose);
    }
}
