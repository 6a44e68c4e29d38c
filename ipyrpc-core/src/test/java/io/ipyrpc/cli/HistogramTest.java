package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void smallValuesAreExact() {
        Histogram histogram = new Histogram();
        for (int i = 1; i <= 100; i++) {
            histogram.add(i);
        }
        assertEquals(100, histogram.count());
        assertEquals(50, histogram.quantile(0.5));
        assertEquals(90, histogram.quantile(0.9));
        assertEquals(100, histogram.quantile(1));
        assertEquals(1, histogram.quantile(0));
        assertEquals(100, histogram.max());
    }

    @Test
    void quantilesAreAtMostOneSixtyFourthTooLong() {
        long seed = 20261122;
        Random random = new Random(seed);
        long[] values = new long[10_000];
        Histogram histogram = new Histogram();
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 29);
            histogram.add(values[i]);
        }
        Arrays.sort(values);
        for (double fraction : new double[] {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = values[(int) Math.ceil(fraction * values.length) - 1];
            long given = histogram.quantile(fraction);
            assertTrue(
                    given >= exact && given <= exact + exact / 64,
                    () -> "seed " + seed + ", quantile " + fraction + " is " + given + ", exactly " + exact);
        }
    }

    @Test
    void whatIsBeyondTheLastBucketIsCountedThere() {
        Histogram histogram = new Histogram();
        histogram.add(-5);
        histogram.add(Long.MAX_VALUE);
        assertEquals(2, histogram.count());
        assertEquals(0, histogram.quantile(0.5));
        assertTrue(histogram.quantile(1) >= 1L << 43, () -> histogram.quantile(1) + "");
        assertEquals(Long.MAX_VALUE, histogram.max());
    }

    @Test
    void withoutAnyValueThereAreNoQuantiles() {
        assertEquals(0, new Histogram().count());
        assertEquals(0, new Histogram().quantile(0.5));
        assertEquals(0, new Histogram().max());
    }
}
