package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.EventSink;
import io.ipyrpc.client.JobFollower;
import io.ipyrpc.config.Nearest;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Converters;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls functions of a server as if they were local: what they print appears here, live, and what they throw is thrown
 * here.
 *
 * <pre>{@code
 * RpcClient rpc = RpcClient.connect("http://127.0.0.1:7777");
 * rpc.call("add", 1, 2);
 * double mean = rpc.call(double.class, "mean", new double[] {1, 2, 3});
 * rpc.function("fit").arg(x).arg("alpha", 0.1).call();
 * }</pre>
 *
 * <p>Safe for use by any number of threads.
 */
public final class RpcClient implements AutoCloseable {
    private final Connection connection;
    private final OutputListener output;
    private final KnownExceptions exceptions;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "ipyrpc-client");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<String, FunctionInfo> functions;

    private RpcClient(Builder builder) throws IOException {
        this.connection =
                new Connection(builder.address, Plugins.installed(), Settings.of(builder.settings), builder.limits);
        this.output = builder.output;
        this.exceptions = new KnownExceptions(builder.exceptions);
        try {
            this.functions = fetchFunctions(false);
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Connects to a server and learns its functions.
     *
     * @param address such as {@code http://127.0.0.1:7777}
     * @throws IllegalArgumentException if the address is not usable, or no transport for it is installed
     * @throws UncheckedIOException if the server cannot be reached
     * @throws RemoteException if it refuses
     */
    public static RpcClient connect(String address) {
        return builder(address).connect();
    }

    /** A client with settings of its own. */
    public static Builder builder(String address) {
        return new Builder(address);
    }

    /** Puts a client together. For one thread. */
    public static final class Builder {
        private final URI address;
        private final Map<String, Object> settings = new LinkedHashMap<>();
        private final Map<String, Function<String, ? extends RuntimeException>> exceptions = new HashMap<>();
        private OutputListener output = OutputListener.console();
        private Limits limits = Limits.defaults();

        private Builder(String address) {
            try {
                this.address = URI.create(Objects.requireNonNull(address, "address"));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + address + "' is not scheme://host:port, such as http://127.0.0.1:7777: " + e.getMessage(),
                        e);
            }
            if (this.address.getScheme() == null || this.address.getHost() == null) {
                throw new IllegalArgumentException(
                        "'" + address + "' is not scheme://host:port, such as http://127.0.0.1:7777");
            }
        }

        /** Where the output of calls goes; the default is {@link OutputListener#console()}. */
        public Builder output(OutputListener listener) {
            this.output = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** A setting of the transport, such as {@code tls}; the transports' own READMEs list them. */
        public Builder setting(String name, Object value) {
            settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * A bound for what servers send, such as {@code max_body}.
         *
         * @throws IllegalArgumentException if there is no such limit or the value is out of its range
         */
        public Builder limit(String name, long value) {
            limits = limits.with(name, value);
            return this;
        }

        /** Calls that fail with that type on the server throw it here too, made of its message. */
        public <T extends RuntimeException> Builder exception(Class<T> type, Function<String, T> maker) {
            exceptions.put(type.getName(), Objects.requireNonNull(maker, "maker"));
            return this;
        }

        /** Connects; throws as {@link RpcClient#connect}. */
        public RpcClient connect() {
            try {
                return new RpcClient(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    private Map<String, FunctionInfo> fetchFunctions(boolean rules) throws IOException {
        try {
            return connection.functions(rules);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        }
    }

    /** The server's address. */
    public String address() {
        return connection.address().toString();
    }

    /** The functions that the server had when it was last asked, by name. */
    public Map<String, FunctionInfo> functions() {
        return functions;
    }

    /**
     * Asks the server for its functions again.
     *
     * @param rules whether to tell each function's settings too, and the globs they come from
     * @throws UncheckedIOException if the server cannot be reached
     */
    public Map<String, FunctionInfo> refresh(boolean rules) {
        try {
            functions = fetchFunctions(rules);
            return functions;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * A function of that name.
     *
     * @throws NoSuchElementException if the server has none, after asking it again; the message offers the nearest
     */
    public RemoteFunction function(String name) {
        FunctionInfo info = functions.get(Objects.requireNonNull(name, "name"));
        info = info != null ? info : refresh(false).get(name);
        if (info == null) {
            throw new NoSuchElementException(
                    "there is no function '" + name + "'" + Nearest.hint(name, functions.keySet()));
        }
        return new RemoteFunction(this, info);
    }

    /**
     * Calls a function with positional arguments and waits for its result.
     *
     * @return the result, as a value of the protocol: a number, text, list, dict, {@code NdArray}, {@code DataFrame} …
     * @throws RemoteException if the call failed; or, where the function threw one of the JDK's common unchecked
     *     exceptions, that type, with the RemoteException as its cause
     * @throws IllegalArgumentException if an argument cannot be sent
     * @throws UncheckedIOException if the server cannot be reached, or the connection broke
     */
    public Object call(String function, Object... arguments) {
        return invoke(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /**
     * Calls a function and converts its result.
     *
     * @param type the type wanted, a primitive's included: {@code double.class}, {@code double[].class}, a record
     * @throws ClassCastException if the result is not of that type
     * @see #call(String, Object...)
     */
    public <T> T call(Class<T> type, String function, Object... arguments) {
        return invoke(type, function, Arguments.of(arguments), Map.of());
    }

    /** Calls a function in another thread; cancelling the future ends the exchange, and with it the call. */
    public CompletableFuture<Object> callAsync(String function, Object... arguments) {
        return invokeAsync(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /** {@link #callAsync(String, Object...)}, with the result converted. */
    public <T> CompletableFuture<T> callAsync(Class<T> type, String function, Object... arguments) {
        return invokeAsync(type, function, Arguments.of(arguments), Map.of());
    }

    /**
     * Submits a call with positional arguments as a job, which goes on without this client.
     *
     * @throws RemoteException if the server refuses it
     * @throws UncheckedIOException if the server cannot be reached
     */
    public Job submit(String function, Object... arguments) {
        return submit(function, Arguments.of(arguments), Map.of());
    }

    Job submit(String function, Arguments arguments, Map<String, String> fields) {
        try {
            return new Job(
                    this,
                    asked(
                            "submit of '" + function + "'",
                            () -> connection.submit(function, functions.get(function), arguments, fields)));
        } catch (ConversionException e) {
            throw new IllegalArgumentException(
                    "an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
        }
    }

    /**
     * A job by its id; nothing is asked yet.
     *
     * @param id what {@link Job#id} gave, here or elsewhere
     */
    public Job job(String id) {
        return new Job(this, Objects.requireNonNull(id, "id"));
    }

    /** The newest hundred of this caller's jobs that the server knows, newest first. */
    public List<JobStatus> jobs() {
        return jobs(Map.of());
    }

    /**
     * This caller's jobs, newest first.
     *
     * @param filter by the names of §4: {@code state}, {@code function}, {@code since}, {@code limit}
     * @throws RemoteException if the filter is refused
     */
    public List<JobStatus> jobs(Map<String, String> filter) {
        Object answer = asked("list of jobs", () -> connection.ask(Op.JOBS, "", filter));
        List<?> jobs = answer instanceof Map<?, ?> map && map.get("jobs") instanceof List<?> list ? list : List.of();
        return jobs.stream().map(job -> JobStatus.fromMap((Map<?, ?>) job)).toList();
    }

    JobStatus status(String job) {
        return JobStatus.fromMap((Map<?, ?>) asked("status of " + job, () -> connection.ask(Op.STATUS, job, Map.of())));
    }

    JobStatus cancel(String job) {
        return JobStatus.fromMap((Map<?, ?>) asked("cancel of " + job, () -> connection.ask(Op.CANCEL, job, Map.of())));
    }

    <T> T result(Class<T> type, String job) {
        Connection.Outcome outcome =
                asked("job " + job, () -> new JobFollower(connection, job, new Replay(output)).follow());
        if (outcome.error() != null) {
            throw exceptions.of(outcome.error(), address());
        }
        return converted(type, job, outcome.value());
    }

    <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    /** Something that the server is asked. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T asked(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        } catch (IOException e) {
            throw new UncheckedIOException(what + ": " + e.getMessage(), e);
        }
    }

    <T> T invoke(Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        return invoke(type, function, arguments, fields, exchange -> {});
    }

    private <T> T invoke(
            Class<T> type,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            Consumer<Exchange> opened) {
        Objects.requireNonNull(function, "function");
        Connection.Outcome outcome;
        try {
            outcome = connection.call(function, functions.get(function), arguments, fields, new Replay(output), opened);
        } catch (ConversionException e) {
            throw new IllegalArgumentException(
                    "an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        } catch (IOException e) {
            throw new UncheckedIOException("call of '" + function + "': " + e.getMessage(), e);
        }
        if (outcome.error() != null) {
            throw exceptions.of(outcome.error(), address());
        }
        return converted(type, function, outcome.value());
    }

    @SuppressWarnings("unchecked")
    private static <T> T converted(Class<T> type, String function, Object value) {
        try {
            // A primitive's converter gives its box, which Class.cast would refuse.
            return (T) Converters.to(type).convert(value);
        } catch (ConversionException e) {
            ClassCastException mismatch = new ClassCastException("the result of '" + function + "': " + e.getMessage());
            mismatch.initCause(e);
            throw mismatch;
        }
    }

    <T> CompletableFuture<T> invokeAsync(
            Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        AtomicReference<Exchange> open = new AtomicReference<>();
        CompletableFuture<T> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                boolean cancelled = super.cancel(mayInterrupt);
                Exchange exchange = open.get();
                if (cancelled && exchange != null) {
                    exchange.close();
                }
                return cancelled;
            }
        };
        Runnable call = () -> {
            try {
                future.complete(invoke(type, function, arguments, fields, exchange -> {
                    open.set(exchange);
                    if (future.isCancelled()) {
                        exchange.close();
                    }
                }));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        };
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(new IllegalStateException("the client is closed", e));
        }
        return future;
    }

    /** Hands output to the listener. */
    private record Replay(OutputListener output) implements EventSink {
        @Override
        public void stdout(String text) {
            output.stdout(text);
        }

        @Override
        public void stderr(String text) {
            output.stderr(text);
        }

        @Override
        public void progress(double done, Double total, String message) {
            output.progress(done, total, message);
        }
    }

    /** Ends what is open and lets go of the connections. Idempotent. */
    @Override
    public void close() {
        connection.close();
        threads.shutdown();
    }

    /** The address, and the functions a line each. */
    @Override
    public String toString() {
        List<FunctionInfo> all = List.copyOf(functions.values());
        return "RpcClient " + address() + ": " + all.size() + (all.size() == 1 ? " function" : " functions")
                + (all.isEmpty() ? "" : "\n" + FunctionText.table(all));
    }
}
