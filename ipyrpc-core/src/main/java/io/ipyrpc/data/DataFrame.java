package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Columns of one length under labels, as pandas' DataFrame.
 *
 * <pre>{@code
 * var df = DataFrame.of("price", new double[] {1.5, 2.5}, "item", List.of("tea", "coffee"));
 * df.column("price").values().sum();   // 4.0
 * df.head(1);                          // shares df's memory
 * df.withColumn("n", new int[] {3, 4}).select("item", "n");
 * }</pre>
 *
 * <p>A column is named by a text: its label, or where no label is that text, what its label prints as. So
 * {@code column("2020")} finds the column under the number 2020, and {@code column("(x, 1)")} the one under {@code x} and
 * 1 in two levels, where there is one alone; {@code column(2020)} is a place.
 *
 * <p>Frames are immutable but for the memory of their arrays, and as safe for threads as these.
 */
public final class DataFrame {
    private final Index rows;
    private final ColumnLabels labels;
    private final List<Column> columns;

    private DataFrame(Index rows, ColumnLabels labels, List<Column> columns) {
        this.rows = rows;
        this.labels = labels;
        this.columns = columns;
    }

    /**
     * A frame of labels and values in turn, with the whole numbers from 0 on as the labels of its rows.
     *
     * @param labelsAndValues a label, its values as {@link Column#copyOf} takes them, and so on
     * @return the frame
     * @throws IllegalArgumentException if a label has no values or comes twice, or columns differ in length
     */
    public static DataFrame of(Object... labelsAndValues) {
        if (labelsAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("got " + labelsAndValues.length
                    + " arguments; give a label and its values for each column: of(\"a\", values, \"b\", values)");
        }
        Builder builder = builder();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            builder.column(labelsAndValues[i], labelsAndValues[i + 1]);
        }
        return builder.build();
    }

    /**
     * A frame of its parts.
     *
     * @param rows the labels of the rows
     * @param labels the labels of the columns; they may come more than once
     * @param columns in order
     * @return the frame
     * @throws IllegalArgumentException if columns and their labels, or rows and theirs, differ in number
     */
    public static DataFrame of(Index rows, Index labels, List<Column> columns) {
        List<Column> copy = List.copyOf(columns);
        if (labels.size() != copy.size()) {
            throw new IllegalArgumentException(
                    labels.size() + " labels for " + copy.size() + " columns; give one for each");
        }
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).size() != rows.size()) {
                throw new IllegalArgumentException("column '" + labels.label(i) + "' has "
                        + copy.get(i).size() + " rows, the frame " + rows.size() + "; columns must be of one length");
            }
        }
        return new DataFrame(Objects.requireNonNull(rows, "rows"), new ColumnLabels(labels), copy);
    }

    /**
     * Starts a frame.
     *
     * @return a builder without columns
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the columns and the index of a frame. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<Object, Column> columns = new LinkedHashMap<>();
        private Index index;

        private Builder() {}

        /**
         * Adds a column.
         *
         * @param label of the column
         * @param values as {@link Column#copyOf} takes them
         * @return this builder
         * @throws IllegalArgumentException if the label is there already, or values are not of such a kind
         */
        public Builder column(Object label, Object values) {
            Objects.requireNonNull(label, "label");
            if (columns.putIfAbsent(label, Column.copyOf(values)) != null) {
                throw new IllegalArgumentException("column '" + label + "' is there already; give each its own label");
            }
            return this;
        }

        /**
         * Gives the rows labels; without, they are the whole numbers from 0 on.
         *
         * @param rows the labels
         * @return this builder
         */
        public Builder index(Index rows) {
            index = Objects.requireNonNull(rows, "rows");
            return this;
        }

        /**
         * Gives the rows text labels.
         *
         * @param rows the labels
         * @return this builder
         */
        public Builder index(String... rows) {
            return index(Index.of(rows));
        }

        /**
         * Makes the frame.
         *
         * @return the frame
         * @throws IllegalArgumentException if columns or index differ in length
         */
        public DataFrame build() {
            long size =
                    columns.isEmpty() ? 0 : columns.values().iterator().next().size();
            return DataFrame.of(
                    index == null ? Index.range(size) : index,
                    Index.of(new ArrayList<>(columns.keySet())),
                    new ArrayList<>(columns.values()));
        }
    }

    /**
     * The number of rows.
     *
     * @return from 0
     */
    public long rows() {
        return rows.size();
    }

    /**
     * The number of columns.
     *
     * @return from 0
     */
    public int columnCount() {
        return columns.size();
    }

    /**
     * The column of a label.
     *
     * @param label of it, or the text that a label of another kind prints as
     * @return the column
     * @throws IllegalArgumentException if there is no such column, or more than one
     */
    public Column column(String label) {
        return columns.get(labels.position(label));
    }

    /**
     * A column by its place.
     *
     * @param position from 0
     * @return the column
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public Column column(int position) {
        return columns.get(position);
    }

    /**
     * All columns in order.
     *
     * @return an immutable list
     */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The labels of the rows.
     *
     * @return the index
     */
    public Index rowIndex() {
        return rows;
    }

    /**
     * The labels of the columns.
     *
     * @return the index
     */
    public Index columnIndex() {
        return labels.index;
    }

    /**
     * The values of one row under their columns' labels.
     *
     * @param i from 0, or below zero from the end
     * @return an immutable map in the order of the columns, null for missing values; of labels that come more than once
     *     it has the last
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Map<Object, Object> row(long i) {
        Map<Object, Object> row = new LinkedHashMap<>();
        for (int c = 0; c < columns.size(); c++) {
            row.put(labels.index.label(c), columns.get(c).get(i));
        }
        return Collections.unmodifiableMap(row);
    }

    /**
     * The first rows, sharing memory.
     *
     * @param n how many; below zero all but so many of the last
     * @return the frame
     */
    public DataFrame head(long n) {
        return slice(0, n);
    }

    /**
     * The last rows, sharing memory.
     *
     * @param n how many; below zero all but so many of the first
     * @return the frame
     */
    public DataFrame tail(long n) {
        return n == 0 ? slice(0, 0) : slice(n < 0 ? Math.min(-n, rows()) : Math.max(rows() - n, 0), rows());
    }

    /**
     * Some rows, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
     * @param start the first
     * @param stop the end, not included
     * @return the frame
     */
    public DataFrame slice(long start, long stop) {
        return new DataFrame(
                rows.slice(start, stop),
                labels,
                columns.stream().map(c -> c.slice(start, stop)).toList());
    }

    /**
     * Some columns, sharing memory.
     *
     * @param wanted their labels, in the order to give, as {@link #column(String)} finds them
     * @return the frame, with the labels that they have here
     * @throws IllegalArgumentException if there is no such column, or more than one
     */
    public DataFrame select(String... wanted) {
        List<Long> positions = new ArrayList<>();
        List<Column> selected = new ArrayList<>();
        for (String label : wanted) {
            int position = labels.position(label);
            positions.add((long) position);
            selected.add(columns.get(position));
        }
        return of(rows, Rows.of(labels.index, positions), selected);
    }

    /**
     * This frame with one column more, or with another in the place of the one that has the label.
     *
     * @param label of the column; one that is here is found as by {@link #column(String)}
     * @param values as {@link Column#copyOf} takes them
     * @return the frame
     * @throws IllegalArgumentException if the column differs in length, its label comes more than once, or labels have
     *     several levels
     */
    public DataFrame withColumn(String label, Object values) {
        List<Column> all = new ArrayList<>(columns);
        Column column = Column.copyOf(values);
        int position = labels.find(label);
        if (position >= 0) {
            all.set(position, column);
            return of(rows, labels.index, all);
        }
        if (labels.index instanceof MultiIndex) {
            throw new IllegalArgumentException(
                    "column '" + label + "' under labels of several levels; make the frame of its parts instead");
        }
        all.add(column);
        List<Object> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(labels.index.label(i));
        }
        names.add(label);
        return of(
                columns.isEmpty() && rows.size() == 0 ? Index.range(column.size()) : rows,
                new ValueIndex(Column.of(names), labels.index.names().get(0)),
                all);
    }

    /**
     * This frame with other labels for its rows.
     *
     * @param index the labels, as many as rows
     * @return the frame
     * @throws IllegalArgumentException if there are not as many
     */
    public DataFrame withIndex(Index index) {
        return of(index, labels.index, columns);
    }

    /**
     * One column with the labels of the rows.
     *
     * @param label of the column, as {@link #column(String)} finds it
     * @return the series, sharing memory, under the label that the column has
     * @throws IllegalArgumentException if there is no such column, or more than one
     */
    public Series series(String label) {
        int position = labels.position(label);
        return new Series(labels.index.label(position), rows, columns.get(position));
    }

    /** Compares labels, types and values. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof DataFrame that
                        && rows.equals(that.rows)
                        && labels.index.equals(that.labels.index)
                        && columns.equals(that.columns);
    }

    /** Agrees with {@link #equals}; reads every value. */
    @Override
    public int hashCode() {
        return Objects.hash(rows, labels.index, columns);
    }

    /** Prints the frame as pandas does, shortened above 60 rows and to a width of 80. */
    @Override
    public String toString() {
        return FramePrinter.print(this);
    }
}
