package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Integers that fit a long: {@code i1 i2 i4 i8 u1 u2 u4}. */
final class IntegerElements extends Elements {
    private final int size;
    private final boolean signed;
    private final long min;
    private final long max;

    IntegerElements(DType type) {
        super(type);
        size = type.itemSize();
        signed = type.kind() == DType.Kind.INT;
        min = signed ? Long.MIN_VALUE >> (64 - 8 * size) : 0;
        max = signed ? Long.MAX_VALUE >> (64 - 8 * size) : -1L >>> (64 - 8 * size);
    }

    @Override
    Object get(ByteBuffer b, int at) {
        return getLong(b, at);
    }

    @Override
    long getLong(ByteBuffer b, int at) {
        return switch (size) {
            case 1 -> signed ? b.get(at) : b.get(at) & 0xFFL;
            case 2 -> signed ? b.getShort(at) : b.getShort(at) & 0xFFFFL;
            case 4 -> signed ? b.getInt(at) : b.getInt(at) & 0xFFFFFFFFL;
            default -> b.getLong(at);
        };
    }

    @Override
    double getDouble(ByteBuffer b, int at) {
        return getLong(b, at);
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        setLong(b, at, integer(this, value).longValueExact());
    }

    @Override
    void setLong(ByteBuffer b, int at, long value) {
        if (value < min || value > max) {
            throw outside(this, value, min + " to " + max);
        }
        switch (size) {
            case 1 -> b.put(at, (byte) value);
            case 2 -> b.putShort(at, (short) value);
            case 4 -> b.putInt(at, (int) value);
            default -> b.putLong(at, value);
        }
    }

    @Override
    void setDouble(ByteBuffer b, int at, double value) {
        long whole = (long) value;
        if (whole != value || (whole == Long.MAX_VALUE)) {
            throw Math.rint(value) == value ? outside(this, value, min + " to " + max) : notWhole(this, value);
        }
        setLong(b, at, whole);
    }

    static IllegalArgumentException outside(Elements elements, Object value, String range) {
        return new IllegalArgumentException(shown(value) + " does not fit " + elements.type + ", which holds " + range);
    }

    static IllegalArgumentException notWhole(Elements elements, Object value) {
        return new IllegalArgumentException(
                shown(value) + " is no whole number, which " + elements.type + " needs; round it");
    }

    /** The value as an integer of at most 64 bits, signed or not. */
    static BigInteger integer(Elements elements, Object value) {
        BigInteger whole = null;
        if (Numbers.isLong(value)) {
            whole = BigInteger.valueOf(((Number) value).longValue());
        } else if (value instanceof BigInteger big) {
            whole = big;
        } else if (value instanceof BigDecimal decimal) {
            if (!Numbers.isWhole(decimal)) {
                throw notWhole(elements, value);
            }
            whole = Numbers.integer(decimal);
        } else if (Numbers.isDouble(value)) {
            double d = ((Number) value).doubleValue();
            if (Math.rint(d) != d || Double.isInfinite(d)) {
                throw notWhole(elements, value);
            }
            whole = new BigDecimal(d).toBigInteger();
        }
        if (whole == null || whole.bitLength() > (elements instanceof UnsignedLongElements ? 64 : 63)) {
            throw elements.refused(value);
        }
        return whole;
    }
}
