package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.util.Arrays;
import tools.jackson.core.JsonToken;

/** {@code str} and {@code O}: texts or any values, kept as Java objects. */
final class ObjectSink extends Sink {
    private static final int BYTES_OF_A_REFERENCE = 8;

    private final ValueDecoder values;
    /** Of the elements. */
    private final int depth;

    private Object[] objects = {};

    ObjectSink(DType dtype, String label, ValueDecoder values, int depth) {
        super(dtype, label, false);
        this.values = values;
        this.depth = depth + Jackson.LEVELS_OF_AN_ARRAY;
        if (dtype.kind() == DType.Kind.OBJECT) {
            values.source.enter(this.depth - 1);
        }
    }

    @Override
    long width() {
        return BYTES_OF_A_REFERENCE;
    }

    @Override
    boolean isPreallocated() {
        return false;
    }

    @Override
    void reserve(int rows) {
        objects = Arrays.copyOf(objects, rows);
    }

    @Override
    boolean takesNull() {
        return true;
    }

    @Override
    void take(Source source, int row) {
        if (dtype.kind() == DType.Kind.OBJECT) {
            objects[row] = values.value(depth);
        } else if (source.at(JsonToken.VALUE_STRING)) {
            objects[row] = source.text();
        } else if (!source.at(JsonToken.VALUE_NULL)) {
            throw refused(source, row, source.shown() + " is no text");
        }
    }

    @Override
    NdArray finish(int rows, long... shape) {
        return NdArray.objects(dtype, objects.length == rows ? objects : Arrays.copyOf(objects, rows), shape);
    }
}
