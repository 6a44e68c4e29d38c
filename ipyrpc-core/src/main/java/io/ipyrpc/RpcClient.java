package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.config.AddressText;
import io.ipyrpc.config.SettingNames;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.pointer.Peers;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
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
    private static final int MOST_SHOWN = 990;
    private static final String PEERS = "peers";

    private final RemoteCalls calls;
    private final RemoteJobs jobs;
    private final FunctionList functions;

    private RpcClient(Builder builder) throws IOException {
        Plugins plugins = Plugins.installed();
        Settings settings = settings(builder, plugins);
        Peers peers = new Peers(settings.texts(PEERS));
        Connection connection = new Connection(builder.address, plugins, settings, builder.limits, builder.tries);
        KnownExceptions exceptions = new KnownExceptions(builder.exceptions);
        try {
            this.functions = new FunctionList(connection, exceptions, builder.functionsMaxAge);
        } catch (RuntimeException | IOException e) {
            connection.close();
            throw e;
        }
        RemoteValues values =
                new RemoteValues(connection, functions, peers, address -> new Builder(builder, address).connect());
        this.calls = new RemoteCalls(connection, exceptions, functions, values, builder.output);
        this.jobs = new RemoteJobs(calls);
    }

    /** Those of any transport are known: a client of one follows pointers to servers of others. */
    private static Settings settings(Builder builder, Plugins plugins) {
        Set<String> known = plugins.clientSettings();
        known.add(PEERS);
        SettingNames.check(builder.settings, known);
        return Settings.of(builder.settings);
    }

    /**
     * Connects to a server and learns its functions.
     *
     * @param address such as {@code http://127.0.0.1:7777}, or {@code localhost:7777} for http
     * @throws IllegalArgumentException if the address is not usable, no transport for it is installed, or a setting is
     *     unknown
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
        private Duration functionsMaxAge = Duration.ofSeconds(5);
        private int tries = 6;

        private Builder(String address) {
            try {
                this.address = URI.create(AddressText.withScheme(Objects.requireNonNull(address, "address")));
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

        /** Another server's client with the same settings. */
        private Builder(Builder from, URI address) {
            this.address = address;
            settings.putAll(from.settings);
            exceptions.putAll(from.exceptions);
            output = from.output;
            limits = from.limits;
            functionsMaxAge = from.functionsMaxAge;
            tries = from.tries;
        }

        /** Where the output of calls goes; the default is {@link OutputListener#console()}. */
        public Builder output(OutputListener listener) {
            this.output = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * A setting of the transport, such as {@code tls}; the transports' own READMEs list them. {@code peers}, a text or
         * a list, names the other servers whose pointers are followed: {@code scheme://host:port}, or a network such as
         * {@code 10.0.0.0/8}. {@link #connect} refuses names that no installed transport knows.
         */
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

        /**
         * How old the list of functions may be that {@link RpcClient#functions}, {@link RpcClient#function} and {@link
         * RpcClient#proxy} work with; by default 5 s. An older one is asked for again. Calls take it as it is.
         *
         * @param age zero for a list that is asked for each time
         * @throws IllegalArgumentException if it is negative
         */
        public Builder functionsMaxAge(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("functionsMaxAge is " + age + ", must not be negative");
            }
            functionsMaxAge = age;
            return this;
        }

        /**
         * How often something is tried where the connection is lost and nothing can run twice; by default 6 times, with
         * pauses that grow and add up to some 3 s, and no longer than 15 s. That is all that only reads, and {@link
         * RpcClient#submit}. A {@code call} is never sent again once any of it may have reached the server. A server that
         * was never there is told of at once.
         *
         * @param times 1 = never again
         * @throws IllegalArgumentException if it is not from 1 to 100
         */
        public Builder tries(int times) {
            if (times < 1 || times > 100) {
                throw new IllegalArgumentException("tries is " + times + ", must be from 1 to 100");
            }
            tries = times;
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

    RemoteCalls calls() {
        return calls;
    }

    /** The server's address. */
    public String address() {
        return calls.address();
    }

    /**
     * The functions that the server has, by name. The list is no older than {@link Builder#functionsMaxAge}: where it is,
     * or where an answer gave reason to doubt it, the server is asked again.
     *
     * @throws UncheckedIOException if the server is asked and cannot be reached
     */
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
     * A function of that name, as it is in a list no older than {@link Builder#functionsMaxAge}. It goes on to be called
     * by its name: what the server puts in its place later is what is called.
     *
     * @throws NoSuchElementException if the server has none, after asking it again; the message offers the nearest
     */
    public RemoteFunction function(String name) {
        return new RemoteFunction(calls, functions.get(name));
    }

    /**
     * Calls a function with positional arguments and waits for its result.
     *
     * @return the result, as a value of the protocol: a number, text, list, dict, {@code NdArray}, {@code DataFrame} …; a
     *     {@link RemoteValue} where the server's rules say that it stays there
     * @throws RemoteException if the call failed; or, where the function threw one of the JDK's common unchecked
     *     exceptions, that type, with the RemoteException as its cause
     * @throws IllegalArgumentException if an argument cannot be sent
     * @throws UncheckedIOException if the server cannot be reached, or the connection broke; the message says whether the
     *     call may have run. Also where the waiting thread is interrupted: its cause is an {@link
     *     java.io.InterruptedIOException} then, the call is cancelled, and the thread stays interrupted; and where this
     *     client is closed meanwhile
     * @throws IllegalStateException if this client is closed
     */
    public Object call(String function, Object... arguments) {
        return calls.invoke(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /**
     * An object of an interface, each of whose methods calls the function of its name.
     *
     * <pre>{@code
     * interface Stats {
     *     double mean(double[] values);
     *     @Rpc(name = "fit_model") CompletableFuture<Model> fit(double[] x, double[] y) throws FitException;
     *     Job train(String data);
     * }
     * Stats stats = rpc.proxy(Stats.class);
     * double mean = stats.mean(new double[] {1, 2, 3});
     * }</pre>
     *
     * <p>{@code @Rpc} gives a method's function another name, {@code @Rpc.Param} a parameter. Arguments go by keyword where
     * the interface was compiled with {@code -parameters} (or has {@code @Rpc.Param} at each), else by position. A method
     * that returns a {@code CompletableFuture} calls in another thread, one that returns a {@link Job} submits, one that
     * returns {@link Items}, an {@code Iterator} or a {@code Stream} gives items as they arrive; of all others the result is converted to the type that is declared, generic ones like {@code List<Model>} too. Default
     * methods run here. What a method declares to throw is thrown as that type, where the function threw one of the same
     * name, with the {@link RemoteException} as its cause; everything else as {@link #call(String, Object...)} does.
     *
     * <p>The object is safe for use by any number of threads.
     *
     * @throws IllegalArgumentException if it is no interface, or does not fit the server's functions; the message has all
     *     that is wrong
     * @throws UncheckedIOException if the server cannot be reached
     */
    public <T> T proxy(Class<T> api) {
        return RemoteProxy.of(api, calls);
    }

    /**
     * Calls a function and converts its result. It is asked for by value, whatever the server's rules say, unless the type
     * is {@link RemoteValue} or {@link DataPointer}.
     *
     * @param type the type wanted, a primitive's included: {@code double.class}, {@code double[].class}, a record
     * @throws ClassCastException if the result is not of that type
     * @see #call(String, Object...)
     */
    public <T> T call(Class<T> type, String function, Object... arguments) {
        return calls.invoke(type, function, Arguments.of(arguments), Map.of());
    }

    /** Calls a function in another thread; cancelling the future cancels the call. */
    public CompletableFuture<Object> callAsync(String function, Object... arguments) {
        return calls.invokeAsync(Object.class, function, Arguments.of(arguments), Map.of());
    }

    /** {@link #callAsync(String, Object...)}, with the result converted. */
    public <T> CompletableFuture<T> callAsync(Class<T> type, String function, Object... arguments) {
        return calls.invokeAsync(type, function, Arguments.of(arguments), Map.of());
    }

    /**
     * Submits a call with positional arguments as a job, which goes on without this client. It has an idempotency key of
     * its own, so that it is sent again where the connection is lost, and still is one job.
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

    /**
     * Sends a value once, to be used in many calls.
     *
     * @return the handle of the value, which stays on the server
     * @throws RemoteException if the server refuses it, such as {@code too_large}
     * @throws IllegalArgumentException if it cannot be sent
     * @throws UncheckedIOException if the server cannot be reached
     */
    public RemoteValue put(Object value) {
        return new RemoteValue(calls, calls.put(value));
    }

    /**
     * The handle of a value that a pointer names; nothing is asked yet. It may lie on this client's server or on one of
     * its peers (see {@link Builder#setting}).
     */
    public RemoteValue value(DataPointer pointer) {
        return new RemoteValue(calls, pointer);
    }

    /**
     * Ends what is open and lets go of the connections: calls that wait fail with an {@link UncheckedIOException} that says
     * so, and end on the server as their rule {@code on_disconnect} says. Idempotent.
     */
    @Override
    public void close() {
        calls.close();
    }

    /** The address, and the functions a line each; and where the server does not tell them now, why. */
    @Override
    public String toString() {
        String trouble = "";
        try {
            functions();
        } catch (RuntimeException e) {
            trouble = "\n  not asked again: " + e.getMessage();
        }
        List<FunctionInfo> all = List.copyOf(functions.known().values());
        String head = "RpcClient " + address() + ": " + all.size() + (all.size() == 1 ? " function" : " functions");
        String more = "\n  … functions() has the rest, function(\"name\") explains one";
        // JShell cuts the middle out of what is longer than a thousand characters.
        return head
                + FunctionText.shortened(all, MOST_SHOWN - head.length() - trouble.length() - more.length(), more)
                + trouble;
    }
}
