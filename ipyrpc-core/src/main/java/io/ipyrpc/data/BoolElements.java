package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** {@code b1}: any byte but 0 is true. */
final class BoolElements extends Elements {
    BoolElements() {
        super(DType.BOOL);
    }

    @Override
    Object get(ByteBuffer b, int at) {
        return b.get(at) != 0;
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (!(value instanceof Boolean bool)) {
            throw refused(value);
        }
        b.put(at, (byte) (bool ? 1 : 0));
    }

    @Override
    double getDouble(ByteBuffer b, int at) {
        return b.get(at) != 0 ? 1 : 0;
    }

    @Override
    long getLong(ByteBuffer b, int at) {
        return b.get(at) != 0 ? 1 : 0;
    }

    @Override
    void setDouble(ByteBuffer b, int at, double value) {
        b.put(at, (byte) (value != 0 ? 1 : 0));
    }

    @Override
    void setLong(ByteBuffer b, int at, long value) {
        b.put(at, (byte) (value != 0 ? 1 : 0));
    }

    @Override
    boolean same(ByteBuffer a, int i, ByteBuffer b, int j) {
        return (a.get(i) != 0) == (b.get(j) != 0);
    }

    @Override
    int hash(ByteBuffer b, int at) {
        return Boolean.hashCode(b.get(at) != 0);
    }
}
