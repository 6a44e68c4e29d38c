package io.ipyrpc.pointer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Count, mean, deviation, least, greatest and quartiles of numbers that come in chunks, as pandas' describe has them: NaN
 * is missing. The quartiles of more than {@value #MOST_SORTED} numbers are those of evenly spaced ones among them.
 */
final class Moments {
    /** About how many numbers a chunk should have. */
    static final int CHUNK = 1 << 16;

    private static final int MOST_SORTED = 1 << 22;

    private final long every;
    private final double[] sample;
    private int sampled;
    private long seen;
    private long count;
    private double mean;
    private double squares;
    private double least = Double.NaN;
    private double greatest = Double.NaN;

    /**
     * Of so many numbers.
     *
     * @param size how many will come, missing ones included
     */
    Moments(long size) {
        every = Math.max(1, (size + MOST_SORTED - 1) / MOST_SORTED);
        sample = new double[(int) ((size + every - 1) / every)];
    }

    void add(double... numbers) {
        long before = count;
        double sum = 0;
        long some = 0;
        for (double number : numbers) {
            if (seen++ % every == 0 && !Double.isNaN(number)) {
                sample[sampled++] = number;
            }
            if (!Double.isNaN(number)) {
                some++;
                sum += number;
                least = number >= least ? least : number;
                greatest = number <= greatest ? greatest : number;
            }
        }
        if (some == 0) {
            return;
        }
        double meanOfThese = sum / some;
        double squaresOfThese = 0;
        for (double number : numbers) {
            squaresOfThese += Double.isNaN(number) ? 0 : (number - meanOfThese) * (number - meanOfThese);
        }
        // Chan's way to join the moments of two parts.
        count += some;
        double delta = meanOfThese - mean;
        mean += delta * some / count;
        squares += squaresOfThese + delta * delta * before * some / count;
    }

    Map<String, Object> toMap() {
        Map<String, Object> told = new LinkedHashMap<>();
        Arrays.sort(sample, 0, sampled);
        told.put("count", count);
        told.put("mean", count == 0 ? Double.NaN : mean);
        told.put("std", count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
        told.put("min", least);
        told.put("25%", quantile(0.25));
        told.put("50%", quantile(0.5));
        told.put("75%", quantile(0.75));
        told.put("max", greatest);
        if (every > 1) {
            told.put("quartiles_of", sampled);
        }
        return told;
    }

    private double quantile(double part) {
        if (sampled == 0) {
            return Double.NaN;
        }
        double place = part * (sampled - 1);
        int below = (int) place;
        double low = sample[below];
        double high = sample[Math.min(sampled - 1, below + 1)];
        return low == high ? low : low + (place - below) * (high - low);
    }
}
