package io.ipyrpc.json;

import io.ipyrpc.data.DType;

/** {@code f4}: rounded once, from the text. */
final class Float32Sink extends BufferSink {
    Float32Sink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, 4);
    }

    @Override
    void take(Source source, int row) {
        memory.putFloat(4 * row, read(this, source, row));
    }

    static float read(Sink sink, Source source, int row) {
        return source.atNumber() ? source.float32() : (float) Float64Sink.read(sink, source, row);
    }
}
