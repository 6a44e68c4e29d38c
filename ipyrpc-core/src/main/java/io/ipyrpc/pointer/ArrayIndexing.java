package io.ipyrpc.pointer;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;

/** Parts of arrays, as numpy has them: views, but where a position stands in the middle of five axes or more. */
final class ArrayIndexing {
    private ArrayIndexing() {}

    static Object of(NdArray array, Key... keys) {
        NdArray part = array;
        int axis = 0;
        int used = 0;
        for (Key key : keys) {
            if (!(key instanceof Key.Name) && ++used > array.rank()) {
                throw Key.bad("more keys than axes: the array has " + array.rank());
            }
            if (key instanceof Key.Name name) {
                part = part.field(name.name());
            } else if (key instanceof Key.Position position) {
                part = without(part, axis, position.index());
            } else if (key instanceof Key.Slice slice) {
                part = slice(part, axis++, slice);
            } else {
                throw Key.bad("an axis of an array takes a position or a slice");
            }
        }
        DType.Kind kind = part.dtype().kind();
        boolean single = part.rank() == 0 && kind != DType.Kind.COMPLEX && kind != DType.Kind.RECORD;
        return single ? part.item(0) : part;
    }

    /** A slice of one axis. */
    static NdArray slice(NdArray array, int axis, Key.Slice slice) {
        boolean up = slice.step() > 0;
        long start = slice.start() == null ? (up ? 0 : Long.MAX_VALUE) : slice.start();
        long stop = slice.stop() == null ? (up ? Long.MAX_VALUE : Long.MIN_VALUE) : slice.stop();
        return slice.isAll() ? array : array.slice(axis, start, stop, slice.step());
    }

    private static NdArray without(NdArray array, int axis, long index) {
        int last = array.rank() - 1;
        if (axis == 0) {
            return array.at(index);
        }
        if (axis == 1) {
            return array.column(index);
        }
        if (axis == last) {
            return array.transpose().at(index).transpose();
        }
        if (axis == last - 1) {
            return array.transpose().column(index).transpose();
        }
        long size = array.shape()[axis];
        long i = index < 0 ? index + size : index;
        if (i < 0 || i >= size) {
            throw Key.bad("index " + index + " is out of bounds for axis " + axis + " of size " + size);
        }
        long[] shape = new long[last];
        System.arraycopy(array.shape(), 0, shape, 0, axis);
        System.arraycopy(array.shape(), axis + 1, shape, axis, last - axis);
        return array.slice(axis, i, i + 1, 1).reshape(shape);
    }
}
