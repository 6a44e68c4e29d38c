package io.ipyrpc.data;

import java.nio.ByteBuffer;

/** {@code U<n>}: code points of 4 bytes, filled up with zeros, which an element cannot end with. */
final class UnicodeElements extends Elements {
    private final int capacity;

    UnicodeElements(DType type) {
        super(type);
        capacity = type.itemSize() / 4;
    }

    @Override
    Object get(ByteBuffer b, int at) {
        int n = capacity;
        while (n > 0 && b.getInt(at + 4 * (n - 1)) == 0) {
            n--;
        }
        StringBuilder text = new StringBuilder(n);
        for (int i = 0; i < n; i++) {
            int c = b.getInt(at + 4 * i);
            // What is no character came from outside: show the replacement character, as decoders of UTF-8 do.
            text.appendCodePoint(Character.isValidCodePoint(c) ? c : 0xFFFD);
        }
        return text.toString();
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (!(value instanceof String text)) {
            throw refused(value);
        }
        int n = text.codePointCount(0, text.length());
        if (n > capacity) {
            throw new IllegalArgumentException(
                    "text of " + n + " characters does not fit " + type + "; use U" + n + " or str");
        }
        int next = at;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            b.putInt(next, text.codePointAt(i));
            next += 4;
        }
        for (; next < at + 4 * capacity; next += 4) {
            b.putInt(next, 0);
        }
    }
}
