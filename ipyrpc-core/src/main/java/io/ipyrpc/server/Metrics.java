package io.ipyrpc.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What the server counts. Counting takes no lock and no memory, but for a function's first call. Thread-safe. */
final class Metrics {
    private static final List<String> OUTCOMES = List.of("succeeded", "failed", "cancelled", "timeout", "lost");
    /** Where the functions beyond the bound are counted; no function has such a name. */
    private static final String OTHER = "_other";

    private final int mostFunctions;
    private final Map<String, PerFunction> functions = new ConcurrentHashMap<>();
    private final PerFunction other = new PerFunction();
    private final LongAdder[] requests = adders(Op.values().length);
    /** The last is for codes that this version does not know. */
    private final LongAdder[] refused = adders(ErrorCode.values().length + 1);

    private final LongAdder output = new LongAdder();
    private final Histogram waited = new Histogram();
    private volatile boolean full;

    private static final class PerFunction {
        private final LongAdder[] ended = adders(OUTCOMES.size());
        private final Histogram took = new Histogram();
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    /**
     * Nothing counted yet.
     *
     * @param mostFunctions how many functions are told apart ({@code max_metric_functions})
     */
    Metrics(int mostFunctions) {
        this.mostFunctions = mostFunctions;
    }

    void admitted(Op op) {
        requests[op.ordinal()].increment();
    }

    void refused(String code) {
        refused[ErrorCode.of(code).map(ErrorCode::ordinal).orElse(refused.length - 1)].increment();
    }

    /** How a job ended, in one word. */
    static String outcome(JobState state, ErrorRecord error) {
        return error != null && error.code().equals(ErrorCode.TIMEOUT.wireName()) ? "timeout" : state.wireName();
    }

    /** A job ended; a negative time means that it never ran. */
    void ended(String function, String outcome, long nanos) {
        PerFunction counts = of(function);
        counts.ended[OUTCOMES.indexOf(outcome)].increment();
        if (nanos >= 0) {
            counts.took.record(nanos);
        }
    }

    private PerFunction of(String function) {
        PerFunction known = functions.get(function);
        return known != null ? known : full ? other : added(function);
    }

    private synchronized PerFunction added(String function) {
        full = functions.size() >= mostFunctions;
        return full
                ? functions.getOrDefault(function, other)
                : functions.computeIfAbsent(function, n -> new PerFunction());
    }

    void waited(long nanos) {
        waited.record(nanos);
    }

    void printed(long bytes) {
        output.add(bytes);
    }

    void write(MetricsPage page) {
        Map<String, PerFunction> all = new TreeMap<>(functions);
        if (full) {
            all.put(OTHER, other);
        }
        page.family("ipyrpc_calls_total", "counter", "Calls and jobs that ended, by function and outcome.");
        all.forEach((name, counts) -> {
            for (int i = 0; i < counts.ended.length; i++) {
                String labels = "function=\"" + name + "\",outcome=\"" + OUTCOMES.get(i) + '"';
                page.sample("ipyrpc_calls_total", labels, counts.ended[i].sum());
            }
        });
        page.family("ipyrpc_call_duration_seconds", "histogram", "How long functions ran.");
        all.forEach((name, counts) ->
                counts.took.write(page, "ipyrpc_call_duration_seconds", "function=\"" + name + "\","));
        page.family("ipyrpc_queue_wait_seconds", "histogram", "How long those jobs waited that had to wait.");
        waited.write(page, "ipyrpc_queue_wait_seconds", "");
        page.family("ipyrpc_requests_total", "counter", "Requests that were let in, by operation.");
        for (Op op : Op.values()) {
            page.sample("ipyrpc_requests_total", "op=\"" + op + '"', requests[op.ordinal()].sum());
        }
        page.family("ipyrpc_requests_refused_total", "counter", "Requests that were refused, by error code.");
        for (int i = 0; i < refused.length; i++) {
            Object code = i < refused.length - 1 ? ErrorCode.values()[i] : OTHER;
            page.sample("ipyrpc_requests_refused_total", "code=\"" + code + '"', refused[i].sum());
        }
        page.single(
                "ipyrpc_output_bytes_total",
                "counter",
                "Bytes that functions printed, up to max_output.",
                output.sum());
    }
}
