package io.ipyrpc.json;

import java.util.Set;

/** The type names of §2 of the protocol. */
final class Types {
    static final String NDARRAY = "np.ndarray";
    static final String FRAME = "pandas";
    static final String SERIES = "pandas.Series";
    static final String RANGE_INDEX = "pandas.RangeIndex";
    static final String INDEX = "pandas.Index";
    static final String MULTI_INDEX = "pandas.MultiIndex";
    static final String BYTES = "bytes";
    static final String DATETIME = "datetime";
    static final String DATE = "date";
    static final String TIMEDELTA = "timedelta";
    static final String DECIMAL = "decimal";
    static final String FLOAT = "float";
    static final String DICT = "dict";
    static final String POINTER = "ipyrpc_data_pointer";

    private static final Set<String> RESERVED =
            Set.of(NDARRAY, FRAME, SERIES, BYTES, DATETIME, DATE, TIMEDELTA, DECIMAL, FLOAT, DICT);
    private static final Set<String> INDEXES = Set.of(RANGE_INDEX, INDEX, MULTI_INDEX);

    private Types() {}

    /** Whether an object of this type and {@code data} alone is a typed value. */
    static boolean isReserved(String type) {
        return RESERVED.contains(type);
    }

    /** Reserved, or one of the three that stand only inside pandas. */
    static boolean isTyped(String type) {
        return RESERVED.contains(type) || INDEXES.contains(type);
    }

    /** Whether {@code data} is an object of known members. */
    static boolean isStructured(String type) {
        return type.equals(NDARRAY) || type.equals(FRAME) || type.equals(SERIES);
    }

    /** Whether an object of structured type that begins with this member is meant as one, whatever follows. */
    static boolean isMemberOf(String type, String member) {
        return switch (member) {
            case "dtype", "shape" -> type.equals(NDARRAY);
            case "row_index" -> !type.equals(NDARRAY);
            case "columns" -> type.equals(FRAME);
            case "name" -> type.equals(SERIES);
            default -> false;
        };
    }
}
