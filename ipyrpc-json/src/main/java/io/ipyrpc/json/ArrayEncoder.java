package io.ipyrpc.json;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import tools.jackson.core.JsonGenerator;

/** Encodes arrays (§2.1): type, dtype and shape first, so that a reader can take the elements as they come. */
final class ArrayEncoder {
    private final ValueEncoder values;
    private final JsonGenerator generator;
    private final int depth;

    ArrayEncoder(ValueEncoder values, int depth) {
        this.values = values;
        this.generator = values.generator;
        this.depth = depth;
    }

    void array(NdArray array) {
        start(array.dtype(), array.shape());
        elements(array.size(), CellWriter.of(array, values, depth));
        end();
    }

    /** An array with null where a value is missing. */
    void column(Column column) {
        start(column.dtype(), column.size());
        elements(column.size(), cells(column));
        end();
    }

    CellWriter cells(Column column) {
        CellWriter cells = CellWriter.of(column.values(), values, depth);
        return column.validity().isEmpty()
                ? cells
                : new ValidCells(cells, column.validity().get());
    }

    private void elements(long size, CellWriter cells) {
        for (int i = 0; i < size; i++) {
            cells.write(generator, i);
        }
    }

    private void start(DType dtype, long... shape) {
        values.start(Types.NDARRAY);
        generator.writeStartObject();
        generator.writeName("dtype");
        dtype(dtype);
        shapeAndData(shape);
    }

    void shapeAndData(long... shape) {
        generator.writeName("shape");
        generator.writeArray(shape, 0, shape.length);
        generator.writeName("data");
        generator.writeStartArray();
    }

    void end() {
        generator.writeEndArray();
        generator.writeEndObject();
        generator.writeEndObject();
    }

    private void dtype(DType dtype) {
        if (dtype.kind() != DType.Kind.RECORD) {
            values.text(dtype.name());
            return;
        }
        generator.writeStartArray();
        for (DType.Field field : dtype.fields()) {
            generator.writeStartArray();
            values.text(field.name());
            dtype(field.type());
            generator.writeEndArray();
        }
        generator.writeEndArray();
    }
}
