package io.ipyrpc.pointer;

import io.ipyrpc.data.DataPointer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pointers for people: what the value is, how large, and where; never the secret. */
public final class PointerText {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private PointerText() {}

    /** The pointer on one line. */
    public static String of(DataPointer pointer) {
        Map<String, Object> info = pointer.info();
        StringBuilder text = new StringBuilder(String.valueOf(info.getOrDefault("type", "value")));
        for (String name : List.of("class", "dtype")) {
            text.append(info.containsKey(name) ? " " + info.get(name) : "");
        }
        long[] shape = shape(info);
        if (shape.length > 0 || info.containsKey("shape")) {
            text.append(' ').append(Arrays.toString(shape));
        } else if (info.containsKey("length")) {
            text.append(" of ").append(info.get("length"));
        }
        if (info.get("nbytes") instanceof Number size) {
            text.append(", ").append(size(size.longValue()));
        }
        return text.append(", at ").append(pointer.protocol()).append("://").append(pointer.host())
                + (pointer.port() == 0 ? "" : ":" + pointer.port());
    }

    /** The sizes of an array's axes, or a frame's rows and columns; empty where there are none. */
    public static long[] shape(Map<String, Object> info) {
        List<?> sizes = info.get("shape") instanceof List<?> list
                ? list
                : info.containsKey("rows") ? Arrays.asList(info.get("rows"), info.get("columns")) : List.of();
        return sizes.stream()
                .filter(Number.class::isInstance)
                .mapToLong(size -> ((Number) size).longValue())
                .toArray();
    }

    private static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
