package io.ipyrpc;

import io.ipyrpc.function.Arguments;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
        fields.put(
                "timeout",
                BigDecimal.valueOf(limit.toNanos(), 9).stripTrailingZeros().toPlainString());
        return this;
    }

    private Arguments arguments() {
        return Arguments.of(positional, keyword);
    }

    /**
     * Submits the call as a job, which goes on without this calls.
     *
     * @throws RemoteException if the server refuses it, such as {@code busy}
     */
    public Job submit() {
        return new RemoteJobs(calls).of(calls.submit(function, arguments(), fields));
    }

    /** Calls and waits for the result; throws as {@link RpcClient#call(String, Object...)}. */
    public Object call() {
        return calls.invoke(Object.class, function, arguments(), Map.copyOf(fields));
    }

    /** Calls, waits, and converts the result; throws as {@link RpcClient#call(Class, String, Object...)}. */
    public <T> T call(Class<T> type) {
        return calls.invoke(type, function, arguments(), Map.copyOf(fields));
    }

    /** Calls in another thread; cancelling the future ends the exchange, and with it the call. */
    public CompletableFuture<Object> callAsync() {
        return calls.invokeAsync(Object.class, function, arguments(), Map.copyOf(fields));
    }

    /** {@link #callAsync()}, with the result converted. */
    public <T> CompletableFuture<T> callAsync(Class<T> type) {
        return calls.invokeAsync(type, function, arguments(), Map.copyOf(fields));
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
        return calls.items(type, function, arguments(), Map.copyOf(fields));
    }
}
