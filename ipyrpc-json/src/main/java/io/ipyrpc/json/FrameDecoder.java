package io.ipyrpc.json;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** Decodes the data of {@code pandas} and {@code pandas.Series} (§2.2), its members in any order. */
final class FrameDecoder {
    private final ValueDecoder values;
    private final Source source;
    private final int depth;
    private final IndexDecoder indexes;

    FrameDecoder(ValueDecoder values, int depth) {
        this.values = values;
        this.source = values.source;
        this.depth = depth;
        this.indexes = new IndexDecoder(depth);
        source.enter(depth);
    }

    /** The frame or series whose data has been entered: the source is at its first name. */
    Object value(String type) {
        boolean frame = type.equals(Types.FRAME);
        Map<String, Object> parts = new LinkedHashMap<>();
        while (!source.at(JsonToken.END_OBJECT)) {
            String name = Tree.newName(source, parts);
            source.next();
            parts.put(name, part(frame, name));
            source.next();
        }
        for (String needed : List.of("row_index", frame ? "columns" : "name", "data")) {
            if (!parts.containsKey(needed)) {
                throw source.bad(type + ": " + needed + " is missing");
            }
        }
        try {
            Index rows = (Index) parts.get("row_index");
            return frame
                    ? DataFrame.of(rows, (Index) parts.get("columns"), ((Columns) parts.get("data")).columns())
                    : new Series(parts.get("name"), rows, (Column) parts.get("data"));
        } catch (IllegalArgumentException e) {
            throw source.bad(type + ": " + e.getMessage());
        }
    }

    private Object part(boolean frame, String name) {
        if (name.equals("row_index") || (frame && name.equals("columns"))) {
            return indexes.index(values, name);
        } else if (name.equals("data")) {
            return frame ? records() : IndexDecoder.column(values, "data", depth);
        } else if (!frame && name.equals("name")) {
            return values.value(depth + 1);
        }
        return source.tree();
    }

    /** All columns of a frame. */
    private record Columns(List<Column> columns) {}

    private Columns records() {
        return Envelope.read(values, "data", (type, inside) -> {
            IndexDecoder.needArray(inside, "data", type);
            return new ArrayDecoder(inside, depth)
                    .members((array, dtype, shape) -> columns(inside, array, dtype, shape));
        });
    }

    private Columns columns(ValueDecoder inside, ArrayDecoder array, Object dtype, long[] shape) {
        if (!(dtype instanceof List<?> fields) || shape.length != 1) {
            throw inside.source.bad("pandas: data has a list of fields as its dtype and one dimension, not "
                    + Shown.tree(dtype) + " and " + ArrayDecoder.text(shape));
        }
        List<Sink> sinks = new ArrayList<>(fields.size());
        for (Object field : fields) {
            sinks.add(sink(inside, array, field));
        }
        int rows = new Rows(inside.source, sinks, shape)
                .read((from, row) -> RecordSink.takeRow("pandas", sinks, from, row));
        List<Column> columns = new ArrayList<>(sinks.size());
        for (Sink sink : sinks) {
            columns.add(column(array.finish(sink, rows, rows)));
        }
        return new Columns(columns);
    }

    private Sink sink(ValueDecoder inside, ArrayDecoder array, Object field) {
        String name;
        try {
            name = ArrayDecoder.fieldName(field);
        } catch (IllegalArgumentException e) {
            throw inside.source.bad("pandas: " + e.getMessage());
        }
        DType dtype = array.dtype(((List<?>) field).get(1));
        if (dtype.kind() == DType.Kind.RECORD) {
            throw inside.source.bad("pandas: column '" + Shown.cut(name) + "' is of records; a column has one dtype");
        }
        return Sink.of(dtype, "column '" + Shown.cut(name) + "' (" + dtype + ")", true, inside, depth);
    }

    static Column column(ArrayDecoder.Filled filled) {
        if (filled.missing() == null) {
            return Column.of(filled.array());
        }
        int rows = (int) filled.array().size();
        boolean[] present = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            present[row] = !filled.missing().get(row);
        }
        return Column.of(filled.array(), NdArray.of(present));
    }
}
