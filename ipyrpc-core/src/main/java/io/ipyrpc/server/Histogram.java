package io.ipyrpc.server;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How long things took: how many of them up to each of fixed bounds, and their sum. Takes no lock and no memory to record. */
final class Histogram {
    /** In seconds. */
    private static final String[] BOUNDS = {
        "0.0001", "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5", "10", "60", "300", "3600"
    };

    private static final long[] NANOS = Arrays.stream(BOUNDS)
            .mapToLong(bound -> Math.round(Double.parseDouble(bound) * 1e9))
            .toArray();

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    void record(long took) {
        int at = 0;
        while (at < NANOS.length && took > NANOS[at]) {
            at++;
        }
        counts[at].increment();
        nanos.add(took);
    }

    /** Adds its samples to a page; the label is such as {@code function="f",}, or empty. */
    void write(MetricsPage page, String name, String label) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i].sum();
            page.sample(name + "_bucket", label + "le=\"" + (i < BOUNDS.length ? BOUNDS[i] : "+Inf") + '"', sum);
        }
        String alone = label.isEmpty() ? "" : label.substring(0, label.length() - 1);
        page.sample(name + "_sum", alone, nanos.sum() / 1e9);
        page.sample(name + "_count", alone, sum);
    }
}
