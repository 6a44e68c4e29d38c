package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Elements of fixed size, in little-endian memory that grows. */
abstract class BufferSink extends Sink {
    private final int width;
    private byte[] bytes = {};
    ByteBuffer memory = ByteBuffer.wrap(bytes);

    BufferSink(DType dtype, String label, boolean nullable, int width) {
        super(dtype, label, nullable);
        this.width = width;
    }

    @Override
    final long width() {
        return width;
    }

    @Override
    final void reserve(int rows) {
        bytes = Arrays.copyOf(bytes, rows * width);
        memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    NdArray finish(int rows, long... shape) {
        return NdArray.wrap(dtype, memory.slice(0, rows * width), shape);
    }
}
