package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** Copies of arrays into memory of their own, in C order. */
final class Copies {
    private Copies() {}

    static NdArray copy(NdArray source) {
        NdArray target = NdArray.zeros(source.dtype(), source.layout.shape);
        if (target.size() == 0) {
            return target;
        }
        if (source.memory.bytes == null) {
            int[] next = {0};
            source.layout.forEach(place -> target.memory.set(next[0]++, source.memory.get(place)));
        } else if (source.isContiguous()) {
            target.region().put(source.region());
        } else {
            gather(source, target.memory.bytes);
        }
        return target;
    }

    private static void gather(NdArray source, ByteBuffer to) {
        ByteBuffer from = source.memory.bytes;
        Layout layout = source.layout;
        switch (source.dtype().itemSize()) {
            case 1 -> layout.forEach(place -> to.put(from.get(place)));
            case 2 -> layout.forEach(place -> to.putShort(from.getShort(place)));
            case 4 -> layout.forEach(place -> to.putInt(from.getInt(place)));
            case 8 -> layout.forEach(place -> to.putLong(from.getLong(place)));
            default -> gather(layout, from, to, source.dtype().itemSize());
        }
        to.clear();
    }

    private static void gather(Layout layout, ByteBuffer from, ByteBuffer to, int size) {
        layout.forEach(place -> {
            to.put(to.position(), from, place, size);
            to.position(to.position() + size);
        });
    }

    /** Element by element into a one-dimensional array of the same type and size. */
    static void into(NdArray target, NdArray source) {
        for (long i = 0; i < source.size(); i++) {
            int from = source.layout.flat(i);
            int to = target.layout.flat(i);
            if (source.memory.bytes == null) {
                target.memory.set(to, source.memory.get(from));
            } else {
                target.memory.bytes.put(
                        to, source.memory.bytes, from, source.dtype().itemSize());
            }
        }
    }
}
