package io.ipyrpc.json;

import java.util.Iterator;

/** Items that are given one by one. A stack that overflows while they are is the giver's affair, not one of nesting. */
final class GivenItems implements Iterator<Object> {
    private final Iterator<?> items;

    GivenItems(Iterator<?> items) {
        this.items = items;
    }

    @Override
    public boolean hasNext() {
        try {
            return items.hasNext();
        } catch (StackOverflowError e) {
            throw new Overflow(e);
        }
    }

    @Override
    public Object next() {
        try {
            return items.next();
        } catch (StackOverflowError e) {
            throw new Overflow(e);
        }
    }

    /** Carries what the giver threw past those who know of overflows by nesting alone. */
    static final class Overflow extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StackOverflowError thrown;

        private Overflow(StackOverflowError thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }

        StackOverflowError thrown() {
            return thrown;
        }
    }
}
