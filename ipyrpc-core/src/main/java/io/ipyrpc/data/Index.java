package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of a frame's rows or columns: {@link RangeIndex}, {@link ValueIndex} or {@link MultiIndex}, as in §2.2 of
 * the protocol.
 *
 * <pre>{@code
 * Index.range(5).label(4);                 // 4
 * Index.of("x", "y").label(0);             // "x"
 * Index.of(List.of(2020, 2021)).size();    // 2
 * }</pre>
 *
 * <p>Immutable but for the memory of its arrays.
 */
public sealed interface Index permits RangeIndex, ValueIndex, MultiIndex {
    /**
     * The number of labels.
     *
     * @return from 0
     */
    long size();

    /**
     * One label.
     *
     * @param i from 0, or below zero from the end
     * @return as {@link Column#get} gives it; for a MultiIndex the List of its levels'
     * @throws IndexOutOfBoundsException if there is no such label
     */
    Object label(long i);

    /**
     * Some labels, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
     * @param start the first
     * @param stop the end, not included
     * @return an index of the same kind
     */
    Index slice(long start, long stop);

    /**
     * The names of the levels.
     *
     * @return one for each level, null where it has none
     */
    List<Object> names();

    /**
     * The whole numbers from 0 on.
     *
     * @param size how many
     * @return the index, without a name
     * @throws IllegalArgumentException if size is negative
     */
    static Index range(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("an index of " + size + " labels; the least is 0");
        }
        return new RangeIndex(0, size, 1, null);
    }

    /**
     * Text labels.
     *
     * @param labels in order
     * @return the index, without a name
     */
    static Index of(String... labels) {
        return new ValueIndex(Column.of(labels), null);
    }

    /**
     * Labels of any kind.
     *
     * @param labels in order, taken as {@link Column#of(List)} takes them
     * @return the index, without a name
     */
    static Index of(List<?> labels) {
        return new ValueIndex(Column.of(labels), null);
    }

    /**
     * Labels of several levels.
     *
     * @param names of the levels; null, or with null in it, where a level has none
     * @param levels one column for each level, all of one size
     * @return the index
     * @throws IllegalArgumentException if there is no level, or names or sizes differ in number
     */
    static Index multi(List<?> names, Column... levels) {
        List<Object> all = names == null ? Arrays.asList(new Object[levels.length]) : new ArrayList<>(names);
        return new MultiIndex(all, List.of(levels));
    }
}
