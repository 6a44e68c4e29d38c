package io.ipyrpc.server;

import io.ipyrpc.config.AddressText;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.pointer.OwnFunctions;
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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A server that runs: the parts of the road of a call, put together. Safe for use by any number of threads. */
public final class ServerCore implements AutoCloseable {
    /** How long a queue may be away when a job has ended. */
    private static final Duration FINISH_PATIENCE = Duration.ofSeconds(10);

    private final Plugins plugins;
    private final ServerSettings settings;
    private final SerializerSet serializers;
    private final Policies policies;
    private final JobQueue queue;
    private final Pulse pulse;
    private final Pointers pointers;
    private final Workers workers;
    private final Audit audit;
    private final Lifecycle lifecycle;
    private final Dispatcher dispatcher;
    private final Duration grace;
    private final int most;
    private final boolean allowAnonymous;
    private final long started = System.nanoTime();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
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
        this.most = settings.workers();
        this.allowAnonymous = settings.values().flag("allow_anonymous", false);
        this.grace = settings.shutdownGrace();
        this.audit = new Audit(
                new Metrics(settings.maxMetricFunctions()), settings.values().flag("log_calls", false));
        SubmitFields submitFields = new SubmitFields(settings.maxDelay());
        this.queue = openQueue();
        this.pulse = new Pulse();
        try {
            this.pointers = new Pointers(settings, plugins, pulse);
            List.of(new OwnFunctions(), pointers)
                    .forEach(service -> registry.reserve(service).forEach(policies::of));
        } catch (RuntimeException | Error e) {
            // Its thread has begun already.
            pulse.close();
            queue.close();
            throw e;
        }
        Worker worker = new Worker(
                "w" + Ids.next().substring(0, 8),
                queue,
                registry,
                serializers,
                policies,
                limits,
                settings.maxResult(),
                audit,
                pointers,
                FINISH_PATIENCE);
        this.workers = new Workers(worker, queue, most, settings.submitTimeout(), pulse, audit);
        this.lifecycle = new Lifecycle(workers, pulse);
        Gate gate = new Gate(policies);
        CallHandler calls = new CallHandler(registry, policies, serializers, gate, workers, limits, submitFields);
        JobHandler jobs = new JobHandler(queue, workers, gate, policies, serializers, limits);
        PointerHandler values = new PointerHandler(pointers, serializers, limits);
        this.dispatcher =
                new Dispatcher(gate, calls, jobs, values, registry, policies, lifecycle, audit, this::metrics);
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
        URI uri = uri("listen", AddressText.withScheme(address));
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "listen '" + address + "' is not scheme://host:port, such as http://127.0.0.1:7777");
        }
        checkClosedDoors(uri);
        TransportOptions options = new TransportOptions(settings.values(), settings.limits(), serializers.mediaTypes());
        AtomicReference<URI> taken = new AtomicReference<>();
        Listener listener = plugins.transport(uri.getScheme())
                .listen(uri, options, (request, reply) -> dispatcher.handle(request, reply, taken.get()));
        listeners.add(listener);
        pointers.addresses().add(listener.address());
        taken.set(listener.address());
        return listener.address();
    }

    private void checkClosedDoors(URI uri) {
        // What listens inside the process alone has no door.
        boolean local = uri.getScheme().equals("inproc") || isLoopback(uri.getHost());
        if (local || !policies.letAnybodyIn() || allowAnonymous) {
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

    /** Where it listens. */
    public List<String> addresses() {
        return listeners.stream().map(listener -> listener.address().toString()).toList();
    }

    /** The serializers that are installed. */
    public SerializerSet serializers() {
        return serializers;
    }

    private MetricsPage metrics() {
        MetricsPage page = new MetricsPage();
        audit.metrics().write(page);
        page.single("ipyrpc_running", "gauge", "Functions that run.", workers.running());
        page.single("ipyrpc_workers", "gauge", "How many functions may run at once.", most);
        page.single("ipyrpc_requests_in_progress", "gauge", "Requests being answered.", lifecycle.requests());
        queue.stats().ifPresent(stats -> {
            double age = stats.oldest() == null
                    ? 0
                    : Duration.between(stats.oldest(), Instant.now()).toMillis() / 1e3;
            page.single("ipyrpc_queue_waiting", "gauge", "Jobs that wait.", stats.waiting());
            page.single("ipyrpc_queue_oldest_seconds", "gauge", "How long the first of them waits.", Math.max(0, age));
            page.single("ipyrpc_retained_bytes", "gauge", "Kept of jobs that ended.", stats.retainedBytes());
        });
        page.single("ipyrpc_pointers", "gauge", "Values kept for pointers.", pointers.count());
        page.single("ipyrpc_pointer_bytes", "gauge", "About how much memory they take.", pointers.bytes());
        page.family("ipyrpc_connections", "gauge", "Open connections, where the transport can tell.");
        for (Listener listener : listeners) {
            listener.connections()
                    .ifPresent(count -> page.sample(
                            "ipyrpc_connections",
                            MetricsPage.label("listener", listener.address().toString()),
                            count));
        }
        page.single("ipyrpc_draining", "gauge", "1 while the server stops.", lifecycle.isDraining() ? 1 : 0);
        page.single(
                "ipyrpc_uptime_seconds", "gauge", "Since it started.", (System.nanoTime() - started) / 1_000_000 / 1e3);
        ProcessHandle.Info process = ProcessHandle.current().info();
        process.totalCpuDuration()
                .ifPresent(cpu -> page.single(
                        "process_cpu_seconds_total",
                        "counter",
                        "Processor time of the process.",
                        cpu.toMillis() / 1e3));
        Runtime runtime = Runtime.getRuntime();
        page.single("jvm_memory_used_bytes", "gauge", "Heap in use.", runtime.totalMemory() - runtime.freeMemory());
        page.single("jvm_memory_max_bytes", "gauge", "The most that the heap may have.", runtime.maxMemory());
        return page;
    }

    /** Ends everything in order, as {@link #close(Duration)} with the setting {@code shutdown_grace}. */
    public void shutdown() {
        close(grace);
    }

    /** {@link #close(Duration)} with no grace. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes nothing new, ends what waits, gives what runs its time and cancels it then, tells all callers, and closes the
     * listeners. Idempotent; a second one waits for the first, and may shorten its grace.
     */
    public void close(Duration grace) {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        lifecycle.grant(grace);
        if (!first) {
            awaitEnd();
            return;
        }
        lifecycle.stop();
        queue.close();
        listeners.forEach(Listener::close);
        workers.close();
        pulse.close();
        pointers.close();
        ended.countDown();
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
