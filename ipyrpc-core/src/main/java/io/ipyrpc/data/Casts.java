package io.ipyrpc.data;

import io.ipyrpc.data.DType.Kind;

/** Conversions of whole arrays from one element type to another, exact or refused, but for the rounding of floats. */
final class Casts {
    private Casts() {}

    static NdArray cast(NdArray source, DType type) {
        DType from = source.dtype();
        if (!castable(from, type)) {
            throw new IllegalArgumentException("no conversion from " + from + " to " + type);
        }
        NdArray target = NdArray.zeros(type, source.layout.shape);
        Elements elements = target.memory.elements;
        int step = elements == null ? 1 : type.itemSize();
        int[] next = {0};
        boolean longs = isLongs(from) && elements != null && type.kind() != Kind.COMPLEX;
        boolean doubles = from.kind() == Kind.FLOAT && type.isReal();
        source.layout.forEach(place -> {
            if (longs) {
                elements.setLong(target.memory.bytes, next[0], source.memory.getLong(place));
            } else if (doubles) {
                elements.setDouble(target.memory.bytes, next[0], source.memory.getDouble(place));
            } else {
                target.memory.set(next[0], value(source.memory.get(place), from, type));
            }
            next[0] += step;
        });
        return target;
    }

    /** Types whose every element is a long; u8 is not. */
    private static boolean isLongs(DType type) {
        return type.kind() == Kind.BOOL
                || type.kind() == Kind.INT
                || (type.kind() == Kind.UINT && type.itemSize() < 8)
                || isTime(type);
    }

    private static boolean isTime(DType type) {
        return type.kind() == Kind.DATETIME || type.kind() == Kind.TIMEDELTA;
    }

    private static boolean isText(DType type) {
        return type.kind() == Kind.STR || type.kind() == Kind.UNICODE;
    }

    private static boolean castable(DType from, DType to) {
        return from.equals(to)
                || to.kind() == Kind.OBJECT
                || (isNumber(from) && isNumber(to))
                || (isText(from) && isText(to))
                || (isTime(from) && to.equals(DType.INT64))
                || (from.equals(DType.INT64) && isTime(to))
                || (from.kind() == Kind.BYTES && to.kind() == Kind.BYTES);
    }

    private static boolean isNumber(DType type) {
        return type.isReal() || type.kind() == Kind.COMPLEX;
    }

    private static Object value(Object value, DType from, DType to) {
        if (to.kind() == Kind.BOOL) {
            return value instanceof Complex c ? c.re() != 0 || c.im() != 0 : ((Number) value).doubleValue() != 0;
        }
        if (value instanceof Complex c && to.isReal()) {
            if (c.im() != 0) {
                throw new IllegalArgumentException(c + " has an imaginary part, which " + to + " has not");
            }
            return c.re();
        }
        return value instanceof Boolean bool && isNumber(to) ? (Object) (bool ? 1L : 0L) : value;
    }
}
