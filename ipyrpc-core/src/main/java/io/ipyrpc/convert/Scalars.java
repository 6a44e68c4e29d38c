package io.ipyrpc.convert;

import io.ipyrpc.data.Complex;
import io.ipyrpc.data.NdArray;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Converters to numbers, texts and booleans. A number becomes another type of number only where its value stays. */
final class Scalars {
    /** Up to there doubles have every whole number. */
    private static final double MOST_COUNTED = 1L << 53;

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
        one(String.class, value -> is(String.class, value, "a text"));
        one(CharSequence.class, value -> is(CharSequence.class, value, "a text"));
        one(Number.class, value -> is(Number.class, value, "a number"));
        one(BigInteger.class, value -> toBigInteger(value, "a whole number"));
        one(BigDecimal.class, Scalars::toBigDecimal);
        one(Complex.class, Scalars::toComplex);
        one(UUID.class, value -> parsed(UUID.class, value, "a UUID", UUID::fromString));
        one(URI.class, value -> parsed(URI.class, value, "a URI", URI::create));
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

    private static void one(Class<?> type, Converter converter) {
        CONVERTERS.put(type, nullable(ofOne(converter)));
    }

    private static void both(Class<?> primitive, Class<?> boxed, Converter converter) {
        CONVERTERS.put(primitive, ofOne(converter));
        one(boxed, converter);
    }

    /** An array without dimensions is the one value in it. */
    static Converter ofOne(Converter converter) {
        return value ->
                converter.convert(value instanceof NdArray array && array.shape().length == 0 ? array.item(0) : value);
    }

    private static void whole(
            Class<?> primitive, Class<?> boxed, String wanted, long least, long most, Function<Long, Object> narrow) {
        both(primitive, boxed, value -> {
            long number = toLong(value, wanted);
            if (number < least || number > most) {
                throw ConversionException.mismatch(value, wanted);
            }
            return narrow.apply(number);
        });
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

    private static BigInteger toBigInteger(Object value, String wanted) {
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

    private static Double toDouble(Object value) {
        return toDouble(value, "a double");
    }

    private static Double toDouble(Object value, String wanted) {
        if (value instanceof Double
                || value instanceof Float
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Long || value instanceof BigInteger) {
            BigInteger exact = toBigInteger(value, wanted);
            double number = exact.doubleValue();
            if (Double.isInfinite(number)
                    || !new BigDecimal(number).toBigInteger().equals(exact)) {
                throw ConversionException.mismatch(value, wanted + " without loss");
            }
            return number;
        }
        if (value instanceof BigDecimal number
                && Double.isFinite(number.doubleValue())
                && new BigDecimal(number.doubleValue()).compareTo(number) == 0) {
            return number.doubleValue();
        }
        throw ConversionException.mismatch(value, wanted);
    }

    /**
     * A float is written as the double next to it, or as people write it: rounding a fraction, or the last digits of what
     * is too large to be counted, is no loss. Another whole number is one, and so are infinity and nothing.
     */
    private static Float toFloat(Object value) {
        double number = toDouble(value, "a float");
        float rounded = (float) number;
        boolean counted = number == Math.rint(number) && Math.abs(number) <= MOST_COUNTED;
        boolean written = value instanceof Double || value instanceof Float || value instanceof BigDecimal;
        if (rounded != number && (counted || !written && Double.isFinite(number))) {
            throw ConversionException.mismatch(value, "a float without loss");
        }
        if (Double.isFinite(number) && (Float.isInfinite(rounded) || rounded == 0 && number != 0)) {
            throw ConversionException.mismatch(value, "a float");
        }
        return rounded;
    }

    /** A real number is a complex one too, and a dict of its two parts as records have it. */
    private static Object toComplex(Object value) {
        if (value instanceof Complex) {
            return value;
        }
        if (value instanceof Map<?, ?> parts && parts.keySet().equals(Set.of("re", "im"))) {
            return new Complex(toDouble(parts.get("re")), toDouble(parts.get("im")));
        }
        if (value instanceof Number) {
            return new Complex(toDouble(value, "a complex number"), 0);
        }
        throw ConversionException.mismatch(value, "a complex number");
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

    private static BigDecimal toBigDecimal(Object value) {
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
