package io.ipyrpc.json;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.data.ValueIndex;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Encodes frames, series and their indexes (§2.2). */
final class FrameEncoder {
    private final ValueEncoder values;
    private final JsonGenerator generator;
    private final ArrayEncoder arrays;
    private final int depth;

    FrameEncoder(ValueEncoder values, int depth) {
        values.enter(depth);
        this.values = values;
        this.generator = values.generator;
        this.arrays = new ArrayEncoder(values, depth);
        this.depth = depth;
    }

    void frame(DataFrame frame) {
        values.start(Types.FRAME);
        generator.writeStartObject();
        generator.writeName("row_index");
        index(frame.rowIndex());
        generator.writeName("columns");
        index(frame.columnIndex());
        generator.writeName("data");
        records(frame);
        end();
    }

    void series(Series series) {
        values.start(Types.SERIES);
        generator.writeStartObject();
        name("name", series.name());
        generator.writeName("row_index");
        index(series.rowIndex());
        generator.writeName("data");
        arrays.column(series.column());
        end();
    }

    private void end() {
        generator.writeEndObject();
        generator.writeEndObject();
    }

    private void index(Index index) {
        if (index instanceof RangeIndex range) {
            values.start(Types.RANGE_INDEX);
            generator.writeStartObject();
            generator.writeName("start");
            generator.writeNumber(range.start());
            generator.writeName("stop");
            generator.writeNumber(range.stop());
            generator.writeName("step");
            generator.writeNumber(range.step());
            name("name", range.name());
        } else if (index instanceof ValueIndex labels) {
            values.start(Types.INDEX);
            generator.writeStartObject();
            name("name", labels.name());
            generator.writeName("values");
            arrays.column(labels.values());
        } else {
            MultiIndex multi = (MultiIndex) index;
            values.start(Types.MULTI_INDEX);
            generator.writeStartObject();
            name("names", multi.names());
            generator.writeName("arrays");
            generator.writeStartArray();
            multi.arrays().forEach(arrays::column);
            generator.writeEndArray();
        }
        end();
    }

    private void name(String member, Object name) {
        generator.writeName(member);
        values.value(name, depth + 1);
    }

    private void records(DataFrame frame) {
        List<Column> columns = frame.columns();
        List<String> names = fieldNames(frame.columnIndex(), columns.size());
        values.start(Types.NDARRAY);
        generator.writeStartObject();
        generator.writeName("dtype");
        generator.writeStartArray();
        for (int i = 0; i < columns.size(); i++) {
            DType dtype = columns.get(i).dtype();
            if (dtype.kind() == DType.Kind.RECORD) {
                throw new UnsendableException(
                        "column '" + Shown.cut(names.get(i)) + "' is of records; a column has one dtype");
            }
            generator.writeStartArray();
            values.text(names.get(i));
            values.text(dtype.name());
            generator.writeEndArray();
        }
        generator.writeEndArray();
        arrays.shapeAndData(frame.rows());
        List<CellWriter> cells = columns.stream().map(arrays::cells).toList();
        for (int row = 0; row < frame.rows(); row++) {
            CellWriter.row(generator, cells, row);
        }
        arrays.end();
    }

    /** The labels where these are distinct texts, else f0, f1, …. */
    private static List<String> fieldNames(Index labels, int n) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < n; i++) {
            if (!(labels.label(i) instanceof String name) || !names.add(name)) {
                return java.util.stream.IntStream.range(0, n)
                        .mapToObj(k -> "f" + k)
                        .toList();
            }
        }
        return List.copyOf(names);
    }
}
