package io.ipyrpc.json;

import io.ipyrpc.data.NdArray;
import java.nio.ByteBuffer;
import tools.jackson.core.JsonGenerator;

/** {@code U<n>}: code points of 4 bytes, filled up with zeros. */
final class UnicodeCells implements CellWriter {
    private final ByteBuffer data;
    private final int capacity;
    private final String name;
    private final ValueEncoder values;

    UnicodeCells(NdArray array, ValueEncoder values) {
        this.data = array.data();
        this.capacity = array.dtype().itemSize() / 4;
        this.name = array.dtype().name();
        this.values = values;
    }

    @Override
    public void write(JsonGenerator generator, int i) {
        int at = 4 * capacity * i;
        int n = capacity;
        while (n > 0 && data.getInt(at + 4 * (n - 1)) == 0) {
            n--;
        }
        StringBuilder text = new StringBuilder(n);
        for (int k = 0; k < n; k++) {
            int point = data.getInt(at + 4 * k);
            if (!Character.isValidCodePoint(point)) {
                throw new UnsendableException("element " + i + " of " + name + " holds 0x" + Integer.toHexString(point)
                        + ", which is no character");
            }
            text.appendCodePoint(point);
        }
        values.text(text.toString());
    }
}
