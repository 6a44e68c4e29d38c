package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** {@code c8 c16}: two floats. */
final class ComplexElements extends Elements {
    private final FloatElements part;
    private final int half;

    ComplexElements(DType type) {
        super(type);
        part = new FloatElements(type.itemSize() == 8 ? DType.FLOAT32 : DType.FLOAT64);
        half = type.itemSize() / 2;
    }

    @Override
    Object get(ByteBuffer b, int at) {
        return new Complex(part.getDouble(b, at), part.getDouble(b, at + half));
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (value instanceof Complex c) {
            part.setDouble(b, at, c.re());
            part.setDouble(b, at + half, c.im());
        } else if (value instanceof Number) {
            part.set(b, at, value);
            part.setDouble(b, at + half, 0);
        } else {
            throw refused(value);
        }
    }

    @Override
    boolean same(ByteBuffer a, int i, ByteBuffer b, int j) {
        return part.same(a, i, b, j) && part.same(a, i + half, b, j + half);
    }

    @Override
    int hash(ByteBuffer b, int at) {
        return 31 * part.hash(b, at) + part.hash(b, at + half);
    }
}
