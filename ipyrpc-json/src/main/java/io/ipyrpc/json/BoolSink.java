package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import tools.jackson.core.JsonToken;

/** {@code b1}: true and false alone. */
final class BoolSink extends BufferSink {
    BoolSink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, 1);
    }

    @Override
    void take(Source source, int row) {
        if (!source.at(JsonToken.VALUE_TRUE) && !source.at(JsonToken.VALUE_FALSE)) {
            throw refused(source, row, source.shown() + " is neither true nor false");
        }
        memory.put(row, (byte) (source.at(JsonToken.VALUE_TRUE) ? 1 : 0));
    }
}
