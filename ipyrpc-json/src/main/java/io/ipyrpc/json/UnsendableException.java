package io.ipyrpc.json;

/** Something that JSON cannot carry, and the way to it from the value that was to be written. */
final class UnsendableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_PATH = 200;

    private final StringBuilder path = new StringBuilder();

    UnsendableException(String what) {
        super(what);
    }

    /** Called by each list and dict on the way out. */
    UnsendableException inside(String step) {
        if (path.length() < MOST_PATH) {
            path.insert(0, step);
        }
        return this;
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? super.getMessage() : super.getMessage() + " (at " + path + ")";
    }
}
