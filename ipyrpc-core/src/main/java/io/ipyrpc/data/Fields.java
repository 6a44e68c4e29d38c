package io.ipyrpc.data;

import java.util.List;

/** Single fields of arrays of records. */
final class Fields {
    private Fields() {}

    static NdArray of(NdArray records, String name) {
        List<DType.Field> fields = records.dtype().fields();
        long offset = 0;
        for (int i = 0; i < fields.size(); i++) {
            DType.Field field = fields.get(i);
            if (field.name().equals(name)) {
                return records.memory.bytes == null ? copy(records, i) : records.as(field.type(), offset);
            }
            offset += field.type().itemSize();
        }
        throw new IllegalArgumentException("no field '" + name + "' in " + records.dtype() + "; known: "
                + fields.stream().map(DType.Field::name).toList());
    }

    /** Of records that are kept as lists. */
    private static NdArray copy(NdArray records, int index) {
        NdArray target = NdArray.zeros(records.dtype().fields().get(index).type(), records.layout.shape);
        int step = target.memory.bytes == null ? 1 : target.dtype().itemSize();
        int[] next = {0};
        records.layout.forEach(place -> {
            target.memory.set(next[0], ((List<?>) records.memory.get(place)).get(index));
            next[0] += step;
        });
        return target;
    }
}
