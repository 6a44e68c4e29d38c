package io.ipyrpc.binary;

import java.util.Map;
import java.util.Set;

/** The type names of §2 of the protocol. */
final class Types {
    static final String JSON = "json";
    static final String NDARRAY = "np.ndarray";
    static final String FRAME = "pandas";
    static final String SERIES = "pandas.Series";
    static final String BYTES = "bytes";
    static final String POINTER = "ipyrpc_data_pointer";
    static final String LIST = "list";
    static final String ITEMS = "items";
    static final String DICT = "dict";
    static final String END = "end";

    /** The deepest that lists and dicts are written inside one another: as much as any max_depth allows. */
    static final int MOST_DEPTH = 1000;

    /** What an array of any values counts for in max_depth. */
    static final int LEVELS_OF_AN_ARRAY = 4;

    private static final Set<String> TYPED =
            Set.of(NDARRAY, FRAME, SERIES, BYTES, DICT, "datetime", "date", "timedelta", "decimal", "float");

    private Types() {}

    /** Whether a JSON object of these members is a typed value and no dict. */
    static boolean isTyped(Map<?, ?> members) {
        return members.get("type") instanceof String type
                && (type.equals(POINTER)
                        || (members.size() == 2 && members.containsKey("data") && TYPED.contains(type)));
    }
}
