package io.ipyrpc.convert;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.lang.reflect.Array;
import java.util.List;

/** Converters to Java's arrays and to {@code NdArray}. */
final class ArrayConverters {
    private static final int MOST_DIMENSIONS = 3;

    /** Java makes an object of every row; an array without elements may claim more rows than there is memory. */
    private static final long MOST_EMPTY_ROWS = 1 << 16;

    private ArrayConverters() {}

    /** Refuses an array that Java's arrays and lists cannot hold. */
    static void checkRows(NdArray array, String wanted) {
        long[] shape = array.shape();
        boolean tooLong = shape.length > 0 && shape[0] > Integer.MAX_VALUE - 8;
        long rows = 1;
        for (long n : shape) {
            rows = array.size() > 0 || rows > MOST_EMPTY_ROWS
                    ? rows
                    : rows * Math.min(Math.max(1, n), Integer.MAX_VALUE);
        }
        if (tooLong || rows > MOST_EMPTY_ROWS) {
            throw ConversionException.mismatch(array, wanted);
        }
    }

    /** Whether the array type, of any number of dimensions, ends in a primitive. */
    static boolean isPrimitive(Class<?> type) {
        return elementType(type).isPrimitive();
    }

    static Class<?> elementType(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static int dimensions(Class<?> type) {
        return type.isArray() ? 1 + dimensions(type.getComponentType()) : 0;
    }

    static Converter ofPrimitives(Class<?> type, Converter element) {
        int dimensions = dimensions(type);
        if (dimensions > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("a " + TypeNames.of(type) + " has " + dimensions
                    + " dimensions, at most " + MOST_DIMENSIONS + " are carried; use NdArray");
        }
        return Scalars.nullable(value -> {
            if (value instanceof NdArray array) {
                return fromNdArray(array, type, dimensions, element);
            }
            return fromList(value, type, element);
        });
    }

    private static Object fromNdArray(NdArray array, Class<?> type, int dimensions, Converter element) {
        if (array.shape().length != dimensions) {
            throw ConversionException.mismatch(array, "a " + TypeNames.of(type));
        }
        checkRows(array, "a " + TypeNames.of(type));
        if (carries(array.dtype(), elementType(type))) {
            return array.toArray();
        }
        if (dimensions == 1 && type == double[].class && isExactInDouble(array.dtype())) {
            return array.doubles();
        }
        Object result = Array.newInstance(type.getComponentType(), Math.toIntExact(array.shape()[0]));
        for (int i = 0; i < Array.getLength(result); i++) {
            if (dimensions == 1) {
                Array.set(result, i, elementAt(array.item(i), i, element));
            } else {
                Array.set(result, i, fromNdArray(array.at(i), type.getComponentType(), dimensions - 1, element));
            }
        }
        return result;
    }

    /** Whether {@code toArray} of that dtype gives arrays of that primitive. */
    private static boolean carries(DType dtype, Class<?> element) {
        return switch (dtype.name()) {
            case "f8" -> element == double.class;
            case "f4" -> element == float.class;
            case "i8" -> element == long.class;
            case "i4" -> element == int.class;
            case "i2" -> element == short.class;
            case "i1" -> element == byte.class;
            case "b1" -> element == boolean.class;
            default -> false;
        };
    }

    private static boolean isExactInDouble(DType dtype) {
        return switch (dtype.name()) {
            case "f2", "f4", "i1", "i2", "i4", "u1", "u2", "u4" -> true;
            default -> false;
        };
    }

    private static Object fromList(Object value, Class<?> type, Converter element) {
        Class<?> component = type.getComponentType();
        if (value instanceof byte[] bytes && component == byte.class) {
            return bytes;
        }
        List<?> items = Scalars.is(List.class, value, "a " + TypeNames.of(type));
        Object result = Array.newInstance(component, items.size());
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            Array.set(
                    result, i, component.isArray() ? nested(item, component, i, element) : elementAt(item, i, element));
        }
        return result;
    }

    private static Object nested(Object item, Class<?> component, int index, Converter element) {
        try {
            return item instanceof NdArray array
                    ? fromNdArray(array, component, dimensions(component), element)
                    : fromList(item, component, element);
        } catch (ConversionException e) {
            throw e.in("[" + index + "]");
        }
    }

    private static Object elementAt(Object item, int index, Converter element) {
        try {
            return element.convert(item);
        } catch (ConversionException e) {
            throw e.in("[" + index + "]");
        }
    }

    static Converter ofObjects(Class<?> component, Converter element) {
        return Scalars.nullable(value -> {
            List<?> items = Containers.items(value, "a " + TypeNames.of(component) + "[]");
            Object result = Array.newInstance(component, items.size());
            for (int i = 0; i < items.size(); i++) {
                Array.set(result, i, elementAt(items.get(i), i, element));
            }
            return result;
        });
    }

    /** An array of bytes is one of {@code i1}, or of {@code u1}, as bytes are elsewhere: the bits are the same. */
    static Object toBytes(Object value) {
        if (value instanceof NdArray array && array.shape().length == 1) {
            String dtype = array.dtype().name();
            if (!dtype.equals("i1") && !dtype.equals("u1")) {
                throw ConversionException.mismatch(value, "a byte[]");
            }
            byte[] bytes = new byte[array.data().remaining()];
            array.data().get(bytes);
            return bytes;
        }
        return value instanceof byte[] ? value : fromList(value, byte[].class, Scalars.of(byte.class));
    }

    /** Lists of numbers become arrays too, so that people can type them. */
    static Object toNdArray(Object value) {
        if (value instanceof NdArray) {
            return value;
        }
        if (value instanceof List<?> list) {
            return ListArray.of(list);
        }
        throw ConversionException.mismatch(value, "an ndarray");
    }
}
