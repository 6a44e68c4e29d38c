package io.ipyrpc.data;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Labels that are whole numbers at even steps, which take no memory. Two are equal that have the same labels and name; one
 * and a {@link ValueIndex} never are.
 *
 * @param start the first label
 * @param stop the end, not included
 * @param step from one label to the next; may be negative
 * @param name of the index; null for none
 */
public record RangeIndex(long start, long stop, long step, Object name) implements Index {
    /**
     * Makes an index.
     *
     * @throws IllegalArgumentException if step is 0, or the labels are more than 64 bits count
     */
    public RangeIndex {
        if (step == 0) {
            throw new IllegalArgumentException("step of an index is 0; give one above or below it");
        }
        if (size(start, stop, step) < 0) {
            throw new IllegalArgumentException(
                    "an index from " + start + " to " + stop + " has more labels than 64 bits count");
        }
    }

    /** Unsigned on the way, for the distance of two longs may take 64 bits. */
    private static long size(long start, long stop, long step) {
        if (step > 0 ? stop <= start : stop >= start) {
            return 0;
        }
        long span = step > 0 ? stop - start : start - stop;
        return Long.divideUnsigned(span - 1, step > 0 ? step : -step) + 1;
    }

    @Override
    public long size() {
        return size(start, stop, step);
    }

    @Override
    public Object label(long i) {
        long size = size();
        long at = i < 0 ? i + size : i;
        if (at < 0 || at >= size) {
            throw new IndexOutOfBoundsException("label " + i + " is out of bounds for an index of size " + size);
        }
        return start + at * step;
    }

    @Override
    public Index slice(long from, long to) {
        long size = size();
        long first = Math.min(Math.max(from < 0 ? from + size : from, 0), size);
        long last = Math.min(Math.max(to < 0 ? to + size : to, first), size);
        if (first == 0 && last == size) {
            return this;
        }
        if (first == last) {
            return new RangeIndex(0, 0, step, name);
        }
        // The end of the whole stays, so that no end is ever beyond what a long holds.
        long end = last == size ? stop : start + last * step;
        return new RangeIndex(start + first * step, end, step, name);
    }

    @Override
    public List<Object> names() {
        return Collections.singletonList(name);
    }

    /** Compares the labels and the name: from 0 to 5 by 2 is from 0 to 6 by 2. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RangeIndex that) || size() != that.size() || !Objects.equals(name, that.name)) {
            return false;
        }
        return size() == 0 || start == that.start && (size() == 1 || step == that.step);
    }

    /** Agrees with {@link #equals}. */
    @Override
    public int hashCode() {
        long size = size();
        return Objects.hash(size, size == 0 ? 0 : start, size < 2 ? 0 : step, name);
    }
}
