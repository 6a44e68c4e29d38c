package io.ipyrpc.cli;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something took how long, in a bounded number of buckets: each is at most 1/64 wider than what falls into it. Safe
 * for use by any number of threads.
 */
final class Histogram {
    private static final int BITS = 6;
    /** The last bucket begins at 2<sup>43</sup> ns, which are two hours and a half. */
    private static final int MOST_BITS = 43;

    private final AtomicLongArray counts = new AtomicLongArray(bucket(1L << MOST_BITS) + 1);
    private final AtomicLong max = new AtomicLong();

    /** Counts one. */
    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.min(Math.max(0, nanos), 1L << MOST_BITS)));
        max.accumulateAndGet(nanos, Math::max);
    }

    /** Up to 2<sup>BITS</sup> a bucket for each value; further on as many for each power of two. */
    private static int bucket(long nanos) {
        int shift = Math.max(0, 63 - BITS - Long.numberOfLeadingZeros(nanos));
        return (shift << BITS) + (int) (nanos >>> shift);
    }

    /** The greatest value of a bucket. */
    private static long greatest(int bucket) {
        int shift = Math.max(0, (bucket >> BITS) - 1);
        return ((bucket - ((long) shift << BITS)) + 1 << shift) - 1;
    }

    /** How many were counted. */
    long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** What so much of all took at most, in nanoseconds; 0 where there is none. */
    long quantile(double fraction) {
        long rank = Math.max(1, (long) Math.ceil(fraction * count()));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return Math.min(greatest(i), max());
            }
        }
        return 0;
    }

    /** The longest, exactly. */
    long max() {
        return max.get();
    }
}
