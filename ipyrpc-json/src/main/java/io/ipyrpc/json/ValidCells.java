package io.ipyrpc.json;

import io.ipyrpc.data.NdArray;
import java.nio.ByteBuffer;
import tools.jackson.core.JsonGenerator;

/** The cells of a column some of which are missing. */
final class ValidCells implements CellWriter {
    private final CellWriter cells;
    private final ByteBuffer validity;

    ValidCells(CellWriter cells, NdArray validity) {
        this.cells = cells;
        this.validity = validity.data();
    }

    @Override
    public void write(JsonGenerator generator, int i) {
        if (validity.get(i) == 0) {
            generator.writeNull();
        } else {
            cells.write(generator, i);
        }
    }
}
