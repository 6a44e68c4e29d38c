package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import tools.jackson.core.JsonToken;

/** {@code M8 m8}: int64 ticks, null being NaT, the lowest. */
final class TicksSink extends BufferSink {
    TicksSink(DType dtype, String label) {
        super(dtype, label, false, 8);
    }

    @Override
    boolean takesNull() {
        return true;
    }

    @Override
    void take(Source source, int row) {
        if (source.at(JsonToken.VALUE_NULL)) {
            memory.putLong(8 * row, Long.MIN_VALUE);
            return;
        }
        if (!source.at(JsonToken.VALUE_NUMBER_INT)) {
            throw refused(source, row, source.shown() + " is no whole number of ticks");
        }
        if (!(source.number() instanceof Long ticks)) {
            throw refused(source, row, source.shown() + " is not from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
        memory.putLong(8 * row, ticks);
    }
}
