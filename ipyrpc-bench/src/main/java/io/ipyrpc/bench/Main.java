package io.ipyrpc.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what ipyrpc does beside its floors and its peers, and prints Markdown tables: {@code java -jar
 * ipyrpc-bench/target/lib/ipyrpc-bench.jar [small arrays frames codecs queue print start]}.
 */
public final class Main {
    private interface Suite {
        void run() throws Exception;
    }

    private Main() {}

    /** Runs the suites of those names, or all. */
    public static void main(String[] names) throws Exception {
        Map<String, Suite> suites = new LinkedHashMap<>();
        suites.put("small", SmallCalls::run);
        suites.put("arrays", Arrays::run);
        suites.put("frames", Frames::run);
        suites.put("codecs", Codecs::run);
        suites.put("queue", QueueRate::run);
        suites.put("print", PrintCost::run);
        suites.put("start", StartTime::run);
        for (String name : names.length == 0 ? List.copyOf(suites.keySet()) : List.of(names)) {
            Suite suite = suites.get(name);
            if (suite == null) {
                throw new IllegalArgumentException("there is no suite '" + name + "'; there are " + suites.keySet());
            }
            suite.run();
        }
        System.exit(0);
    }
}
