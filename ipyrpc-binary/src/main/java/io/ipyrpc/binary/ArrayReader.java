package io.ipyrpc.binary;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Elements in frames (§2.1): an array's, and those of the buffers of frames. */
final class ArrayReader {
    /** Elements of no bytes, such as U0, cost their sender nothing. */
    private static final int MOST_EMPTY_ELEMENTS = 1 << 20;

    private final FrameInput in;
    private final TreeReader values;

    ArrayReader(FrameInput in, TreeReader values) {
        this.in = in;
        this.values = values;
    }

    /** The array of the whole frame. */
    NdArray array(int depth) throws IOException {
        Map<String, Object> metadata = in.metadata();
        WireType type = WireType.parse(metadata.get("dtype"));
        long[] shape = ArrayTreeReader.shape(metadata.get("shape"));
        long count = ArrayTreeReader.size(shape);
        boolean fortran = isFortran(metadata.get("order"));
        if (!type.type().isFixedSize()) {
            NdArray array = NdArray.objects(
                    type.type(), objects(type.type(), count, in.left(), depth), fortran ? reversed(shape) : shape);
            return fortran ? array.transpose() : array;
        }
        long size = size(type, count);
        if (size != in.left()) {
            throw in.bad("shape " + Shown.shape(shape) + " of "
                    + Shown.cut(type.type().name()) + " takes " + size + " bytes, the data has " + in.left());
        }
        ByteBuffer elements = fixed(type, size);
        return fortran
                ? NdArray.wrap(type.type(), elements, reversed(shape)).transpose()
                : NdArray.wrap(type.type(), elements, shape);
    }

    private static boolean isFortran(Object order) {
        if (order == null || order.equals("C")) {
            return false;
        }
        if (order.equals("F")) {
            return true;
        }
        throw new IllegalArgumentException("order is \"C\" or \"F\", not " + Shown.json(order));
    }

    private static long[] reversed(long... shape) {
        long[] reversed = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            reversed[i] = shape[shape.length - 1 - i];
        }
        return reversed;
    }

    /** The bytes that elements of fixed size take. */
    long size(WireType type, long count) {
        int item = type.type().itemSize();
        if (item == 0 && count > MOST_EMPTY_ELEMENTS) {
            throw in.tooLarge(count + " elements of no bytes; at most " + MOST_EMPTY_ELEMENTS);
        }
        if (item > 0 && count > Long.MAX_VALUE / item) {
            throw in.bad(count + " elements of " + item + " bytes are more than 64 bits count");
        }
        return count * item;
    }

    /** The next elements of fixed size, little-endian; in place where they are, if they are so already. */
    ByteBuffer fixed(WireType type, long size) throws IOException {
        if (!type.isSwapped()) {
            return in.view(size);
        }
        // Not where they lie, which may be somebody else's memory.
        ByteBuffer elements = ByteBuffer.wrap(in.bytes(size));
        type.swap(elements);
        return elements;
    }

    /** The next elements that are objects, in so many bytes. */
    Object[] objects(DType type, long count, long size, int depth) throws IOException {
        if (type.kind() == DType.Kind.STR) {
            return TextBuffer.decode(in.view(size), count);
        }
        values.enter(depth + Types.LEVELS_OF_AN_ARRAY - 1);
        List<Object> list = values.parseList(size);
        if (list.size() != count) {
            throw in.bad(list.size() + " elements of dtype O in the data, not " + count);
        }
        values.items(list, depth + Types.LEVELS_OF_AN_ARRAY);
        return list.toArray();
    }
}
