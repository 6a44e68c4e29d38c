package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Where the elements of arrays lie, shared by all views of them: one little-endian buffer, or objects. */
final class Memory {
    /** The most bytes that a buffer holds. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    final DType dtype;

    /** Null where elements are objects. */
    final ByteBuffer bytes;

    /** Null where elements are objects. */
    final Elements elements;

    /** Null where elements are bytes. */
    final Object[] objects;

    /** From one element to the next where these are contiguous: bytes, or places of the objects. */
    final int step;

    private Memory(DType dtype, ByteBuffer bytes, Object[] objects) {
        this.dtype = dtype;
        this.bytes = bytes;
        this.objects = objects;
        elements = bytes == null ? null : Elements.of(dtype);
        step = bytes == null ? 1 : dtype.itemSize();
    }

    static Memory zeros(DType dtype, long[] shape) {
        int length = length(dtype, shape);
        if (dtype.isFixedSize()) {
            return over(dtype, ByteBuffer.allocate(length));
        }
        Object[] objects = new Object[length];
        if (dtype.kind() == DType.Kind.STR) {
            Arrays.fill(objects, "");
        }
        return new Memory(dtype, null, objects);
    }

    static Memory over(DType dtype, ByteBuffer bytes) {
        return new Memory(dtype, bytes.order(ByteOrder.LITTLE_ENDIAN), null);
    }

    static Memory wrap(DType dtype, ByteBuffer data, long[] shape) {
        Objects.requireNonNull(data, "data");
        if (!dtype.isFixedSize()) {
            throw new IllegalArgumentException("elements of " + dtype + " are not of fixed size; use objects");
        }
        int length = length(dtype, shape);
        if (data.remaining() != length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " of " + dtype + " takes " + length
                    + " bytes; the data has " + data.remaining());
        }
        return over(dtype, data.slice());
    }

    static Memory objects(DType dtype, Object[] elements, long[] shape) {
        if (dtype.isFixedSize()) {
            throw new IllegalArgumentException(dtype + " has elements of fixed size; use wrap, or zeros and set");
        }
        if (elements.length != length(dtype, shape)) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has " + Layout.sizeOf(shape)
                    + " elements; got " + elements.length);
        }
        for (Object element : elements) {
            check(dtype, element);
        }
        return new Memory(dtype, null, elements);
    }

    /** Bytes or objects that an array needs, within the limit. */
    private static int length(DType dtype, long[] shape) {
        long size = Layout.sizeOf(shape);
        // An element may be as short as 0 bytes (U0): their number is bounded all the same.
        long item = dtype.isFixedSize() ? Math.max(1, dtype.itemSize()) : 1;
        if (size > MAX_BYTES / item) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape) + " of " + dtype + " has "
                    + size + " elements; one buffer of at most " + MAX_BYTES + " bytes holds " + MAX_BYTES / item);
        }
        return (int) (size * (dtype.isFixedSize() ? dtype.itemSize() : 1));
    }

    private static void check(DType dtype, Object value) {
        boolean good = switch (dtype.kind()) {
            case STR -> value == null || value instanceof String;
            case RECORD ->
                value instanceof List<?> list && list.size() == dtype.fields().size();
            default -> true;
        };
        if (!good) {
            throw new IllegalArgumentException("cannot store a "
                    + (value == null ? "null" : value.getClass().getSimpleName()) + " as " + dtype
                    + (dtype.kind() == DType.Kind.STR
                            ? "; it holds String and null"
                            : "; it holds lists of " + dtype.fields().size() + " values"));
        }
    }

    Object get(int place) {
        return bytes == null ? objects[place] : elements.get(bytes, place);
    }

    void needBytes() {
        if (bytes == null) {
            throw new IllegalStateException("elements of " + dtype + " lie in no buffer; read them with item(i)");
        }
    }

    double getDouble(int place) {
        return numbers().getDouble(bytes, place);
    }

    long getLong(int place) {
        return numbers().getLong(bytes, place);
    }

    private Elements numbers() {
        if (elements == null) {
            throw new IllegalArgumentException("elements of " + dtype + " are no numbers; use get");
        }
        return elements;
    }

    void set(int place, Object value) {
        if (bytes == null) {
            check(dtype, value);
            objects[place] = value;
        } else if (bytes.isReadOnly()) {
            throw new IllegalStateException("the memory of this array is read-only; write to a copy()");
        } else {
            elements.set(bytes, place, value);
        }
    }
}
