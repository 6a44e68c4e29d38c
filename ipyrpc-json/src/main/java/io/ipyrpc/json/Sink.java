package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.RpcException;
import java.util.BitSet;
import tools.jackson.core.JsonToken;

/** Takes the elements of one array or column, in C order, into the array's own memory. */
abstract class Sink {
    final DType dtype;

    /** What it is in messages, such as {@code i1} or {@code column 'a' (i1)}. */
    private final String label;

    /** The elements that are missing; null where none may be. */
    private final BitSet missing;

    Sink(DType dtype, String label, boolean nullable) {
        this.dtype = dtype;
        this.label = label;
        this.missing = nullable ? new BitSet() : null;
    }

    /**
     * A sink for elements of one type.
     *
     * @param label what it is in messages
     * @param nullable whether null is a missing element where the type has no null of its own
     */
    static Sink of(DType dtype, String label, boolean nullable, ValueDecoder values, int depth) {
        return switch (dtype.kind()) {
            case BOOL -> new BoolSink(dtype, label, nullable);
            case INT, UINT -> new IntegerSink(dtype, label, nullable);
            case FLOAT ->
                dtype.itemSize() == 4
                        ? new Float32Sink(dtype, label, nullable)
                        : new Float64Sink(dtype, label, nullable);
            case COMPLEX -> new ComplexSink(dtype, label, nullable);
            case DATETIME, TIMEDELTA -> new TicksSink(dtype, label);
            case UNICODE -> new UnicodeSink(dtype, label, nullable);
            case BYTES -> new BytesSink(dtype, label, nullable);
            case STR, OBJECT -> new ObjectSink(dtype, label, values, depth);
            case RECORD -> new RecordSink(dtype, label, values, depth);
        };
    }

    /** Bytes of memory that a row takes. */
    abstract long width();

    /** Whether memory may be taken for more rows than have come, within what the arrived bytes allow. */
    boolean isPreallocated() {
        return true;
    }

    /** Makes room. */
    abstract void reserve(int rows);

    /** Takes the element that the source is at, which is not null unless the type has nulls of its own. */
    abstract void take(Source source, int row);

    /** The array of what came; the rows are those reserved last. */
    abstract NdArray finish(int rows, long... shape);

    boolean takesNull() {
        return false;
    }

    final void element(Source source, int row) {
        if (source.token != JsonToken.VALUE_NULL || takesNull()) {
            take(source, row);
        } else if (missing != null) {
            missing.set(row);
        } else {
            throw refused(source, row, "null has no place here");
        }
    }

    /** The missing elements, or null where there are none. */
    final BitSet missing() {
        return missing == null || missing.isEmpty() ? null : missing;
    }

    final String label() {
        return label;
    }

    final RpcException refused(Source source, int row, String why) {
        return refused(label, source, row, why);
    }

    static RpcException refused(String label, Source source, int row, String why) {
        return source.bad(label + ", element " + row + ": " + why);
    }
}
