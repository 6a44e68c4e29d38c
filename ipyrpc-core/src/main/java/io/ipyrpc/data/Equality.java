package io.ipyrpc.data;

import java.util.Arrays;
import java.util.Objects;

/** Equality and hashes of arrays, by type, shape and elements, wherever these lie. */
final class Equality {
    private Equality() {}

    static boolean same(NdArray a, NdArray b) {
        if (!a.dtype().equals(b.dtype()) || !Arrays.equals(a.layout().shape, b.layout().shape)) {
            return false;
        }
        if (a.bytes() != null
                && a.isContiguous()
                && b.isContiguous()
                && a.memory().equals(b.memory())) {
            return true;
        }
        for (long i = 0; i < a.size(); i++) {
            int x = a.layout().flat(i);
            int y = b.layout().flat(i);
            if (a.bytes() == null
                    ? !Objects.deepEquals(a.valueAt(x), b.valueAt(y))
                    : !a.elements().same(a.bytes(), x, b.bytes(), y)) {
                return false;
            }
        }
        return true;
    }

    static int hash(NdArray a) {
        int[] hash = {31 * a.dtype().hashCode() + Arrays.hashCode(a.layout().shape)};
        a.layout().forEach(place -> {
            int h = a.bytes() == null
                    ? Arrays.deepHashCode(new Object[] {a.valueAt(place)})
                    : a.elements().hash(a.bytes(), place);
            hash[0] = 31 * hash[0] + h;
        });
        return hash[0];
    }
}
