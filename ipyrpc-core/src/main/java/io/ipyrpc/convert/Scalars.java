package io.ipyrpc.convert;

import io.ipyrpc.data.NdArray;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Converters to numbers, texts and booleans. A number becomes another type of number only where its value stays. */
final class Scalars {
    private static final Map<Class<?>, Converter> CONVERTERS = new HashMap<>();

    static {
        whole(byte.class, Byte.class, "a byte (-128 to 127)", Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue);
        whole(
                short.class,
                Short.class,
                "a short (-32768 to 32767)",
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Long::shortValue);
        whole(int.class, Integer.class, "an int", Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
        whole(long.class, Long.class, "a long", Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
        both(double.class, Double.class, Scalars::toDouble);
        both(float.class, Float.class, Scalars::toFloat);
        both(boolean.class, Boolean.class, value -> is(Boolean.class, value, "a boolean"));
        both(char.class, Character.class, Scalars::toChar);
        CONVERTERS.put(String.class, nullable(value -> is(String.class, value, "a text")));
        CONVERTERS.put(CharSequence.class, nullable(value -> is(CharSequence.class, value, "a text")));
        CONVERTERS.put(Number.class, nullable(value -> is(Number.class, scalar(value), "a number")));
        CONVERTERS.put(BigInteger.class, nullable(value -> toBigInteger(value, "a whole number")));
        CONVERTERS.put(BigDecimal.class, nullable(Scalars::toBigDecimal));
        CONVERTERS.put(UUID.class, nullable(value -> parsed(UUID.class, value, "a UUID", UUID::fromString)));
        CONVERTERS.put(URI.class, nullable(value -> parsed(URI.class, value, "a URI", URI::create)));
    }

    private Scalars() {}

    /** The converter to that class, or null where it is none of these. */
    static Converter of(Class<?> type) {
        return CONVERTERS.get(type);
    }

    static Converter nullable(Converter converter) {
        return value -> value == null ? null : converter.convert(value);
    }

    static <T> T is(Class<T> type, Object value, String wanted) {
        if (!type.isInstance(value)) {
            throw ConversionException.mismatch(value, wanted);
        }
        return type.cast(value);
    }

    static Object parsed(Class<?> type, Object value, String wanted, Function<String, Object> parser) {
        if (type.isInstance(value)) {
            return value;
        }
        try {
            return parser.apply(is(String.class, value, wanted));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw ConversionException.mismatch(value, wanted);
        }
    }

    private static void both(Class<?> primitive, Class<?> boxed, Converter converter) {
        CONVERTERS.put(primitive, converter);
        CONVERTERS.put(boxed, nullable(converter));
    }

    private static void whole(
            Class<?> primitive, Class<?> boxed, String wanted, long least, long most, Function<Long, Object> narrow) {
        both(primitive, boxed, value -> {
            long number = toLong(scalar(value), wanted);
            if (number < least || number > most) {
                throw ConversionException.mismatch(value, wanted);
            }
            return narrow.apply(number);
        });
    }

    /** An array without dimensions is the number in it. */
    private static Object scalar(Object value) {
        return value instanceof NdArray array && array.shape().length == 0 ? array.item(0) : value;
    }

    private static long toLong(Object value, String wanted) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return toBigInteger(value, wanted).longValueExact();
        } catch (ArithmeticException e) {
            throw ConversionException.mismatch(value, wanted);
        }
    }

    private static BigInteger toBigInteger(Object given, String wanted) {
        Object value = scalar(given);
        if (value instanceof BigInteger number) {
            return number;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number) && number == Math.rint(number)) {
                return new BigDecimal(number).toBigInteger();
            }
        }
        // A scale that is hostile (1e999999999) must not become a number of that many digits.
        if (value instanceof BigDecimal number && Math.abs((long) number.scale()) < 10_000) {
            try {
                return number.toBigIntegerExact();
            } catch (ArithmeticException e) {
                throw ConversionException.mismatch(value, wanted);
            }
        }
        throw ConversionException.mismatch(value, wanted);
    }

    private static Double toDouble(Object given) {
        Object value = scalar(given);
        if (value instanceof Double
                || value instanceof Float
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Long || value instanceof BigInteger) {
            BigInteger exact = toBigInteger(value, "a double");
            double number = exact.doubleValue();
            if (Double.isInfinite(number)
                    || !new BigDecimal(number).toBigInteger().equals(exact)) {
                throw ConversionException.mismatch(value, "a double without loss");
            }
            return number;
        }
        if (value instanceof BigDecimal number
                && Double.isFinite(number.doubleValue())
                && new BigDecimal(number.doubleValue()).compareTo(number) == 0) {
            return number.doubleValue();
        }
        throw ConversionException.mismatch(value, "a double");
    }

    /**
     * A float is written as the double next to it, or as people write it: rounding a fraction is no loss, overflow is,
     * and so is another whole number.
     */
    private static Float toFloat(Object given) {
        Object value = scalar(given);
        double number = toDouble(value);
        boolean whole = !(value instanceof Double || value instanceof Float || value instanceof BigDecimal);
        if (whole && (float) number != number) {
            throw ConversionException.mismatch(value, "a float without loss");
        }
        if (Double.isFinite(number) && Float.isInfinite((float) number)) {
            throw ConversionException.mismatch(value, "a float");
        }
        return (float) number;
    }

    private static Character toChar(Object value) {
        if (value instanceof Character c) {
            return c;
        }
        String text = is(String.class, value, "a char (a text of one character)");
        if (text.length() != 1) {
            throw ConversionException.mismatch(value, "a char (a text of one character)");
        }
        return text.charAt(0);
    }

    private static BigDecimal toBigDecimal(Object given) {
        Object value = scalar(given);
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                return BigDecimal.valueOf(number);
            }
        }
        return new BigDecimal(toBigInteger(value, "a decimal number"));
    }
}
