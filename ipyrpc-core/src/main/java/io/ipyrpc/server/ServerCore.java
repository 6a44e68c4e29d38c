package io.ipyrpc.server;

import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that runs: the parts of the road of a call, put together. Safe for use by any number of threads. */
public final class ServerCore implements AutoCloseable {
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final Plugins plugins;
    private final ServerSettings settings;
    private final SerializerSet serializers;
    private final Policies policies;
    private final JobQueue queue;
    private final Pulse pulse;
    private final Workers workers;
    private final Dispatcher dispatcher;
    private final List<Listener> listeners = new ArrayList<>();
    private boolean closed;

    /**
     * Puts a server together; nothing listens yet.
     *
     * @throws IllegalArgumentException if a setting or rule cannot be honoured; the message names it
     */
    public ServerCore(
            Plugins plugins,
            ServerSettings settings,
            SerializerSet serializers,
            FunctionRegistry registry,
            Policies policies) {
        this.plugins = plugins;
        this.settings = settings;
        this.serializers = serializers;
        this.policies = policies;
        Limits limits = settings.limits();
        int most = settings.workers();
        this.queue = openQueue();
        // Threads begin when nothing can be refused any more.
        this.pulse = new Pulse();
        Worker worker = new Worker(
                "w" + Ids.next().substring(0, 8), queue, registry, serializers, policies, limits, settings.maxResult());
        this.workers = new Workers(worker, queue, most, pulse);
        Gate gate = new Gate(policies);
        CallHandler calls = new CallHandler(registry, policies, serializers, gate, workers, limits);
        this.dispatcher = new Dispatcher(gate, calls, new JobHandler(queue, workers), registry, policies);
    }

    private JobQueue openQueue() {
        String address = settings.values().text("queue").orElse("memory:");
        URI uri = uri("queue", address.contains(":") ? address : address + ":");
        // URI knows "memory:" only with something behind it.
        return plugins.queue(uri.getScheme()).open(uri, settings.values(), settings.limits());
    }

    private static URI uri(String setting, String text) {
        try {
            return URI.create(text.endsWith(":") ? text + "/" : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + " '" + text + "' is no URL: " + e.getMessage(), e);
        }
    }

    /**
     * Listens at one more address.
     *
     * @return the address, with the port that was taken
     * @throws IllegalArgumentException if it is no address that can be listened at, or is open to others while anybody
     *     may call
     * @throws IOException if the address cannot be had
     */
    public synchronized URI listen(String address) throws IOException {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        URI uri = uri("listen", address);
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "listen '" + address + "' is not scheme://host:port, such as http://127.0.0.1:7777");
        }
        checkClosedDoors(uri);
        TransportOptions options = new TransportOptions(settings.values(), settings.limits(), serializers.mediaTypes());
        Listener listener = plugins.transport(uri.getScheme()).listen(uri, options, dispatcher);
        listeners.add(listener);
        return listener.address();
    }

    private void checkClosedDoors(URI uri) {
        // What listens inside the process alone has no door.
        boolean local = uri.getScheme().equals("inproc") || isLoopback(uri.getHost());
        if (local || !policies.letAnybodyIn() || settings.values().flag("allow_anonymous", false)) {
            return;
        }
        throw new IllegalArgumentException("'" + uri + "' can be reached from other machines, and anybody could call"
                + " every function: configure 'auth', or say \"allow_anonymous\": true in the configuration"
                + " or serve --allow-anonymous (in code: settings(Map.of(\"allow_anonymous\", true)))");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("listen: there is no host '" + host + "'", e);
        }
    }

    /** The serializers that are installed. */
    public SerializerSet serializers() {
        return serializers;
    }

    /**
     * Ends everything: takes nothing new, cancels what runs, gives its callers five seconds to hear of it, and closes the
     * listeners. Idempotent.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // Running calls are cancelled first, and their callers told so while there is a way to tell them.
        queue.close();
        pulse.awaitQuiet(STOPPING);
        listeners.forEach(Listener::close);
        workers.close();
        pulse.close();
    }
}
