package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import tools.jackson.core.JsonToken;

/** {@code S<n>}: base64 of at most n bytes, filled up with zeros. */
final class BytesSink extends BufferSink {
    BytesSink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, dtype.itemSize());
    }

    @Override
    void take(Source source, int row) {
        if (!source.at(JsonToken.VALUE_STRING)) {
            throw refused(source, row, source.shown() + " is no base64 text");
        }
        byte[] bytes = Scalars.bytes(label() + ", element " + row, source.text(), source);
        if (bytes.length > dtype.itemSize()) {
            throw refused(source, row, bytes.length + " bytes, more than " + dtype.itemSize());
        }
        memory.put(dtype.itemSize() * row, bytes);
    }
}
