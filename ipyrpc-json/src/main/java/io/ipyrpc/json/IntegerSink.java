package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import java.math.BigInteger;
import tools.jackson.core.JsonToken;

/** {@code i1 i2 i4 i8 u1 u2 u4 u8}: whole numbers in their range. */
final class IntegerSink extends BufferSink {
    private final int size;
    private final boolean wide;
    private final long min;
    private final long max;

    IntegerSink(DType dtype, String label, boolean nullable) {
        super(dtype, label, nullable, dtype.itemSize());
        boolean signed = dtype.kind() == DType.Kind.INT;
        size = dtype.itemSize();
        wide = !signed && size == 8;
        min = signed ? Long.MIN_VALUE >> (64 - 8 * size) : 0;
        max = signed || wide ? Long.MAX_VALUE >> (64 - 8 * size) : -1L >>> (64 - 8 * size);
    }

    @Override
    void take(Source source, int row) {
        if (!source.at(JsonToken.VALUE_NUMBER_INT)) {
            throw refused(source, row, source.shown() + " is no whole number");
        }
        Number number = source.number();
        long value = number.longValue();
        boolean fits = number instanceof Long
                ? value >= min && (wide || value <= max)
                : wide && ((BigInteger) number).signum() > 0 && ((BigInteger) number).bitLength() <= 64;
        if (!fits) {
            throw refused(
                    source,
                    row,
                    source.shown() + " is not from " + min + " to "
                            + (wide ? Long.toUnsignedString(-1) : Long.toString(max)));
        }
        switch (size) {
            case 1 -> memory.put(row, (byte) value);
            case 2 -> memory.putShort(2 * row, (short) value);
            case 4 -> memory.putInt(4 * row, (int) value);
            default -> memory.putLong(8 * row, value);
        }
    }
}
