package io.ipyrpc.data;

import java.nio.ByteBuffer;

/**
 * How elements of one fixed-size type are read from and written to a little-endian buffer.
 *
 * <p>Offsets are absolute, so that one codec serves any number of arrays and threads.
 */
abstract class Elements {
    private static final int MOST_SHOWN = 64;

    final DType type;

    Elements(DType type) {
        this.type = type;
    }

    static Elements of(DType type) {
        return switch (type.kind()) {
            case BOOL -> new BoolElements();
            case INT, UINT -> type.equals(DType.UINT64) ? new UnsignedLongElements() : new IntegerElements(type);
            case FLOAT -> new FloatElements(type);
            case COMPLEX -> new ComplexElements(type);
            case DATETIME, TIMEDELTA -> new TimeElements(type);
            case UNICODE -> new UnicodeElements(type);
            case BYTES -> new BytesElements(type);
            case RECORD -> new RecordElements(type);
            case STR, OBJECT -> throw new IllegalArgumentException(type + " has no elements of fixed size");
        };
    }

    /** The element in its natural Java type. */
    abstract Object get(ByteBuffer b, int at);

    /** The element for printing: as {@link #get}, but ticks for times. */
    Object raw(ByteBuffer b, int at) {
        return get(b, at);
    }

    /** Takes whatever converts without loss. */
    abstract void set(ByteBuffer b, int at, Object value);

    double getDouble(ByteBuffer b, int at) {
        throw notNumbers("getDouble");
    }

    long getLong(ByteBuffer b, int at) {
        throw notNumbers("getLong");
    }

    void setDouble(ByteBuffer b, int at, double value) {
        set(b, at, value);
    }

    void setLong(ByteBuffer b, int at, long value) {
        set(b, at, value);
    }

    /** Equal as elements: bit for bit, except where a type says otherwise. */
    boolean same(ByteBuffer a, int i, ByteBuffer b, int j) {
        return a.slice(i, type.itemSize()).equals(b.slice(j, type.itemSize()));
    }

    int hash(ByteBuffer b, int at) {
        return b.slice(at, type.itemSize()).hashCode();
    }

    private IllegalArgumentException notNumbers(String method) {
        return new IllegalArgumentException(
                method + " needs real numbers, not " + type + "; use get for an element in its own type");
    }

    static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    final IllegalArgumentException refused(Object value) {
        return new IllegalArgumentException("cannot store "
                + shown(value)
                + (value == null ? "" : " (" + value.getClass().getSimpleName() + ")")
                + " as " + type);
    }
}
