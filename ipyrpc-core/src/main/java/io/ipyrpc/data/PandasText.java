package io.ipyrpc.data;

import java.util.ArrayList;
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

    /** The same for labels and names, whose lists are Python's tuples. */
    static String label(Object label) {
        return thing(Tuple.of(label), 0);
    }

    private static String thing(Object value, int depth) {
        if (value instanceof Map<?, ?> && depth < MAX_DEPTH) {
            return PythonText.repr(value);
        } else if (value instanceof List<?> list && depth < MAX_DEPTH) {
            return "[" + items(list, depth) + "]";
        } else if (value instanceof Tuple tuple && depth < MAX_DEPTH) {
            return tuple.around(items(tuple.items().stream().map(Tuple::of).toList(), depth));
        }
        String time = TimeCells.single(value);
        if (time != null) {
            return time;
        }
        return PythonText.str(value).replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String items(List<?> list, int depth) {
        StringBuilder text = new StringBuilder();
        Iterator<?> items = list.iterator();
        for (int i = 0; i < MAX_ITEMS && items.hasNext(); i++) {
            text.append(i > 0 ? ", " : "").append(thing(items.next(), depth + 1));
        }
        return text.append(items.hasNext() ? ", ..." : "").toString();
    }

    /** All labels of an index in one line, those of several levels in parentheses. */
    static String labels(Index index) {
        StringBuilder text = new StringBuilder("[");
        for (long i = 0; i < Math.min(MAX_ITEMS, index.size()); i++) {
            text.append(i > 0 ? ", " : "").append(label(index, i));
        }
        return text.append(index.size() > MAX_ITEMS ? ", ...]" : "]").toString();
    }

    /** One label as it stands among all of its index. */
    static String label(Index index, long i) {
        Object label = index.label(i);
        if (index instanceof ValueIndex values) {
            label = label == null ? missing(values.values(), null) : label;
        } else if (index instanceof MultiIndex multi) {
            List<Object> levels = new ArrayList<>();
            for (Column level : multi.arrays()) {
                Object value = level.get(i);
                levels.add(value == null ? missing(level, "nan") : value);
            }
            label = levels;
        }
        return thing(Tuple.of(label), 1);
    }

    /** What stands for a missing label of a type that has its own; the other for all else. */
    private static String missing(Column labels, String other) {
        return labels.dtype().ticks() != null ? "NaT" : labels.validity().isPresent() ? "<NA>" : other;
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
