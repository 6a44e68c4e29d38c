package io.ipyrpc.data;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Columns of lists, their type found by looking at every value. */
final class ListColumns {
    private ListColumns() {}

    static Column of(List<?> values) {
        DType type = typeOf(values);
        if (!type.isFixedSize()) {
            return Column.of(NdArray.objects(type, values.toArray(), values.size()));
        }
        NdArray array = NdArray.zeros(type, values.size());
        NdArray validity = NdArray.full(DType.BOOL, true, values.size());
        long row = 0;
        for (Object value : values) {
            if (type.kind() == DType.Kind.FLOAT && value != null) {
                array.setItem(row, exact((Number) value));
            } else if (value != null || type.ticks() != null) {
                array.setItem(row, value);
            } else if (type.kind() == DType.Kind.FLOAT) {
                array.setItem(row, Double.NaN);
            } else {
                validity.setItem(row, false);
            }
            row++;
        }
        return Column.of(array, validity);
    }

    private static DType typeOf(List<?> values) {
        Object first = values.stream().filter(Objects::nonNull).findFirst().orElse(null);
        if (first instanceof Number) {
            return numbers(values);
        } else if (first instanceof ZonedDateTime time
                && all(
                        values,
                        v -> v instanceof ZonedDateTime other && other.getZone().equals(time.getZone()))) {
            return DType.datetime("ns", time.getZone());
        } else if (first instanceof Boolean && all(values, v -> v instanceof Boolean)) {
            return DType.BOOL;
        } else if (first instanceof String && all(values, v -> v instanceof String)) {
            return DType.STR;
        } else if (first instanceof Complex && all(values, v -> v instanceof Complex)) {
            return DType.COMPLEX128;
        } else if (first instanceof LocalDateTime && all(values, v -> v instanceof LocalDateTime)) {
            return DType.datetime("ns");
        } else if (first instanceof Instant && all(values, v -> v instanceof Instant)) {
            return DType.datetime("ns", ZoneId.of("UTC"));
        } else if (first instanceof Duration && all(values, v -> v instanceof Duration)) {
            return DType.timedelta("ns");
        }
        return DType.OBJECT;
    }

    private static DType numbers(List<?> values) {
        if (all(values, v -> isWhole(v, 63))) {
            return DType.INT64;
        } else if (all(values, v -> isWhole(v, 64) && !(v instanceof BigInteger big && big.signum() < 0))
                && all(values, v -> v instanceof BigInteger || ((Number) v).longValue() >= 0)) {
            return DType.UINT64;
        }
        return all(values, v -> isWhole(v, 63) || v instanceof Double || v instanceof Float)
                ? DType.FLOAT64
                : DType.OBJECT;
    }

    /** Whole numbers among floats become floats, which must not change them. */
    private static double exact(Number value) {
        double number = value.doubleValue();
        if (isWhole(value, 63) && (number == 0x1p63 || (long) number != value.longValue())) {
            throw new IllegalArgumentException(
                    value + " is not a double without loss; a list with floats in it becomes f8");
        }
        return number;
    }

    private static boolean isWhole(Object value, int bits) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger big && big.bitLength() <= bits;
    }

    private static boolean all(List<?> values, Predicate<Object> test) {
        return values.stream().allMatch(v -> v == null || test.test(v));
    }
}
