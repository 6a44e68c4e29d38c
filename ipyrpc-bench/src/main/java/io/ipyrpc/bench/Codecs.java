package io.ipyrpc.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link CodecBenchmark} in processes of its own, and prints what it finds as one table. */
final class Codecs {
    private static final String[] STEPS = {"encode", "decode", "roundTrip"};

    private Codecs() {}

    static void run() throws Exception {
        System.out.printf("%n### Serializers alone, MB/s of values (small call: µs)%n%n");
        System.out.printf("| | | write | read | both |%n|---|---|---|---|---|%n");
        for (String payload : values("payload")) {
            for (String by : values("by")) {
                if (CodecBenchmark.sensible(payload, by)) {
                    row(payload, by);
                }
            }
        }
    }

    private static void row(String payload, String by) throws Exception {
        Options options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .param("payload", payload)
                .param("by", by)
                .verbosity(VerboseMode.SILENT)
                .build();
        Map<String, Double> nanos = new LinkedHashMap<>();
        for (RunResult result : new Runner(options).run()) {
            nanos.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        long bytes = CodecBenchmark.bytes(payload);
        StringBuilder row = new StringBuilder("| " + payload + " | " + by + " |");
        for (String step : STEPS) {
            double time = nanos.get(step);
            row.append(
                    bytes == 0
                            ? String.format(Locale.ROOT, " %.2f |", time / 1e3)
                            : String.format(Locale.ROOT, " %,.0f |", bytes * 1e3 / time));
        }
        System.out.println(row);
    }

    private static String[] values(String field) throws NoSuchFieldException {
        return CodecBenchmark.class.getField(field).getAnnotation(Param.class).value();
    }
}
