package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Labels of several levels, each a column.
 *
 * @param names of the levels, null where one has none
 * @param arrays the levels, all of one size
 */
public record MultiIndex(List<Object> names, List<Column> arrays) implements Index {
    /**
     * Makes an index of copies of the lists.
     *
     * @throws IllegalArgumentException if there is no level, or names or sizes differ in number
     */
    public MultiIndex {
        names = Collections.unmodifiableList(new ArrayList<>(names));
        arrays = List.copyOf(arrays);
        if (arrays.isEmpty() || names.size() != arrays.size()) {
            throw new IllegalArgumentException("an index of " + arrays.size() + " levels with " + names.size()
                    + " names; give one for each level");
        }
        for (Column level : arrays) {
            if (level.size() != arrays.get(0).size()) {
                throw new IllegalArgumentException(
                        "levels of " + arrays.get(0).size() + " and " + level.size() + " labels; all need as many");
            }
        }
    }

    @Override
    public long size() {
        return arrays.get(0).size();
    }

    @Override
    public Object label(long i) {
        List<Object> label = new ArrayList<>(arrays.size());
        arrays.forEach(level -> label.add(level.get(i)));
        return Collections.unmodifiableList(label);
    }

    @Override
    public Index slice(long start, long stop) {
        return new MultiIndex(
                names, arrays.stream().map(level -> level.slice(start, stop)).toList());
    }
}
