package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** {@code f2 f4 f8}, read as Double; a narrower type rounds to its nearest, as numpy's does. */
final class FloatElements extends Elements {
    private final int size;

    FloatElements(DType type) {
        super(type);
        size = type.itemSize();
    }

    @Override
    Object get(ByteBuffer b, int at) {
        return getDouble(b, at);
    }

    @Override
    double getDouble(ByteBuffer b, int at) {
        return switch (size) {
            case 2 -> Half.toDouble(b.getShort(at));
            case 4 -> b.getFloat(at);
            default -> b.getDouble(at);
        };
    }

    @Override
    long getLong(ByteBuffer b, int at) {
        double value = getDouble(b, at);
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new IllegalArgumentException(value + " of " + type + " is no whole number of 64 bits; use getDouble");
        }
        return whole;
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (!(value instanceof Number number)) {
            throw refused(value);
        }
        if (Numbers.isLong(value)) {
            setLong(b, at, number.longValue());
            return;
        }
        boolean exact = value instanceof BigInteger || value instanceof BigDecimal;
        double near = exact && size == 4 ? number.floatValue() : number.doubleValue();
        if (exact && Double.isInfinite(near)) {
            throw tooLarge(value);
        }
        setDouble(b, at, near);
    }

    @Override
    void setDouble(ByteBuffer b, int at, double value) {
        switch (size) {
            case 2 -> {
                short half = Half.of(value);
                checkFinite(Half.toDouble(half), value);
                b.putShort(at, half);
            }
            case 4 -> {
                checkFinite((float) value, value);
                b.putFloat(at, (float) value);
            }
            default -> b.putDouble(at, value);
        }
    }

    /** Rounding goes to the nearest number, and never so far as to infinity. */
    private void checkFinite(double stored, double value) {
        if (Double.isInfinite(stored) && !Double.isInfinite(value)) {
            throw tooLarge(value);
        }
    }

    private IllegalArgumentException tooLarge(Object value) {
        String most = size == 2 ? "65504.0" : size == 4 ? "" + Float.MAX_VALUE : "" + Double.MAX_VALUE;
        return IntegerElements.outside(this, value, "-" + most + " to " + most + " and the infinities");
    }

    @Override
    void setLong(ByteBuffer b, int at, long value) {
        if (size == 4) {
            // Straight, not by way of double, which would round twice.
            b.putFloat(at, (float) value);
        } else {
            setDouble(b, at, value);
        }
    }

    /** NaN is equal to itself, whatever its bits. */
    @Override
    boolean same(ByteBuffer a, int i, ByteBuffer b, int j) {
        return Double.compare(getDouble(a, i), getDouble(b, j)) == 0;
    }

    @Override
    int hash(ByteBuffer b, int at) {
        return Double.hashCode(getDouble(b, at));
    }
}
