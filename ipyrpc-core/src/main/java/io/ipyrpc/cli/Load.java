package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers that call one function again and again, each with a connection of its own and without a pause, and what is
 * measured of it. Safe for use by any number of threads.
 */
final class Load {
    /** What a server answers names the errors: only so many are told apart. */
    private static final int MOST_CODES = 50;

    private static final long PAUSE_MILLIS = 10;

    private final TypedCall call;
    private final FunctionInfo info;
    private final long begin;
    private final long end;
    private final Histogram took = new Histogram();
    private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();
    private final AtomicReference<RuntimeException> fault = new AtomicReference<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * A load that begins now.
     *
     * @param warmUp for how long calls are not counted
     * @param measured for how long, after it, the calls that begin are counted
     */
    Load(TypedCall call, FunctionInfo info, int callers, Duration warmUp, Duration measured) {
        this.call = call;
        this.info = info;
        this.begin = System.nanoTime() + warmUp.toNanos();
        this.end = begin + measured.toNanos();
        for (int i = 0; i < callers; i++) {
            Thread caller = new Thread(this::run, "ipyrpc-bench-" + i);
            caller.setDaemon(true);
            this.callers.add(caller);
        }
        this.callers.forEach(Thread::start);
    }

    /** Lets no further call begin. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits for the end of the last call.
     *
     * @param live is shown how far it is
     * @throws RuntimeException if the calls cannot be made
     */
    Measured await(LiveOutput live) {
        double total = (end - begin) / 1e9;
        while (callers.stream().anyMatch(Thread::isAlive)) {
            double done = (System.nanoTime() - begin) / 1e9;
            live.progress(
                    Math.max(0, Math.min(total, done)),
                    total,
                    stopped || done > total ? "waiting for the last calls" : done < 0 ? "warming up" : "seconds");
            pause();
        }
        double seconds = Math.max(0, (System.nanoTime() - begin) / 1e9);
        if (fault.get() != null) {
            throw fault.get();
        }
        Map<String, Long> counted = new LinkedHashMap<>();
        errors.forEach((code, count) -> counted.put(code, count.sum()));
        Map<String, Double> latency = new LinkedHashMap<>();
        latency.put("p50", took.quantile(0.5) / 1e9);
        latency.put("p90", took.quantile(0.9) / 1e9);
        latency.put("p99", took.quantile(0.99) / 1e9);
        latency.put("p99.9", took.quantile(0.999) / 1e9);
        latency.put("max", took.max() / 1e9);
        return new Measured(took.count(), seconds, counted, latency);
    }

    /**
     * What was measured.
     *
     * @param calls how many went well
     * @param seconds from the first that was counted to the end of the last
     * @param errors how many failed, by code
     * @param latency in seconds, of those that went well
     */
    record Measured(long calls, double seconds, Map<String, Long> errors, Map<String, Double> latency) {
        /** How many went well in a second. */
        double rate() {
            return seconds > 0 ? calls / seconds : 0;
        }
    }

    private void run() {
        try (Connection connection = Servers.connect(call.url(), call.plugins())) {
            long now = System.nanoTime();
            while (!stopped && now - end < 0) {
                long started = now;
                String code = outcome(connection);
                now = System.nanoTime();
                if (started - begin >= 0) {
                    count(code, now - started);
                }
            }
        } catch (IOException e) {
            count(e.toString(), 0);
        } catch (RuntimeException e) {
            fault.compareAndSet(null, e);
            stopped = true;
        }
    }

    private String outcome(Connection connection) {
        try {
            Connection.Outcome outcome = connection.call(
                    call.function(), info, call.arguments(info), call.asked(), new Silence(), exchange -> {});
            return outcome.error() == null ? "" : outcome.error().code();
        } catch (RpcException e) {
            return e.error().code();
        } catch (ConversionException e) {
            throw e;
        } catch (IOException e) {
            pause();
            return "connection";
        }
    }

    /** Who cannot be reached is not asked a million times. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String code, long nanos) {
        if (code.isEmpty()) {
            took.add(nanos);
        } else {
            boolean known = errors.containsKey(code) || errors.size() < MOST_CODES;
            errors.computeIfAbsent(known ? code : "others", key -> new LongAdder())
                    .increment();
        }
    }
}
