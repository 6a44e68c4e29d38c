package io.ipyrpc.data;

import java.util.Arrays;
import java.util.Objects;

/** Equality and hashes of arrays, by type, shape and elements, wherever these lie. */
final class Equality {
    private Equality() {}

    static boolean same(NdArray a, NdArray b) {
        if (!a.dtype().equals(b.dtype()) || !Arrays.equals(a.layout.shape, b.layout.shape)) {
            return false;
        }
        if (a.memory.bytes != null
                && a.isContiguous()
                && b.isContiguous()
                && a.region().equals(b.region())) {
            return true;
        }
        for (long i = 0; i < a.size(); i++) {
            int x = a.layout.flat(i);
            int y = b.layout.flat(i);
            if (a.memory.bytes == null
                    ? !Objects.deepEquals(a.memory.get(x), b.memory.get(y))
                    : !a.memory.elements.same(a.memory.bytes, x, b.memory.bytes, y)) {
                return false;
            }
        }
        return true;
    }

    static int hash(NdArray a) {
        int[] hash = {31 * a.dtype().hashCode() + Arrays.hashCode(a.layout.shape)};
        a.layout.forEach(place -> {
            int h = a.memory.bytes == null
                    ? Arrays.deepHashCode(new Object[] {a.memory.get(place)})
                    : a.memory.elements.hash(a.memory.bytes, place);
            hash[0] = 31 * hash[0] + h;
        });
        return hash[0];
    }
}
