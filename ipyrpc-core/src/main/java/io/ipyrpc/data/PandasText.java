package io.ipyrpc.data;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Single values and names of types as pandas shows them. */
final class PandasText {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_ITEMS = 100;

    private PandasText() {}

    /** Text as it is but for line breaks and tabs, lists with their items. */
    static String thing(Object value) {
        return thing(value, 0);
    }

    private static String thing(Object value, int depth) {
        if (value instanceof Map<?, ?> && depth < MAX_DEPTH) {
            return PythonText.repr(value);
        } else if (value instanceof List<?> list && depth < MAX_DEPTH) {
            return items(list, depth);
        }
        String time = TimeCells.single(value);
        if (time != null) {
            return time;
        }
        return PythonText.str(value).replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String items(List<?> list, int depth) {
        StringBuilder text = new StringBuilder("[");
        Iterator<?> items = list.iterator();
        for (int i = 0; i < MAX_ITEMS && items.hasNext(); i++) {
            text.append(i > 0 ? ", " : "").append(thing(items.next(), depth + 1));
        }
        return text.append(items.hasNext() ? ", ...]" : "]").toString();
    }

    /** All labels of an index in one line, those of several levels in parentheses. */
    static String labels(Index index) {
        StringBuilder text = new StringBuilder("[");
        for (long i = 0; i < Math.min(MAX_ITEMS, index.size()); i++) {
            Object label = index.label(i);
            String shown = thing(label, 1);
            text.append(i > 0 ? ", " : "")
                    .append(label instanceof List ? "(" + shown.substring(1, shown.length() - 1) + ")" : shown);
        }
        return text.append(index.size() > MAX_ITEMS ? ", ...]" : "]").toString();
    }

    /** The name that pandas gives the type of a column. */
    static String dtype(Column column) {
        DType type = column.dtype();
        int bits = 8 * type.itemSize();
        boolean nullable = column.validity().isPresent();
        return switch (type.kind()) {
            case BOOL -> nullable ? "boolean" : "bool";
            case INT -> (nullable ? "Int" : "int") + bits;
            case UINT -> (nullable ? "UInt" : "uint") + bits;
            case FLOAT -> (nullable ? "Float" : "float") + bits;
            case COMPLEX -> "complex" + bits;
            case DATETIME -> "datetime64" + type.name().substring(2);
            case TIMEDELTA -> "timedelta64" + type.name().substring(2);
            default -> "object";
        };
    }

    static boolean isNumeric(DType type) {
        return type.isReal() || type.kind() == DType.Kind.COMPLEX;
    }
}
