package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** {@code S<n>}: bytes, filled up with zeros, which an element cannot end with. */
final class BytesElements extends Elements {
    BytesElements(DType type) {
        super(type);
    }

    @Override
    Object get(ByteBuffer b, int at) {
        int n = type.itemSize();
        while (n > 0 && b.get(at + n - 1) == 0) {
            n--;
        }
        byte[] bytes = new byte[n];
        b.get(at, bytes);
        return bytes;
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (!(value instanceof byte[] bytes)) {
            throw refused(value);
        }
        if (bytes.length > type.itemSize()) {
            throw new IllegalArgumentException(bytes.length + " bytes do not fit " + type + "; use S" + bytes.length);
        }
        b.put(at, bytes);
        for (int i = bytes.length; i < type.itemSize(); i++) {
            b.put(at + i, (byte) 0);
        }
    }
}
