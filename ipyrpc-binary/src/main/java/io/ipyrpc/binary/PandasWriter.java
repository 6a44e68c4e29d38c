package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A data frame or series as one frame (§2.3): the metadata, and the buffers in their order. */
final class PandasWriter {
    private final int depth;
    private final List<NdArray> buffers = new ArrayList<>();
    private final Map<String, Object> metadata = new LinkedHashMap<>();

    /**
     * Looks through the columns.
     *
     * @throws CharacterCodingException if there is a text that has no UTF-8 form
     */
    PandasWriter(DataFrame frame, int depth) throws CharacterCodingException {
        this.depth = depth;
        TreeWriter.enter(depth);
        metadata.put("type", Types.FRAME);
        metadata.put("rows", frame.rows());
        metadata.put("row_index", index(frame.rowIndex()));
        metadata.put("columns", index(frame.columnIndex()));
        List<Object> fields = new ArrayList<>(frame.columnCount());
        for (Column column : frame.columns()) {
            fields.add(field(column));
        }
        metadata.put("fields", fields);
    }

    /**
     * Looks through the values and labels.
     *
     * @throws CharacterCodingException if there is a text that has no UTF-8 form
     */
    PandasWriter(Series series, int depth) throws CharacterCodingException {
        this.depth = depth;
        TreeWriter.enter(depth);
        metadata.put("type", Types.SERIES);
        metadata.put("name", TreeWriter.tree(series.name(), depth + 1));
        metadata.put("rows", series.size());
        metadata.put("row_index", index(series.rowIndex()));
        metadata.put("fields", List.of(field(series.column())));
    }

    private Map<String, Object> index(Index index) throws CharacterCodingException {
        return IndexTree.of(index, depth, this::field);
    }

    private Map<String, Object> field(Column column) throws CharacterCodingException {
        DType type = PandasTree.noRecords(column);
        NdArray elements = Buffers.of(column, depth);
        NdArray validity = validity(column);
        Map<String, Object> field = new LinkedHashMap<>(4);
        field.put("dtype", WireType.tree(type));
        field.put("size", elements.nbytes());
        if (validity != null) {
            field.put("validity", true);
            buffers.add(validity);
        }
        buffers.add(elements);
        return field;
    }

    /** Which values are there, or null where all are; JSON has a null of its own. */
    private static NdArray validity(Column column) {
        if (column.dtype().kind() == DType.Kind.STR && column.hasMissing()) {
            boolean[] there = new boolean[(int) column.size()];
            for (int i = 0; i < there.length; i++) {
                there[i] = !column.isMissing(i);
            }
            return NdArray.of(there);
        }
        return column.validity().orElse(null);
    }

    /** Writes the frame; false, and nothing is written, where the metadata is more than readers take. */
    boolean writeTo(FrameOutput out, String key) throws IOException {
        if (key != null) {
            metadata.put("key", key);
        }
        long size = 0;
        for (NdArray buffer : buffers) {
            size += buffer.nbytes() + FrameOutput.paddingOf(buffer.nbytes());
        }
        if (!out.head(metadata, size)) {
            return false;
        }
        for (NdArray buffer : buffers) {
            out.data(buffer.data());
            out.padding(buffer.nbytes());
        }
        return true;
    }
}
