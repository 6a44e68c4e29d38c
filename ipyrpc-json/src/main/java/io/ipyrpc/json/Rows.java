package io.ipyrpc.json;

import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * Reads as many rows as a shape has, and takes memory for them only as they come: at most 4 × what has arrived + 1 MiB
 * for all arrays of a body together, where fixed-width text, which is mostly padding, may take 64 ×.
 */
final class Rows {
    private static final long SLACK = 1 << 20;
    private static final int GROWTH = 4;
    private static final int PADDED_GROWTH = 64;
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Source source;
    private final List<Sink> sinks;
    private final long[] shape;
    private final long expected;
    private final long width;
    private final boolean preallocated;
    private int capacity;

    Rows(Source source, List<Sink> sinks, long[] shape) {
        this.source = source;
        this.sinks = sinks;
        this.shape = shape;
        this.expected = product();
        this.width = Math.max(1, sinks.stream().mapToLong(Sink::width).sum());
        this.preallocated = sinks.stream().allMatch(Sink::isPreallocated);
    }

    private long product() {
        try {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw source.bad("np.ndarray: shape " + ArrayDecoder.text(shape) + " has more elements than 64 bits count");
        }
    }

    /** Takes one element or row, which the source is at. */
    interface Row {
        void take(Source source, int row);
    }

    /** The number of rows, which is the shape's; the source is at the list, and then at its end. */
    int read(Row row) {
        int n = 0;
        while (source.next() != JsonToken.END_ARRAY) {
            if (n == expected) {
                throw source.bad("np.ndarray: more elements than shape " + ArrayDecoder.text(shape) + " has");
            }
            if (n == capacity) {
                grow();
            }
            row.take(source, n++);
        }
        if (n < expected) {
            throw source.bad(
                    "np.ndarray: " + n + " of the " + expected + " elements of shape " + ArrayDecoder.text(shape));
        }
        return n;
    }

    private void grow() {
        long least = capacity + 1L;
        long arrived = source.arrived();
        // One allowance for the whole body: many small arrays must not have one each.
        long others = source.taken() - capacity * width;
        long most = (PADDED_GROWTH * arrived + SLACK - others) / width;
        if (least > most) {
            throw source.tooLarge("np.ndarray: " + least + " elements of " + width + " bytes take more than "
                    + PADDED_GROWTH + " times their text; send texts as str");
        }
        if (least > MOST_BYTES / width) {
            throw source.tooLarge("np.ndarray: more than the " + MOST_BYTES + " bytes that an array holds");
        }
        long affordable = (GROWTH * arrived + SLACK - others) / width;
        long next;
        if (preallocated && expected <= affordable) {
            next = expected;
        } else if (preallocated) {
            // Elements as short as "1," need all that may be taken: go on by an eighth, so that copying stays cheap.
            next = Math.max(least + capacity / 8, Math.min(2L * capacity, affordable));
        } else {
            next = Math.max(16, 2L * capacity);
        }
        // At the edge of what is allowed it goes on by an eighth too.
        long allowed = Math.min(next, Math.max(most, least + capacity / 8));
        int before = capacity;
        capacity = (int) Math.min(Math.min(expected, allowed), MOST_BYTES / width);
        source.take((capacity - before) * width);
        sinks.forEach(sink -> sink.reserve(capacity));
    }
}
