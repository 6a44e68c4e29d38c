package io.ipyrpc.convert;

import java.util.Collection;
import java.util.Iterator;
import java.util.stream.BaseStream;

/**
 * The items of a stream, each lowered when it is asked for. At its end, or when it is closed, it closes what it was made
 * of, where that can be closed. For one thread.
 */
public final class LoweredItems implements Iterator<Object>, AutoCloseable {
    private final Object source;
    private final Iterator<?> items;
    private final int depth;
    private long index = -1;
    private boolean closed;

    private LoweredItems(Object source, Iterator<?> items, int depth) {
        this.source = source;
        this.items = items;
        this.depth = depth;
    }

    /** The items of a value that gives them one by one; null where it is no such value, or a collection. */
    static LoweredItems of(Object value, int depth) {
        if (value instanceof Iterator<?> items) {
            return new LoweredItems(value, items, depth);
        }
        if (value instanceof BaseStream<?, ?> stream) {
            return new LoweredItems(value, stream.iterator(), depth);
        }
        if (value instanceof Iterable<?> items && !(value instanceof Collection)) {
            return new LoweredItems(value, items.iterator(), depth);
        }
        return null;
    }

    /** Carries a stack overflow of whoever gives the items past serializers, who take one for values nested too deep. */
    public static final class Overflow extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StackOverflowError thrown;

        private Overflow(StackOverflowError thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }

        /** What the giver threw. */
        public StackOverflowError thrown() {
            return thrown;
        }
    }

    @Override
    public boolean hasNext() {
        boolean more;
        try {
            more = items.hasNext();
        } catch (StackOverflowError e) {
            throw new Overflow(e);
        }
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public Object next() {
        Object item;
        try {
            item = items.next();
        } catch (StackOverflowError e) {
            throw new Overflow(e);
        }
        index++;
        try {
            return Lowering.lower(item, depth - 1);
        } catch (ConversionException e) {
            throw e.in("[" + index + "]");
        }
    }

    /**
     * Closes the iterator, and what gave it.
     *
     * @throws IllegalStateException if that throws a checked exception, which is its cause
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            close(items);
        } finally {
            if (items != source) {
                close(source);
            }
        }
    }

    private static void close(Object part) {
        if (part instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a stream could not be closed: " + e, e);
            }
        }
    }
}
