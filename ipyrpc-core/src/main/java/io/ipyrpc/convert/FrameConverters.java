package io.ipyrpc.convert;

import io.ipyrpc.data.DataFrame;
import java.util.Map;

/** Conversion to data frames: a dict of columns is one too, so that people can type them. */
final class FrameConverters {
    private FrameConverters() {}

    static Object toDataFrame(Object value) {
        if (value instanceof DataFrame) {
            return value;
        }
        if (!(value instanceof Map<?, ?> columns)) {
            throw ConversionException.mismatch(value, "a DataFrame");
        }
        DataFrame.Builder frame = DataFrame.builder();
        for (Map.Entry<?, ?> column : columns.entrySet()) {
            if (column.getValue() == null) {
                throw ConversionException.mismatch(null, "a column").in(String.valueOf(column.getKey()));
            }
            try {
                frame.column(String.valueOf(column.getKey()), column.getValue());
            } catch (IllegalArgumentException e) {
                throw new ConversionException(e.getMessage()).in(String.valueOf(column.getKey()));
            }
        }
        try {
            return frame.build();
        } catch (IllegalArgumentException e) {
            throw new ConversionException(e.getMessage());
        }
    }
}
