package io.ipyrpc.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The labels of a frame's columns, and the way from a text to the column that it names. */
final class ColumnLabels {
    private static final int TWICE = -1;

    final Index index;

    /** The position of each label, {@link #TWICE} of one that comes more than once. */
    private final Map<Object, Integer> positions = new HashMap<>();

    ColumnLabels(Index index) {
        this.index = index;
        for (long i = 0; i < index.size(); i++) {
            positions.merge(index.label(i), (int) i, (a, b) -> TWICE);
        }
    }

    /**
     * The position of the column that has the text as its label, else of the only one whose label prints as the text.
     *
     * @throws IllegalArgumentException if there is no such column, or more than one
     */
    int position(String label) {
        int position = find(label);
        if (position < 0) {
            throw new IllegalArgumentException(Nearest.message(label, index));
        }
        return position;
    }

    /** The same, below zero where there is no such column. */
    int find(String label) {
        Integer position = positions.get(Objects.requireNonNull(label, "label"));
        if (position == null) {
            return findPrinted(label);
        }
        if (position == TWICE) {
            int first = 0;
            while (!label.equals(index.label(first))) {
                first++;
            }
            throw twice(label, first);
        }
        return position;
    }

    private int findPrinted(String text) {
        int found = -1;
        for (int i = 0; i < index.size(); i++) {
            if (text.equals(PandasText.label(index, i))) {
                if (found >= 0) {
                    throw twice(text, found);
                }
                found = i;
            }
        }
        return found;
    }

    private static IllegalArgumentException twice(String label, int first) {
        return new IllegalArgumentException(
                "column '" + label + "' is there more than once; take one by its place: column(" + first + ")");
    }
}
