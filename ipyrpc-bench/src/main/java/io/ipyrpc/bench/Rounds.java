package io.ipyrpc.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Contenders that are measured in turns, so that what else the machine does meets all of them alike; the medians, each
 * beside the first contender's, are what counts. For one thread.
 */
final class Rounds {
    /** One measurement: how much of the unit there was in a second. */
    interface Measured {
        double once() throws Exception;
    }

    private final String title;
    private final String unit;
    private final Map<String, Measured> contenders = new LinkedHashMap<>();

    Rounds(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a contender; the first is the floor. */
    Rounds add(String name, Measured measured) {
        contenders.put(name, measured);
        return this;
    }

    /** Measures, and prints the table. */
    void run(int warmUps, int rounds) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = -warmUps; round < rounds; round++) {
            for (Map.Entry<String, Measured> contender : contenders.entrySet()) {
                double rate = contender.getValue().once();
                if (round >= 0) {
                    rates.computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        System.out.printf("%n%s%n%n| | %s | of the first | least – most |%n|---|---|---|---|%n", title, unit);
        double floor = median(rates.values().iterator().next());
        rates.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                floor < 100 ? "| %s | %.2f | %.2f | %.2f – %.2f |%n" : "| %s | %,.0f | %.2f | %,.0f – %,.0f |%n",
                name,
                median(all),
                median(all) / floor,
                all.get(0),
                all.get(all.size() - 1)));
    }

    /** The median; the list is sorted afterwards. */
    static double median(List<Double> values) {
        values.sort(null);
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }
}
