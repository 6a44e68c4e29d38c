package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import tools.jackson.core.JsonToken;

/** {@code U<n>}: texts of at most n code points, filled up with zeros. */
final class UnicodeSink extends BufferSink {
    private final int capacity;

    UnicodeSink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, dtype.itemSize());
        capacity = dtype.itemSize() / 4;
    }

    @Override
    void take(Source source, int row) {
        if (!source.at(JsonToken.VALUE_STRING)) {
            throw refused(source, row, source.shown() + " is no text");
        }
        String text = source.text();
        int at = 4 * capacity * row;
        int points = 0;
        for (int i = 0; i < text.length(); points++) {
            if (points == capacity) {
                throw refused(source, row, source.shown() + " has more than " + capacity + " characters");
            }
            int point = text.codePointAt(i);
            memory.putInt(at + 4 * points, point);
            i += Character.charCount(point);
        }
    }
}
