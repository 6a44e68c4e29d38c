package io.ipyrpc.data;

import java.util.Objects;

/**
 * One column with its index, as pandas' Series.
 *
 * <pre>{@code
 * var s = Series.of("price", new double[] {1.5, 2.5});
 * s.get(1);      // 2.5
 * }</pre>
 *
 * <p>As safe for threads as its arrays.
 *
 * @param name of the series; null for none
 * @param rowIndex the labels
 * @param column the values, one for each label
 */
public record Series(Object name, Index rowIndex, Column column) {
    /**
     * Makes a series.
     *
     * @throws IllegalArgumentException if there are not as many labels as values
     * @throws NullPointerException if index or column is null
     */
    public Series {
        Objects.requireNonNull(rowIndex, "rowIndex");
        if (rowIndex.size() != column.size()) {
            throw new IllegalArgumentException(
                    "an index of " + rowIndex.size() + " labels for " + column.size() + " values; give as many");
        }
    }

    /**
     * A series with the whole numbers from 0 on as its labels.
     *
     * @param name of the series; null for none
     * @param values anything that {@link Column#copyOf} takes
     * @return the series
     * @throws IllegalArgumentException if it takes not such values
     */
    public static Series of(Object name, Object values) {
        Column column = Column.copyOf(values);
        return new Series(name, Index.range(column.size()), column);
    }

    /**
     * The number of values.
     *
     * @return from 0
     */
    public long size() {
        return column.size();
    }

    /**
     * The values.
     *
     * @return the column's array
     */
    public NdArray values() {
        return column.values();
    }

    /**
     * The value of a row.
     *
     * @param row from 0, or below zero from the end
     * @return null if it is missing
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Object get(long row) {
        return column.get(row);
    }

    /**
     * Some rows, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
     * @param start the first
     * @param stop the end, not included
     * @return the series
     */
    public Series slice(long start, long stop) {
        return new Series(name, rowIndex.slice(start, stop), column.slice(start, stop));
    }

    /** Prints the series as pandas does, shortened above 60 rows. */
    @Override
    public String toString() {
        return SeriesPrinter.print(this);
    }
}
