package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import tools.jackson.core.JsonToken;

/** {@code c8 c16}: pairs of floats. */
final class ComplexSink extends BufferSink {
    private final boolean single;

    ComplexSink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, dtype.itemSize());
        single = dtype.itemSize() == 8;
    }

    @Override
    void take(Source source, int row) {
        if (!source.at(JsonToken.START_ARRAY)) {
            throw refused(source, row, source.shown() + " is no pair [re, im]");
        }
        for (int part = 2 * row; part < 2 * row + 2; part++) {
            source.next();
            if (single) {
                memory.putFloat(4 * part, Float32Sink.read(this, source, row));
            } else {
                memory.putDouble(8 * part, Float64Sink.read(this, source, row));
            }
        }
        if (source.next() != JsonToken.END_ARRAY) {
            throw refused(source, row, "more than two numbers are no pair [re, im]");
        }
    }
}
