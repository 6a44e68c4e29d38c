package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records, packed: their fields one after the other; read as a list of the fields' values. */
final class RecordElements extends Elements {
    private final List<Elements> fields;

    RecordElements(DType type) {
        super(type);
        fields = type.fields().stream().map(f -> Elements.of(f.type())).toList();
    }

    @Override
    Object get(ByteBuffer b, int at) {
        return values(b, at, false);
    }

    @Override
    Object raw(ByteBuffer b, int at) {
        return values(b, at, true);
    }

    private List<Object> values(ByteBuffer b, int at, boolean raw) {
        List<Object> values = new ArrayList<>(fields.size());
        int next = at;
        for (Elements field : fields) {
            values.add(raw ? field.raw(b, next) : field.get(b, next));
            next += field.type.itemSize();
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        if (!(value instanceof List<?> values)) {
            throw refused(value);
        }
        if (values.size() != fields.size()) {
            throw new IllegalArgumentException(
                    "a record of " + values.size() + " values; " + type + " needs " + fields.size());
        }
        int next = at;
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).set(b, next, values.get(i));
            next += fields.get(i).type.itemSize();
        }
    }

    @Override
    boolean same(ByteBuffer a, int i, ByteBuffer b, int j) {
        int offset = 0;
        for (Elements field : fields) {
            if (!field.same(a, i + offset, b, j + offset)) {
                return false;
            }
            offset += field.type.itemSize();
        }
        return true;
    }

    @Override
    int hash(ByteBuffer b, int at) {
        int hash = 1;
        int next = at;
        for (Elements field : fields) {
            hash = 31 * hash + field.hash(b, next);
            next += field.type.itemSize();
        }
        return hash;
    }
}
