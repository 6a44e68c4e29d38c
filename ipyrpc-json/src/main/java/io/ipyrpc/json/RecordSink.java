package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JsonToken;

/** Records: a list of the fields' values each; kept field by field, packed at the end. */
final class RecordSink extends Sink {
    private final List<Sink> fields;

    RecordSink(DType dtype, String label, ValueDecoder values, int depth) {
        super(dtype, label, false);
        List<Sink> sinks = new ArrayList<>();
        for (DType.Field field : dtype.fields()) {
            sinks.add(of(
                    field.type(),
                    "field '" + Shown.cut(field.name()) + "' (" + field.type() + ")",
                    false,
                    values,
                    depth));
        }
        fields = sinks;
    }

    @Override
    long width() {
        return fields.stream().mapToLong(Sink::width).sum();
    }

    @Override
    boolean isPreallocated() {
        return fields.stream().allMatch(Sink::isPreallocated);
    }

    @Override
    void reserve(int rows) {
        fields.forEach(field -> field.reserve(rows));
    }

    @Override
    void take(Source source, int row) {
        takeRow(label(), fields, source, row);
    }

    /** One list with an element for each sink. */
    static void takeRow(String label, List<Sink> fields, Source source, int row) {
        if (!source.at(JsonToken.START_ARRAY)) {
            throw refused(label, source, row, source.shown() + " is no list of the fields' values");
        }
        int n = 0;
        while (source.next() != JsonToken.END_ARRAY) {
            if (n == fields.size()) {
                throw refused(label, source, row, "more values than fields");
            }
            fields.get(n++).element(source, row);
        }
        if (n < fields.size()) {
            throw refused(label, source, row, n + " of the values of " + fields.size() + " fields");
        }
    }

    @Override
    NdArray finish(int rows, long... shape) {
        List<NdArray> columns = fields.stream().map(f -> f.finish(rows, rows)).toList();
        return dtype.isFixedSize() ? packed(columns, rows, shape) : listed(columns, rows, shape);
    }

    private NdArray packed(List<NdArray> columns, int rows, long... shape) {
        int size = dtype.itemSize();
        ByteBuffer all = ByteBuffer.allocate(rows * size);
        int offset = 0;
        for (NdArray column : columns) {
            ByteBuffer data = column.data();
            int width = column.dtype().itemSize();
            for (int row = 0; row < rows; row++) {
                all.put(row * size + offset, data, row * width, width);
            }
            offset += width;
        }
        return NdArray.wrap(dtype, all, shape);
    }

    private NdArray listed(List<NdArray> columns, int rows, long... shape) {
        Object[] records = new Object[rows];
        for (int row = 0; row < rows; row++) {
            List<Object> values = new ArrayList<>(columns.size());
            for (NdArray column : columns) {
                values.add(column.item(row));
            }
            records[row] = Collections.unmodifiableList(values);
        }
        return NdArray.objects(dtype, records, shape);
    }
}
