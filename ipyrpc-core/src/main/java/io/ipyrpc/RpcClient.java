package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
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
import java.util.function.Function;

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
    private final RemoteCalls calls;
    private final RemoteJobs jobs;
    private final FunctionList functions;

    private RpcClient(Builder builder) throws IOException {
        Connection connection =
                new Connection(builder.address, Plugins.installed(), Settings.of(builder.settings), builder.limits);
        KnownExceptions exceptions = new KnownExceptions(builder.exceptions);
        try {
            this.functions = new FunctionList(connection, exceptions);
        } catch (RuntimeException | IOException e) {
            connection.close();
            throw e;
        }
        this.calls = new RemoteCalls(connection, exceptions, functions, builder.output);
        this.jobs = new RemoteJobs(calls);
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

    /** The server's address. */
    public String address() {
        return calls.address();
    }

    /** The functions that the server had when it was last asked, by name. */
    public Map<String, FunctionInfo> functions() {
        return functions.all();
    }

    /**
     * Asks the server for its functions again.
     *
     * @param rules whether to tell each function's settings too, and the globs they come from
     * @throws UncheckedIOException if the server cannot be reached
     */
    public Map<String, FunctionInfo> refresh(boolean rules) {
        return functions.refresh(rules);
    }

    /**
     * A function of that name.
     *
     * @throws NoSuchElementException if the server has none, after asking it again; the message offers the nearest
     */
    public RemoteFunction function(String name) {
        return new RemoteFunction(calls, functions.get(name));
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
        return calls.invoke(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /**
     * Calls a function and converts its result.
     *
     * @param type the type wanted, a primitive's included: {@code double.class}, {@code double[].class}, a record
     * @throws ClassCastException if the result is not of that type
     * @see #call(String, Object...)
     */
    public <T> T call(Class<T> type, String function, Object... arguments) {
        return calls.invoke(type, function, Arguments.of(arguments), Map.of());
    }

    /** Calls a function in another thread; cancelling the future ends the exchange, and with it the call. */
    public CompletableFuture<Object> callAsync(String function, Object... arguments) {
        return calls.invokeAsync(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /** {@link #callAsync(String, Object...)}, with the result converted. */
    public <T> CompletableFuture<T> callAsync(Class<T> type, String function, Object... arguments) {
        return calls.invokeAsync(type, function, Arguments.of(arguments), Map.of());
    }

    /**
     * Submits a call with positional arguments as a job, which goes on without this client.
     *
     * @throws RemoteException if the server refuses it
     * @throws UncheckedIOException if the server cannot be reached
     */
    public Job submit(String function, Object... arguments) {
        return jobs.of(calls.submit(function, Arguments.of(arguments), Map.of()));
    }

    /**
     * A job by its id; nothing is asked yet.
     *
     * @param id what {@link Job#id} gave, here or elsewhere
     */
    public Job job(String id) {
        return jobs.of(id);
    }

    /** The newest hundred of this caller's jobs that the server knows, newest first. */
    public List<JobStatus> jobs() {
        return jobs.list(Map.of());
    }

    /**
     * This caller's jobs, newest first.
     *
     * @param filter by the names of §4: {@code state}, {@code function}, {@code since}, {@code limit}
     * @throws RemoteException if the filter is refused
     */
    public List<JobStatus> jobs(Map<String, String> filter) {
        return jobs.list(filter);
    }

    /** Ends what is open and lets go of the connections. Idempotent. */
    @Override
    public void close() {
        calls.close();
    }

    /** The address, and the functions a line each. */
    @Override
    public String toString() {
        List<FunctionInfo> all = List.copyOf(functions().values());
        return "RpcClient " + address() + ": " + all.size() + (all.size() == 1 ? " function" : " functions")
                + (all.isEmpty() ? "" : "\n" + FunctionText.table(all));
    }
}
