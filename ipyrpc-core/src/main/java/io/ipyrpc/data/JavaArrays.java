package io.ipyrpc.data;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Between arrays and Java's own, in bulk where the memory allows it. */
final class JavaArrays {
    private static final int MAX_RANK = 3;

    private static final Map<Class<?>, DType> TYPES = Map.of(
            double.class, DType.FLOAT64,
            float.class, DType.FLOAT32,
            long.class, DType.INT64,
            int.class, DType.INT32,
            short.class, DType.INT16,
            byte.class, DType.INT8,
            boolean.class, DType.BOOL,
            String.class, DType.STR);

    private JavaArrays() {}

    static NdArray copyOf(Object array) {
        Class<?> leaf = Objects.requireNonNull(array, "array").getClass();
        int rank = 0;
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
            rank++;
        }
        DType dtype = TYPES.get(leaf);
        if (rank == 0 || rank > MAX_RANK || dtype == null) {
            throw new IllegalArgumentException(
                    "cannot make an array of " + array.getClass().getSimpleName()
                            + "; give a double[], float[], long[], int[], short[], byte[], boolean[] or String[] of up to "
                            + MAX_RANK + " dimensions");
        }
        long[] shape = new long[rank];
        Object first = array;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = Array.getLength(Objects.requireNonNull(first, "row 0"));
            // Below an axis of length 0 there is nothing to measure.
            first = axis + 1 < rank && shape[axis] > 0 ? Array.get(first, 0) : emptyRow(leaf, rank - axis - 2);
        }
        NdArray result = NdArray.zeros(dtype, shape);
        fill(result, array, "");
        return result;
    }

    private static Object emptyRow(Class<?> leaf, int deeper) {
        return Array.newInstance(leaf, new int[Math.max(1, deeper + 1)]);
    }

    private static void fill(NdArray target, Object array, String where) {
        int length = Array.getLength(Objects.requireNonNull(array, () -> "row " + where + " is null"));
        if (length != target.layout.shape[0]) {
            throw new IllegalArgumentException("row " + where + " has length " + length + ", the first "
                    + target.layout.shape[0] + "; rows must be of one length");
        }
        if (target.rank() > 1) {
            for (int i = 0; i < length; i++) {
                fill(target.at(i), Array.get(array, i), where + "[" + i + "]");
            }
        } else if (array instanceof String[] texts) {
            for (int i = 0; i < length; i++) {
                target.setItem(i, texts[i]);
            }
        } else {
            put(target.region(), array);
        }
    }

    private static void put(ByteBuffer b, Object array) {
        if (array instanceof double[] a) {
            b.asDoubleBuffer().put(a);
        } else if (array instanceof float[] a) {
            b.asFloatBuffer().put(a);
        } else if (array instanceof long[] a) {
            b.asLongBuffer().put(a);
        } else if (array instanceof int[] a) {
            b.asIntBuffer().put(a);
        } else if (array instanceof short[] a) {
            b.asShortBuffer().put(a);
        } else if (array instanceof byte[] a) {
            b.put(a);
        } else if (array instanceof boolean[] a) {
            for (boolean value : a) {
                b.put((byte) (value ? 1 : 0));
            }
        }
    }

    static Object toArray(NdArray array) {
        if (array.rank() < 1 || array.rank() > MAX_RANK) {
            throw new IllegalStateException("toArray gives Java arrays of 1 to " + MAX_RANK + " dimensions; this has "
                    + array.rank() + ": use item(0), at(i) or reshape");
        }
        return rows(array);
    }

    private static Object rows(NdArray array) {
        if (array.rank() == 1) {
            return flat(array);
        }
        int n = (int) array.layout.shape[0];
        int[] none = new int[array.rank()];
        none[0] = n;
        Object result = Array.newInstance(leaf(array.dtype()), none);
        for (int i = 0; i < n; i++) {
            Array.set(result, i, rows(array.at(i)));
        }
        return result;
    }

    private static Class<?> leaf(DType type) {
        return switch (type.kind()) {
            case BOOL -> boolean.class;
            case INT ->
                List.of(byte.class, short.class, int.class, long.class)
                        .get(Integer.numberOfTrailingZeros(type.itemSize()));
            case UINT ->
                List.of(short.class, int.class, long.class, BigInteger.class)
                        .get(Integer.numberOfTrailingZeros(type.itemSize()));
            case FLOAT -> type.itemSize() < 8 ? float.class : double.class;
            case COMPLEX -> Complex.class;
            case DATETIME -> type.zone().isPresent() ? ZonedDateTime.class : LocalDateTime.class;
            case TIMEDELTA -> type.ticks().isCalendar() ? Period.class : Duration.class;
            case UNICODE, STR -> String.class;
            case BYTES -> byte[].class;
            case OBJECT -> Object.class;
            case RECORD -> List.class;
        };
    }

    private static Object flat(NdArray array) {
        Class<?> leaf = leaf(array.dtype());
        if (leaf == double.class) {
            return doubles(array);
        }
        if (leaf == long.class) {
            return longs(array);
        }
        int n = (int) array.size();
        Object result = Array.newInstance(leaf, n);
        if (array.memory.bytes != null && array.isContiguous() && bulk(array, result)) {
            return result;
        }
        for (int i = 0; i < n; i++) {
            int place = array.layout.flat(i);
            if (result instanceof float[] a) {
                a[i] = (float) array.memory.getDouble(place);
            } else if (result instanceof boolean[] a) {
                a[i] = array.memory.getLong(place) != 0;
            } else if (result instanceof int[] a) {
                a[i] = (int) array.memory.getLong(place);
            } else if (result instanceof short[] a) {
                a[i] = (short) array.memory.getLong(place);
            } else if (result instanceof byte[] a) {
                a[i] = (byte) array.memory.getLong(place);
            } else {
                Object value = array.memory.get(place);
                Array.set(
                        result, i, leaf == BigInteger.class && value instanceof Long l ? BigInteger.valueOf(l) : value);
            }
        }
        return result;
    }

    private static boolean bulk(NdArray array, Object result) {
        if (array.dtype().equals(DType.FLOAT32)) {
            array.region().asFloatBuffer().get((float[]) result);
        } else if (array.dtype().equals(DType.INT32)) {
            array.region().asIntBuffer().get((int[]) result);
        } else if (array.dtype().equals(DType.INT16)) {
            array.region().asShortBuffer().get((short[]) result);
        } else if (array.dtype().equals(DType.INT8)) {
            array.region().get((byte[]) result);
        } else {
            return false;
        }
        return true;
    }

    static double[] doubles(NdArray array) {
        double[] result = new double[(int) array.size()];
        if (array.dtype().equals(DType.FLOAT64) && array.isContiguous()) {
            array.region().asDoubleBuffer().get(result);
        } else {
            int[] next = {0};
            array.layout.forEach(place -> result[next[0]++] = array.memory.getDouble(place));
        }
        return result;
    }

    static long[] longs(NdArray array) {
        long[] result = new long[(int) array.size()];
        boolean plain = array.dtype().equals(DType.INT64) || array.dtype().ticks() != null;
        if (plain && array.isContiguous()) {
            array.region().asLongBuffer().get(result);
        } else {
            int[] next = {0};
            array.layout.forEach(place -> result[next[0]++] = array.memory.getLong(place));
        }
        return result;
    }
}
