package io.ipyrpc.convert;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.util.ArrayList;
import java.util.List;

/** An array from nested lists: i8 where all are whole numbers, f8, b1 or str. */
final class ListArray {
    private final List<Object> elements = new ArrayList<>();
    private final long[] shape;

    private ListArray(List<?> list) {
        List<Long> dimensions = new ArrayList<>();
        Object level = list;
        while (level instanceof List<?> items && dimensions.size() < 32) {
            dimensions.add((long) items.size());
            level = items.isEmpty() ? null : items.get(0);
        }
        shape = dimensions.stream().mapToLong(Long::longValue).toArray();
        gather(list, 0);
    }

    static NdArray of(List<?> list) {
        return new ListArray(list).toArray();
    }

    private void gather(Object value, int depth) {
        if (depth == shape.length) {
            if (value instanceof List) {
                throw new ConversionException("lists of different depth are not an ndarray");
            }
            elements.add(value);
            return;
        }
        if (!(value instanceof List<?> items) || items.size() != shape[depth]) {
            throw new ConversionException("rows of different length are not an ndarray: " + Shown.value(value)
                    + " where " + shape[depth] + " items are needed");
        }
        items.forEach(item -> gather(item, depth + 1));
    }

    private NdArray toArray() {
        if (elements.stream().allMatch(Boolean.class::isInstance) && !elements.isEmpty()) {
            return filled(DType.BOOL);
        }
        if (elements.stream().allMatch(item -> item instanceof Long || item instanceof Integer)
                && !elements.isEmpty()) {
            return filled(DType.INT64);
        }
        if (elements.stream().allMatch(Number.class::isInstance)) {
            return filled(DType.FLOAT64);
        }
        if (elements.stream().allMatch(item -> item == null || item instanceof String)) {
            return NdArray.objects(DType.STR, elements.toArray(), shape);
        }
        throw new ConversionException("a list of different kinds is not an ndarray");
    }

    private NdArray filled(DType dtype) {
        NdArray array = NdArray.zeros(dtype, shape);
        Converter element = Scalars.of(dtype == DType.FLOAT64 ? double.class : Object.class);
        for (int i = 0; i < elements.size(); i++) {
            Object value = elements.get(i);
            array.setItem(i, element == null ? value : element.convert(value));
        }
        return array;
    }
}
