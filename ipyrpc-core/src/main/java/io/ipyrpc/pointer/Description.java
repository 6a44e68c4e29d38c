package io.ipyrpc.pointer;

import io.ipyrpc.convert.Lowering;
import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Footprint;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values in a few numbers: what {@code _describe} answers (§5.1). */
final class Description {
    private static final int MOST_DEPTH = 100;

    private Description() {}

    static Map<String, Object> of(Object value) {
        Map<String, Object> told = PointerInfo.of(value, Footprint.of(value));
        if (value instanceof DataFrame frame) {
            Map<String, Object> columns = new LinkedHashMap<>();
            for (int i = 0; i < frame.columnCount(); i++) {
                String label = String.valueOf(frame.columnIndex().label(i));
                columns.put(columns.containsKey(label) ? label + " (" + i + ")" : label, of(frame.column(i)));
            }
            told.put("describe", columns);
        } else if (value instanceof Series series) {
            told.putAll(of(series.column()));
        } else if (value instanceof NdArray array) {
            told.putAll(of(array, null));
        } else if (value != null && PointerInfo.isOfNumbers(value.getClass())) {
            told.putAll(of((NdArray) Lowering.lower(value, MOST_DEPTH), null));
        }
        return told;
    }

    private static Map<String, Object> of(Column column) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("dtype", PointerInfo.dtype(column.dtype()));
        if (isNumber(column.dtype())) {
            told.putAll(of(column.values(), column.validity().orElse(null)));
            return told;
        }
        long count = 0;
        for (long i = 0; i < column.size(); i++) {
            count += column.isMissing(i) ? 0 : 1;
        }
        told.put("count", count);
        return told;
    }

    private static boolean isNumber(DType type) {
        return type.kind() == DType.Kind.INT || type.kind() == DType.Kind.UINT || type.kind() == DType.Kind.FLOAT;
    }

    private static Map<String, Object> of(NdArray array, NdArray validity) {
        if (!isNumber(array.dtype())) {
            return Map.of("count", array.size());
        }
        Moments moments = new Moments(array.size());
        long rows = array.rank() == 0 ? 1 : array.shape()[0];
        long width = rows == 0 ? 1 : Math.max(1, array.size() / rows);
        long step = Math.max(1, Moments.CHUNK / width);
        for (long row = 0; row < rows && array.size() > 0; row += step) {
            NdArray some = array.rank() == 0 ? array : array.slice(row, Math.min(rows, row + step));
            double[] numbers = some.doubles();
            if (validity != null) {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Boolean.TRUE.equals(validity.item(row + i)) ? numbers[i] : Double.NaN;
                }
            }
            moments.add(numbers);
        }
        return moments.toMap();
    }
}
