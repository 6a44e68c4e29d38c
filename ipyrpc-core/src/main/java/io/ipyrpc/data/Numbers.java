package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Which of Java's numbers are whole by their class, and which by their value. */
final class Numbers {
    /** More digits than any integer of 64 bits has. */
    private static final int MOST_DIGITS = 20;

    private Numbers() {}

    /** Whether {@link Number#longValue} is the very number. */
    static boolean isLong(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof AtomicInteger
                || value instanceof AtomicLong
                || value instanceof LongAdder
                || value instanceof LongAccumulator;
    }

    /** Whether {@link Number#doubleValue} is the very number. */
    static boolean isDouble(Object value) {
        return value instanceof Double
                || value instanceof Float
                || value instanceof DoubleAdder
                || value instanceof DoubleAccumulator;
    }

    static boolean isWhole(BigDecimal value) {
        // Nothing is written out: a short text is enough for an exponent of gigabytes.
        return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    }

    /** A whole number as an integer; null if it has more digits than 64 bits hold. */
    static BigInteger integer(BigDecimal whole) {
        if (whole.signum() == 0) {
            return BigInteger.ZERO;
        }
        return (long) whole.precision() - whole.scale() > MOST_DIGITS ? null : whole.toBigIntegerExact();
    }
}
