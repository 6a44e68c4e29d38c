package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** {@code u8}: integers up to 2^64 - 1, read as Long where they fit and as BigInteger above. */
final class UnsignedLongElements extends Elements {
    private static final String RANGE = "0 to 18446744073709551615";

    UnsignedLongElements() {
        super(DType.UINT64);
    }

    static BigInteger big(long bits) {
        BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? value.setBit(63) : value;
    }

    @Override
    Object get(ByteBuffer b, int at) {
        long bits = b.getLong(at);
        if (bits < 0) {
            return big(bits);
        }
        return bits;
    }

    @Override
    long getLong(ByteBuffer b, int at) {
        long bits = b.getLong(at);
        if (bits < 0) {
            throw new IllegalArgumentException(
                    big(bits) + " of u8 does not fit a long; use get, which gives a BigInteger");
        }
        return bits;
    }

    @Override
    double getDouble(ByteBuffer b, int at) {
        long bits = b.getLong(at);
        return bits < 0 ? big(bits).doubleValue() : bits;
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        BigInteger whole = IntegerElements.integer(this, value);
        if (whole.signum() < 0) {
            throw IntegerElements.outside(this, value, RANGE);
        }
        b.putLong(at, whole.longValue());
    }

    @Override
    void setLong(ByteBuffer b, int at, long value) {
        if (value < 0) {
            throw IntegerElements.outside(this, value, RANGE);
        }
        b.putLong(at, value);
    }

    @Override
    void setDouble(ByteBuffer b, int at, double value) {
        if (!(value >= 0 && value < 0x1p64)) {
            throw IntegerElements.outside(this, value, RANGE);
        }
        if (Math.rint(value) != value) {
            throw IntegerElements.notWhole(this, value);
        }
        b.putLong(at, new BigDecimal(value).toBigInteger().longValue());
    }
}
