package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import tools.jackson.core.JsonToken;

/** {@code f8}, and {@code f2}, which is rounded at the end. */
final class Float64Sink extends BufferSink {
    /** From here on a number rounds to infinity in f2. */
    private static final double TOO_LARGE_FOR_HALF = 65520;

    private final boolean half;

    Float64Sink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, 8);
        half = dtype.itemSize() == 2;
    }

    @Override
    void take(Source source, int row) {
        double value = read(this, source, row);
        if (half && Math.abs(value) >= TOO_LARGE_FOR_HALF && !Double.isInfinite(value)) {
            throw refused(source, row, source.shown() + " is beyond the range of f2");
        }
        memory.putDouble(8 * row, value);
    }

    /** A number, or the text of one of the three that JSON has no number for. */
    static double read(Sink sink, Source source, int row) {
        if (source.atNumber()) {
            return source.float64();
        }
        double special = source.at(JsonToken.VALUE_STRING) ? Floats.special(source.text()) : 0;
        if (special == 0) {
            throw sink.refused(source, row, source.shown() + " is no number, \"NaN\", \"Infinity\" or \"-Infinity\"");
        }
        return special;
    }

    @Override
    NdArray finish(int rows, long... shape) {
        return half
                ? NdArray.wrap(DType.FLOAT64, memory.slice(0, 8 * rows), shape).astype(dtype)
                : super.finish(rows, shape);
    }
}
