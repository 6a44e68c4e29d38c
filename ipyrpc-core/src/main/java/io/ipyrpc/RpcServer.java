package io.ipyrpc;

import io.ipyrpc.config.Rules;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.function.DynamicFunction;
import io.ipyrpc.function.FunctionReference;
import io.ipyrpc.function.Functions;
import io.ipyrpc.output.OutputRouter;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionFiles;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.registry.FunctionTable;
import io.ipyrpc.registry.FunctionWatch;
import io.ipyrpc.server.Policies;
import io.ipyrpc.server.ServerCore;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.FunctionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Serves Java functions to callers anywhere.
 *
 * <pre>{@code
 * RpcServer server = RpcServer.create();
 * server.config(Map.of("*_json", Map.of("output_serialization", "json")));
 * server.register("compute_value_json", MyFunctions::myFunction);
 * server.register(new MyService()); // every public method marked @Rpc
 * server.serveForever("127.0.0.1", 7777);
 * }</pre>
 *
 * <p>Settings and rules come before the first address is listened at, and are checked then; functions may come later
 * too. Making one puts a router in front of {@code System.out} and {@code System.err}, so that what functions print
 * reaches those who called them. Safe for use by any number of threads.
 */
public final class RpcServer implements Functions, AutoCloseable {
    private static final Duration WATCH_PERIOD = Duration.ofMillis(250);

    private final Plugins plugins;
    private final FunctionRegistry registry = new FunctionRegistry(this::checkTable);
    private final Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Policies policies;
    private ServerCore core;
    private volatile FunctionWatch watch;
    private boolean closing;

    private RpcServer(Plugins plugins) {
        this.plugins = plugins;
        plugins.provide(registry);
    }

    /**
     * A server with the plugins of the class path or module path.
     *
     * @throws IllegalStateException if a plugin does not load, or two have one name
     */
    public static RpcServer create() {
        OutputRouter.install();
        return new RpcServer(Plugins.installed());
    }

    /**
     * A server with the plugins of folders besides.
     *
     * @throws IllegalArgumentException if there is no such folder
     * @throws IllegalStateException if a plugin does not load, or two have one name
     */
    public static RpcServer create(Path... pluginsFolders) {
        OutputRouter.install();
        return new RpcServer(Plugins.installed(pluginsFolders));
    }

    /**
     * Adds rules: settings of functions by globs, which match whole names. All globs that match a function are merged
     * setting by setting; the one with more literal characters wins.
     *
     * @param byGlob for each glob the settings by name; values may be objects too (a {@link Serializer}, a {@link
     *     Verifier})
     * @throws IllegalArgumentException if a setting is unknown; the message offers the nearest
     * @throws IllegalStateException if the server listens already
     */
    public synchronized RpcServer config(Map<String, ? extends Map<String, ?>> byGlob) {
        checkNotStarted();
        Rules.of(byGlob, Policies.KNOWN);
        byGlob.forEach((glob, values) ->
                rules.computeIfAbsent(glob, key -> new LinkedHashMap<>()).putAll(values));
        return this;
    }

    /**
     * Adds settings of the whole server, such as {@code workers} or {@code allow_anonymous}; {@code
     * docs/configuration.md} lists them.
     *
     * @throws IllegalArgumentException if one is unknown; the message offers the nearest
     * @throws IllegalStateException if the server listens already
     */
    public synchronized RpcServer settings(Map<String, ?> values) {
        checkNotStarted();
        ServerSettings.of(values, plugins.settings());
        settings.putAll(values);
        return this;
    }

    /**
     * Adds the settings and rules of a configuration file, whose {@code functions} are registered too; relative paths in
     * it start at its folder.
     *
     * @throws IllegalArgumentException if the file cannot be read or says what cannot be honoured
     * @throws IllegalStateException if the server listens already
     */
    @SuppressWarnings("unchecked")
    public synchronized RpcServer configFile(Path file) {
        Map<String, Object> values = ServerSettings.read(file);
        Object given = values.remove(ServerSettings.RULES);
        try {
            if (given != null) {
                if (!(given instanceof Map<?, ?> map) || !map.values().stream().allMatch(Map.class::isInstance)) {
                    throw new IllegalArgumentException("rules must be an object with an object for each glob");
                }
                config((Map<String, Map<String, ?>>) given);
            }
            settings(values);
            for (String functions : Settings.of(values).texts("functions")) {
                registerFile(file.toAbsolutePath().resolveSibling(functions));
            }
            return this;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("configuration " + file + ": " + e.getMessage(), e);
        }
    }

    private void checkNotStarted() {
        if (core != null) {
            throw new IllegalStateException("settings and rules come before the first listen");
        }
    }

    /**
     * Registers the functions of a file: a {@code .java} file, which is compiled in memory, or a jar.
     *
     * @throws IllegalArgumentException if it does not compile (with line and column) or has no functions
     */
    public RpcServer registerFile(Path file) {
        FunctionWatch watching = watch;
        if (watching == null) {
            files().register(file);
        } else {
            watching.register(file);
        }
        return this;
    }

    private FunctionFiles files() {
        return new FunctionFiles(registry, Plugins.baseLoader(), Plugins::functionsIn);
    }

    /**
     * Loads files of functions anew whenever they are saved: those that {@link #registerFile} and {@link #configFile}
     * register after this. New calls get the new functions; those that run finish with the old ones. A file that does not
     * compile, or brings a name that is taken, leaves the old ones in place.
     *
     * @param reloaded hears of each file that was loaded anew, and in words what changed; in a thread of the server's
     * @param kept hears of each file that was saved and could not be loaded, and why
     * @throws IllegalStateException if files are watched already, or the server is closed
     */
    public synchronized RpcServer watchFiles(BiConsumer<Path, String> reloaded, BiConsumer<Path, String> kept) {
        Objects.requireNonNull(reloaded, "reloaded");
        Objects.requireNonNull(kept, "kept");
        if (watch != null || closing) {
            throw new IllegalStateException(closing ? "the server is closed" : "files are watched already");
        }
        watch = new FunctionWatch(files(), WATCH_PERIOD, reloaded, kept);
        return this;
    }

    @Override
    public RpcServer register(String name, FunctionReference reference) {
        registry.register(name, reference);
        return this;
    }

    @Override
    public RpcServer register(Object service) {
        registry.register(service);
        return this;
    }

    @Override
    public RpcServer register(String name, Class<?> type, String method) {
        registry.register(name, type, method);
        return this;
    }

    @Override
    public RpcServer registerDynamic(String name, String doc, DynamicFunction function) {
        registry.registerDynamic(name, doc, function);
        return this;
    }

    /** The functions by name, as they are now; what the rules add is told to callers alone. */
    public Map<String, FunctionInfo> functions() {
        Map<String, FunctionInfo> functions = new LinkedHashMap<>();
        registry.table().all().forEach((name, function) -> functions.put(name, function.info()));
        return Collections.unmodifiableMap(functions);
    }

    private void checkTable(FunctionTable table) {
        Policies current = policies;
        if (current != null) {
            current.check(table);
        }
    }

    /**
     * Listens at an address, until the server is closed.
     *
     * @param address such as {@code http://127.0.0.1:7777}; port 0 = any that is free
     * @return the address, with the port that was taken
     * @throws IllegalArgumentException if a setting or rule cannot be honoured, or the address is open to other machines
     *     while anybody may call
     * @throws IllegalStateException if the server is closed
     * @throws UncheckedIOException if the address cannot be had
     */
    public synchronized URI listen(String address) {
        Objects.requireNonNull(address, "address");
        if (closing) {
            throw new IllegalStateException("the server is closed");
        }
        boolean first = core == null;
        if (first) {
            core = start();
        }
        boolean listens = false;
        try {
            URI taken = core.listen(address);
            listens = true;
            return taken;
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw new UncheckedIOException(
                    message.contains(address) ? message : "cannot listen at " + address + ": " + message, e);
        } finally {
            if (first && !listens) {
                // Nothing was served by these settings: whoever was refused may mend them.
                core.close();
                core = null;
                policies = null;
            }
        }
    }

    private ServerCore start() {
        ServerSettings all = ServerSettings.of(settings, plugins.settings());
        SerializerSet serializers = SerializerSet.of(plugins.serializers());
        for (Map<String, Object> values : rules.values()) {
            for (Object value : values.values()) {
                for (Object item : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                    serializers = item instanceof Serializer own ? serializers.with(own) : serializers;
                }
            }
        }
        if (serializers.names().isEmpty()) {
            throw new IllegalArgumentException("no serializer is installed; add ipyrpc-json to the class path or the"
                    + " plugins folder, or write your own (docs/plugins.md)");
        }
        Object auth = settings.get("auth");
        Object byDefault =
                auth instanceof Verifier ? auth : all.values().text("auth").orElse(null);
        Rules sound = Rules.of(rules, Policies.KNOWN, meaning(serializers));
        Policies made = new Policies(sound, serializers, plugins, byDefault, all.values());
        made.check(registry.table());
        ServerCore started = new ServerCore(plugins, all, serializers, registry, made);
        policies = made;
        return started;
    }

    /** A serializer is one by whichever of its names; as arguments' only one, a list of it is no other. */
    private static Rules.Meaning meaning(SerializerSet serializers) {
        return (setting, value) -> switch (setting) {
            case "output_serialization" -> serializers.byOwnNames(value);
            case "input_serialization" -> serializers.byOwnNames(value instanceof List<?> ? value : List.of(value));
            default -> value;
        };
    }

    /**
     * Listens with HTTP at a host and port, and stays until the server is closed.
     *
     * @throws IllegalArgumentException as {@link #listen}
     */
    public void serveForever(String host, int port) {
        listen("http://" + (Objects.requireNonNull(host, "host").indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + port);
        join();
    }

    /** Stays until the server is closed, or this thread is interrupted. */
    public void join() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops at once: {@link #close(Duration)} without grace. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Stops in order, as {@code serve} does on SIGTERM: {@link #close(Duration)} with the setting {@code shutdown_grace},
     * by default 10 seconds.
     */
    public void shutdown() {
        stop(ServerCore::shutdown);
    }

    /**
     * Stops: takes no new calls ({@code busy}), cancels those that wait in memory, lets those that run go on for a while,
     * cancels them then, and closes the listeners when every caller has heard of the end. A function that does not end within 3
     * seconds of being cancelled is left behind; callers that do not read get 2 seconds. Idempotent; who closes a server that stops already
     * waits too, and may shorten the grace.
     *
     * @param grace how long running calls may go on; zero = not at all
     * @throws IllegalArgumentException if the grace is negative
     */
    public void close(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace is " + grace + ", must not be negative");
        }
        stop(core -> core.close(grace));
    }

    private void stop(Consumer<ServerCore> how) {
        ServerCore running;
        synchronized (this) {
            running = core;
            closing = true;
            if (watch != null) {
                watch.close();
            }
        }
        if (running != null) {
            how.accept(running);
        }
        closed.countDown();
    }

    /** The functions, a line each. */
    @Override
    public String toString() {
        int count = registry.table().all().size();
        List<String> addresses = core == null ? List.of() : core.addresses();
        StringBuilder text =
                new StringBuilder("RpcServer" + (addresses.isEmpty() ? "" : " at " + String.join(", ", addresses))
                        + " with " + count + (count == 1 ? " function" : " functions"));
        registry.table().all().values().forEach(function -> text.append("\n  ").append(function));
        return text.toString();
    }
}
