package io.ipyrpc.binary;

import java.util.ArrayDeque;
import java.util.Deque;

/** Something that cannot be sent, and the way to it from the value that was to be written. */
final class UnsendableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_STEPS = 20;

    private final transient Deque<String> steps = new ArrayDeque<>();

    UnsendableException(String what) {
        super(what);
    }

    static UnsendableException ofClass(Object value) {
        return new UnsendableException("cannot send a " + value.getClass().getName()
                + "; send null, booleans, numbers, texts, lists, maps, byte[], times, arrays or frames");
    }

    /** Called by each list on the way out. */
    UnsendableException inside(int index) {
        return inside("[" + index + "]");
    }

    /** Called by each dict on the way out. */
    UnsendableException insideMember(String key) {
        return inside("[\"" + Shown.cut(key) + "\"]");
    }

    private UnsendableException inside(String step) {
        steps.addFirst(step);
        if (steps.size() > MOST_STEPS) {
            steps.removeLast();
        }
        return this;
    }

    @Override
    public String getMessage() {
        return steps.isEmpty() ? super.getMessage() : super.getMessage() + " (at " + String.join("", steps) + ")";
    }
}
