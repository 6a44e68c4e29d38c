package io.ipyrpc.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The values of one column: a one-dimensional array and, where values are missing, which of them are present.
 *
 * <pre>{@code
 * var c = Column.of(Arrays.asList(1, null, 3));   // i8, the second missing
 * c.get(1);                                       // null
 * c.values().dtype();                             // i8
 * Column.of("x", null).isMissing(1);              // true: text needs no mask
 * }</pre>
 *
 * <p>NaN and NaT are values, not missing ones. Slices share memory. As safe for threads as its arrays.
 */
public final class Column {
    private final NdArray values;
    private final NdArray validity;

    private Column(NdArray values, NdArray validity) {
        this.values = values;
        this.validity = validity;
    }

    /**
     * A column over an array, without a copy.
     *
     * @param values of one dimension
     * @return the column
     * @throws IllegalArgumentException if the array has not one dimension
     */
    public static Column of(NdArray values) {
        if (values.rank() != 1) {
            throw new IllegalArgumentException("a column has 1 dimension; got " + values.rank());
        }
        return new Column(values, null);
    }

    /**
     * A column over an array and a mask, without a copy.
     *
     * @param values of one dimension; those that are missing may be anything
     * @param validity {@code b1}, true where a value is present; dropped when all are
     * @return the column
     * @throws IllegalArgumentException if the arrays have not one dimension and the same size, or the mask is not
     *     {@code b1}
     */
    public static Column of(NdArray values, NdArray validity) {
        Column plain = of(values);
        if (validity.rank() != 1 || !validity.dtype().equals(DType.BOOL) || validity.size() != values.size()) {
            throw new IllegalArgumentException("validity of " + validity.dtype() + " with " + validity.size()
                    + " elements; needs b1 with " + values.size() + ", one for each value");
        }
        Column column = new Column(values, validity);
        return column.hasMissing() ? column : plain;
    }

    /** With a mask that stays even if it marks nothing. */
    static Column masked(NdArray values, NdArray validity) {
        return new Column(values, validity);
    }

    /**
     * A column of {@code f8}.
     *
     * @param values to copy
     * @return the column
     */
    public static Column of(double... values) {
        return new Column(NdArray.of(values), null);
    }

    /**
     * A column of {@code i8}.
     *
     * @param values to copy
     * @return the column
     */
    public static Column of(long... values) {
        return new Column(NdArray.of(values), null);
    }

    /**
     * A column of {@code i4}.
     *
     * @param values to copy
     * @return the column
     */
    public static Column of(int... values) {
        return new Column(NdArray.of(values), null);
    }

    /**
     * A column of {@code b1}.
     *
     * @param values to copy
     * @return the column
     */
    public static Column of(boolean... values) {
        return new Column(NdArray.of(values), null);
    }

    /**
     * A column of {@code str}.
     *
     * @param values to copy; null is a missing value
     * @return the column
     */
    public static Column of(String... values) {
        return new Column(NdArray.of(values), null);
    }

    /**
     * A column of a list's values: whole numbers become {@code i8} ({@code u8} where only that holds them), floats and
     * whole numbers among them {@code f8}, Boolean {@code b1}, String {@code str}, {@link Complex} {@code c16}, LocalDateTime
     * {@code M8[ns]}, Instant and ZonedDateTime {@code M8[ns, ZONE]}, Duration {@code m8[ns]}, all else {@code O}.
     *
     * @param values of one kind; null is a missing value, among floats NaN, among times NaT
     * @return the column
     * @throws IllegalArgumentException if a time is beyond 64 bits of nanoseconds, or a whole number among floats is no
     *     double without loss
     */
    public static Column of(List<?> values) {
        return ListColumns.of(values);
    }

    /**
     * A column of whatever holds values: a Column or NdArray as it is, a Java array or a List by a copy.
     *
     * @param values of one dimension
     * @return the column
     * @throws IllegalArgumentException if it is none of these
     */
    public static Column copyOf(Object values) {
        Objects.requireNonNull(values, "values");
        return values instanceof Column column
                ? column
                : values instanceof NdArray array
                        ? of(array)
                        : values instanceof List<?> list
                                ? of(list)
                                : values instanceof Object[] objects && !(values instanceof String[])
                                        ? of(Arrays.asList(objects))
                                        : of(NdArray.copyOf(values));
    }

    /**
     * The values; what stands for missing ones has no meaning.
     *
     * @return an array of one dimension, not a copy
     */
    public NdArray values() {
        return values;
    }

    /**
     * The type of the values.
     *
     * @return the array's
     */
    public DType dtype() {
        return values.dtype();
    }

    /**
     * The number of rows.
     *
     * @return from 0
     */
    public long size() {
        return values.size();
    }

    /**
     * Which values are present, where a mask says so. {@code str} and {@code O} need none: null is missing.
     *
     * @return a {@code b1} array, true where a value is present; empty when there is no mask
     */
    public Optional<NdArray> validity() {
        return Optional.ofNullable(validity);
    }

    /**
     * Whether the value of a row is missing.
     *
     * @param row from 0, or below zero from the end
     * @return true if the mask says so, or it is null in {@code str} or {@code O}
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public boolean isMissing(long row) {
        return validity != null ? validity.getLong(row) == 0 : values.memory.bytes == null && values.get(row) == null;
    }

    /**
     * Whether any value is missing.
     *
     * @return true if one is
     */
    public boolean hasMissing() {
        if (validity == null && values.memory.bytes != null) {
            return false;
        }
        for (long i = 0; i < size(); i++) {
            if (isMissing(i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The value of a row.
     *
     * @param row from 0, or below zero from the end
     * @return as {@link NdArray#get} gives it; null if it is missing, or NaT
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Object get(long row) {
        return isMissing(row) ? null : values.get(row);
    }

    /**
     * Some rows, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
     * @param start the first
     * @param stop the end, not included
     * @return the column
     */
    public Column slice(long start, long stop) {
        return new Column(values.slice(start, stop), validity == null ? null : validity.slice(start, stop));
    }

    /** Compares types, which values are missing, and those that are not. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Column that)) {
            return false;
        }
        if (validity == null && that.validity == null) {
            return values.equals(that.values);
        }
        if (!dtype().equals(that.dtype()) || size() != that.size()) {
            return false;
        }
        for (long i = 0; i < size(); i++) {
            boolean missing = isMissing(i);
            if (missing != that.isMissing(i)
                    || !missing && !values.slice(i, i + 1).equals(that.values.slice(i, i + 1))) {
                return false;
            }
        }
        return true;
    }

    /** Agrees with {@link #equals}. */
    @Override
    public int hashCode() {
        int hash = dtype().hashCode();
        for (long i = 0; i < size(); i++) {
            hash = 31 * hash + (isMissing(i) ? 0 : values.slice(i, i + 1).hashCode());
        }
        return hash;
    }

    /** Prints the column as a pandas Series without a name. */
    @Override
    public String toString() {
        return new Series(null, Index.range(size()), this).toString();
    }
}
