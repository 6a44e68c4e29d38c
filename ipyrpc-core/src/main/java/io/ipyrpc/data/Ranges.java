package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** Arrays of evenly spaced numbers. */
final class Ranges {
    private Ranges() {}

    static NdArray upTo(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("arange of " + n + " elements; the least is 0");
        }
        return of(0, n, 1);
    }

    static NdArray of(long start, long stop, long step) {
        if (step == 0) {
            throw new IllegalArgumentException("arange step is 0; give one above or below it");
        }
        // Unsigned, for the distance of two longs may take all 64 bits.
        boolean none = step > 0 ? stop <= start : stop >= start;
        long span = step > 0 ? stop - start : start - stop;
        long count = none ? 0 : Long.divideUnsigned(span - 1, step > 0 ? step : -step) + 1;
        if (count < 0 || (!none && count == 0)) {
            count = Long.MAX_VALUE;
        }
        NdArray array = NdArray.zeros(DType.INT64, count);
        ByteBuffer b = array.memory.bytes;
        long value = start;
        for (int i = 0; i < count; i++) {
            b.putLong(8 * i, value);
            value += step;
        }
        return array;
    }

    static NdArray of(double start, double stop, double step) {
        double count = Math.ceil((stop - start) / step);
        if (step == 0 || Double.isNaN(count)) {
            throw new IllegalArgumentException(
                    "arange from " + start + " to " + stop + " by " + step + " has no length; give finite numbers");
        }
        int n = (int) Math.min(Math.max(count, 0), Integer.MAX_VALUE);
        NdArray array = NdArray.zeros(DType.FLOAT64, n);
        ByteBuffer b = array.memory.bytes;
        // As numpy does: by the difference of the first two as rounded, not by step.
        double delta = start + step - start;
        for (int i = 0; i < n; i++) {
            b.putDouble(8 * i, start + i * delta);
        }
        return array;
    }

    static NdArray linspace(double start, double stop, int num) {
        NdArray array = NdArray.zeros(DType.FLOAT64, num);
        ByteBuffer b = array.memory.bytes;
        double step = (stop - start) / (num - 1);
        for (int i = 0; i < num; i++) {
            b.putDouble(8 * i, i == 0 ? start : i == num - 1 ? stop : i * step + start);
        }
        return array;
    }
}
