package io.ipyrpc.data;

import java.util.Arrays;

/**
 * Where the elements of an array lie: shape, strides and the offset of the first, in bytes of a buffer or in places of
 * an Object[]. Immutable; slicing, turning and reshaping give a new layout of the same memory.
 */
final class Layout {
    /** numpy's own bound. */
    static final int MAX_RANK = 64;

    final long[] shape;
    final long[] strides;
    final long offset;
    final long size;

    private Layout(long[] shape, long[] strides, long offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.size = sizeOf(shape);
    }

    /** Called when memory is laid out from offset on, element after element in C order. */
    static Layout contiguous(long[] shape, long step, long offset) {
        long[] strides = new long[shape.length];
        // Nothing is ever read through the strides of an array without elements, and their product might overflow.
        if (sizeOf(shape) > 0) {
            long stride = step;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = stride;
                stride *= shape[axis];
            }
        }
        return new Layout(shape.clone(), strides, offset);
    }

    /** The number of elements, after every dimension was checked. */
    static long sizeOf(long[] shape) {
        if (shape.length > MAX_RANK) {
            throw new IllegalArgumentException(shape.length + " dimensions; an array has at most " + MAX_RANK);
        }
        long size = 1;
        for (long n : shape) {
            if (n < 0) {
                throw new IllegalArgumentException(
                        "negative dimension " + n + " in shape " + Arrays.toString(shape) + "; the least is 0");
            }
            try {
                size = Math.multiplyExact(size, n);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(shape) + " has more elements than 64 bits count", e);
            }
        }
        return size;
    }

    boolean isContiguous(long step) {
        if (size == 0) {
            return true;
        }
        long stride = step;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != stride) {
                return false;
            }
            stride *= shape[axis];
        }
        return true;
    }

    /** The place of one element; negative indices count from the end. */
    int at(long[] index) {
        if (index.length != shape.length) {
            throw new IndexOutOfBoundsException(
                    "got " + index.length + " indices for an array of " + shape.length + " dimensions");
        }
        return (int) offset(index);
    }

    /** The place of the i-th element in C order. */
    int flat(long i) {
        long rest = checked(i, size, "the flat array");
        if (shape.length == 1) {
            return (int) (offset + rest * strides[0]);
        }
        long place = offset;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place += rest % shape[axis] * strides[axis];
            rest /= shape[axis];
        }
        return (int) place;
    }

    private long offset(long[] index) {
        long place = offset;
        for (int axis = 0; axis < index.length; axis++) {
            long n = shape[axis];
            long i = index[axis];
            i = i < 0 ? i + n : i;
            if (i < 0 || i >= n) {
                throw outOfBounds(index[axis], n, "axis " + axis);
            }
            place += i * strides[axis];
        }
        return place;
    }

    private static long checked(long index, long n, String where) {
        long i = index < 0 ? index + n : index;
        if (i < 0 || i >= n) {
            throw outOfBounds(index, n, where);
        }
        return i;
    }

    private static IndexOutOfBoundsException outOfBounds(long index, long n, String where) {
        return new IndexOutOfBoundsException("index " + index + " is out of bounds for " + where + " of size " + n);
    }

    /** The sub-array at the leading indices. */
    Layout sub(long[] index) {
        if (index.length > shape.length) {
            throw new IndexOutOfBoundsException(
                    "got " + index.length + " indices for an array of " + shape.length + " dimensions");
        }
        long place = offset(index);
        return new Layout(
                Arrays.copyOfRange(shape, index.length, shape.length),
                Arrays.copyOfRange(strides, index.length, shape.length),
                place);
    }

    /** Without one axis, at an index of it. */
    Layout dropped(int axis, long index) {
        long i = checked(index, shape[axis], "axis " + axis);
        return new Layout(without(shape, axis), without(strides, axis), offset + i * strides[axis]);
    }

    private static long[] without(long[] values, int axis) {
        long[] result = new long[values.length - 1];
        System.arraycopy(values, 0, result, 0, axis);
        System.arraycopy(values, axis + 1, result, axis, result.length - axis);
        return result;
    }

    int axis(int axis) {
        int a = axis < 0 ? axis + shape.length : axis;
        if (a < 0 || a >= shape.length) {
            throw new IndexOutOfBoundsException(
                    "axis " + axis + " is out of bounds for an array of " + shape.length + " dimensions");
        }
        return a;
    }

    /** Python's slice of one axis. */
    Layout slice(int axis, long start, long stop, long step) {
        int a = axis(axis);
        if (step == 0) {
            throw new IllegalArgumentException("slice step is 0; use 1 for every element, -1 for the reverse");
        }
        long n = shape[a];
        long first = bound(start, n, step);
        long last = bound(stop, n, step);
        long span = step > 0 ? last - first : first - last;
        // The lowest long has no absolute value; no span is as long as that anyway.
        long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
        long count = span <= 0 ? 0 : (span - 1) / stride + 1;
        long[] newShape = shape.clone();
        long[] newStrides = strides.clone();
        newShape[a] = count;
        // A stride that is never taken must not overflow.
        newStrides[a] = count > 1 ? strides[a] * step : strides[a];
        return new Layout(newShape, newStrides, count == 0 ? offset : offset + first * strides[a]);
    }

    private static long bound(long index, long n, long step) {
        long i = index < 0 ? index + n : index;
        return step > 0 ? Math.min(Math.max(i, 0), n) : Math.min(Math.max(i, -1), n - 1);
    }

    /** Moved by some bytes, as to a field of a record. */
    Layout shifted(long by) {
        return new Layout(shape, strides, offset + by);
    }

    Layout transposed() {
        int n = shape.length;
        long[] newShape = new long[n];
        long[] newStrides = new long[n];
        for (int i = 0; i < n; i++) {
            newShape[i] = shape[n - 1 - i];
            newStrides[i] = strides[n - 1 - i];
        }
        return new Layout(newShape, newStrides, offset);
    }

    /** The shape with -1 replaced by what is left. */
    long[] resolve(long[] wanted) {
        long[] result = wanted.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == -1 && open < 0) {
                open = i;
                result[i] = 1;
            }
        }
        known = sizeOf(result);
        if (open >= 0 && known > 0 && size % known == 0) {
            result[open] = size / known;
        }
        if (sizeOf(result) != size || (open >= 0 && known == 0)) {
            throw new IllegalArgumentException("cannot reshape " + Arrays.toString(shape) + ", " + size
                    + " elements, into " + Arrays.toString(wanted));
        }
        return result;
    }

    /** Calls back with the place of every element, in C order. */
    void forEach(Place action) {
        if (size == 0) {
            return;
        }
        int last = shape.length - 1;
        if (last < 0) {
            action.at((int) offset);
            return;
        }
        long[] index = new long[shape.length];
        long row = offset;
        while (true) {
            long place = row;
            for (long i = 0; i < shape[last]; i++) {
                action.at((int) place);
                place += strides[last];
            }
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] == shape[axis]) {
                row -= (shape[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            row += strides[axis];
        }
    }

    /** What is done at the place of each element. */
    interface Place {
        void at(int place);
    }
}
