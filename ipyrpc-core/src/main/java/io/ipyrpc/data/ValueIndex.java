package io.ipyrpc.data;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Labels that are the values of a column.
 *
 * @param values the labels
 * @param name of the index; null for none
 */
public record ValueIndex(Column values, Object name) implements Index {
    /**
     * Makes an index.
     *
     * @throws NullPointerException if values is null
     */
    public ValueIndex {
        Objects.requireNonNull(values, "values");
    }

    @Override
    public long size() {
        return values.size();
    }

    @Override
    public Object label(long i) {
        return values.get(i);
    }

    @Override
    public Index slice(long start, long stop) {
        return new ValueIndex(values.slice(start, stop), name);
    }

    @Override
    public List<Object> names() {
        return Collections.singletonList(name);
    }
}
