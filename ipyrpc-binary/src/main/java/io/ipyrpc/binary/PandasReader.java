package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A data frame or series of one frame (§2.3): the mirror image of {@link PandasWriter}. */
final class PandasReader {
    private final FrameInput in;
    private final TreeReader values;
    private final ArrayReader arrays;
    private final int depth;

    PandasReader(FrameInput in, TreeReader values, int depth) {
        this.in = in;
        this.values = values;
        this.arrays = new ArrayReader(in, values);
        this.depth = depth;
        values.enter(depth);
    }

    DataFrame frame() throws IOException {
        long rows = rows();
        List<?> fields = fields();
        Index rowIndex = index("row_index", rows);
        Index labels = index("columns", fields.size());
        List<Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            columns.add(column(fields.get(i), rows, "field " + i));
        }
        needAllRead();
        return DataFrame.of(rowIndex, labels, columns);
    }

    Series series() throws IOException {
        long rows = rows();
        List<?> fields = fields();
        if (fields.size() != 1) {
            throw in.bad("a series has one field, not " + fields.size());
        }
        Object name = values.value(in.metadata().get("name"), depth + 1);
        Index index = index("row_index", rows);
        Column column = column(fields.get(0), rows, "field 0");
        needAllRead();
        return new Series(name, index, column);
    }

    private long rows() {
        if (in.metadata().get("rows") instanceof Long rows && rows >= 0) {
            return rows;
        }
        throw in.bad("rows is a whole number from 0 of at most 64 bits, not "
                + Shown.json(in.metadata().get("rows")));
    }

    private List<?> fields() {
        if (in.metadata().get("fields") instanceof List<?> fields) {
            return fields;
        }
        throw in.bad("fields is a list, not " + Shown.json(in.metadata().get("fields")));
    }

    private void needAllRead() {
        if (in.left() > 0) {
            throw in.bad("the buffers end " + in.left() + " bytes before the data does");
        }
    }

    private Index index(String what, long labels) throws IOException {
        Index index = IndexTree.read(
                in.metadata().get(what), what, values, depth, (Object field) -> column(field, labels, what));
        if (index.size() != labels) {
            throw in.bad(what + " has " + index.size() + " labels, not " + labels);
        }
        return index;
    }

    /** The column of the next buffer. */
    private Column column(Object field, long n, String what) throws IOException {
        if (!(field instanceof Map<?, ?> members) || !(members.get("size") instanceof Long size) || size < 0) {
            throw in.bad(what + " is an object of dtype and size, a whole number from 0, not "
                    + (field instanceof Map<?, ?> map
                            ? "one of size " + Shown.json(map.get("size"))
                            : Shown.json(field)));
        }
        WireType type = WireType.parse(members.get("dtype"));
        ArrayTreeReader.noRecords(type.type(), what);
        NdArray validity = validity(members.get("validity"), n, what);
        NdArray elements = elements(type, n, size, validity, what);
        in.skipPadding(size);
        return validity == null || !type.type().isFixedSize() ? Column.of(elements) : Column.of(elements, validity);
    }

    private NdArray elements(WireType type, long n, long size, NdArray validity, String what) throws IOException {
        if (!type.type().isFixedSize()) {
            Object[] objects = arrays.objects(type.type(), n, size, depth);
            for (int i = 0; validity != null && i < n; i++) {
                objects[i] = validity.getLong(i) == 0 ? null : objects[i];
            }
            return NdArray.objects(type.type(), objects, n);
        }
        long expected = arrays.size(type, n);
        if (size != expected) {
            throw in.bad(what + ": " + n + " elements of "
                    + Shown.cut(type.type().name()) + " take " + expected + " bytes, its size is " + size);
        }
        return NdArray.wrap(type.type(), arrays.fixed(type, size), n);
    }

    /** Which elements are there, or null where all are. */
    private NdArray validity(Object marked, long n, String what) throws IOException {
        if (marked == null || marked.equals(false)) {
            return null;
        }
        if (!marked.equals(true)) {
            throw in.bad(what + ": validity is true or false, not " + Shown.json(marked));
        }
        ByteBuffer bytes = in.view(n);
        in.skipPadding(n);
        for (int i = 0; i < bytes.limit(); i++) {
            if ((bytes.get(i) & ~1) != 0) {
                throw in.bad(what + ": the validity of element " + i + " is 0 or 1, not " + (bytes.get(i) & 0xFF));
            }
        }
        return NdArray.wrap(DType.BOOL, bytes, n);
    }
}
