package io.ipyrpc.convert;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/** Values in messages: short, and never more than needed to know them again. */
public final class Shown {
    private static final int MOST = 60;

    private Shown() {}

    /** The value in at most some sixty characters. */
    public static String value(Object value) {
        if (value instanceof String text) {
            return "'" + shortened(text) + "'";
        }
        if (value instanceof NdArray array) {
            return "an ndarray of " + array.dtype().name() + " and shape " + List.of(box(array.shape()));
        }
        if (value instanceof DataFrame || value instanceof Series) {
            return "a " + value.getClass().getSimpleName();
        }
        if (value instanceof DataPointer) {
            return "a pointer";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof List<?> list && list.size() > 10) {
            return "a list of " + list.size() + " items";
        }
        if (value instanceof Map<?, ?> map && map.size() > 10) {
            return "a dict of " + map.size() + " members";
        }
        if (value != null && value.getClass().isArray()) {
            return value.getClass().getComponentType().getSimpleName() + "[" + Array.getLength(value) + "]";
        }
        return shortened(String.valueOf(value));
    }

    private static Long[] box(long[] shape) {
        return java.util.Arrays.stream(shape).boxed().toArray(Long[]::new);
    }

    private static String shortened(String text) {
        if (text.length() <= MOST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return text.substring(0, end) + "…";
    }
}
