package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The values of a column as pandas shows them in a frame: numbers and text with room for a sign before them. */
final class Cells {
    /** Longer text is cut, in cells and beside the rows of a frame. */
    static final int WIDEST = 50;

    private Cells() {}

    /** Cells of one width, to the right. */
    static List<String> right(Column column) {
        return right(of(column, "NaN", sizeOfFloat(column.dtype())), 0);
    }

    /** Cells of one width, at least a minimum; what is wider than 50 is cut. */
    static List<String> right(List<String> cells, int minimum) {
        int width = Math.min(WIDEST, Math.max(minimum, TextTable.width(cells)));
        return TextTable.allRight(allCut(cells, width), width);
    }

    private static int sizeOfFloat(DType type) {
        return type.kind() == DType.Kind.COMPLEX ? type.itemSize() / 2 : type.itemSize();
    }

    static List<String> allCut(List<String> cells, int width) {
        return cells.stream().map(c -> cut(c, width)).toList();
    }

    private static String cut(String cell, int width) {
        return TextTable.length(cell) <= width
                ? cell
                : cell.substring(0, cell.offsetByCodePoints(0, width - 3)) + "...";
    }

    /** Cells as an index shows them: of one width, to the left, without the room for a sign where no cell needs it. */
    static List<String> left(Column column) {
        DType.Kind kind = column.dtype().kind();
        if (kind == DType.Kind.DATETIME || kind == DType.Kind.TIMEDELTA) {
            return of(column, "NaT", 8);
        }
        boolean things = !PandasText.isNumeric(column.dtype())
                || (kind == DType.Kind.BOOL && column.validity().isEmpty());
        if (things) {
            return map(column, v -> v instanceof Double d && d.isNaN() ? "NaN" : PandasText.label(v));
        }
        // An index of pandas has no narrower floats than f8.
        List<String> cells = of(column, " NaN", 8);
        List<String> fixed = TextTable.allLeft(cells, TextTable.width(cells));
        while (!fixed.isEmpty() && fixed.stream().allMatch(c -> c.startsWith(" "))) {
            fixed = fixed.stream().map(c -> c.substring(1)).toList();
        }
        return fixed;
    }

    /** Cells as a level of several shows them, whose missing labels all look alike and do not count for the format. */
    static List<String> level(Column column) {
        if (column.dtype().ticks() != null || column.validity().isPresent()) {
            return left(column);
        }
        List<Long> present = new ArrayList<>();
        for (long i = 0; i < column.size(); i++) {
            if (!isMissing(column.get(i))) {
                present.add(i);
            }
        }
        if (present.size() == column.size()) {
            return left(column);
        }
        List<String> cells = new ArrayList<>(Collections.nCopies((int) column.size(), "NaN"));
        List<String> shown = left(Rows.of(column, present));
        for (int i = 0; i < shown.size(); i++) {
            cells.set(present.get(i).intValue(), shown.get(i));
        }
        return cells;
    }

    private static boolean isMissing(Object value) {
        return value == null
                || value instanceof Double d && d.isNaN()
                || value instanceof Float f && f.isNaN()
                || value instanceof Complex c && (Double.isNaN(c.re()) || Double.isNaN(c.im()));
    }

    private static List<String> of(Column column, String nan, int size) {
        DType type = column.dtype();
        boolean nullable = column.validity().isPresent();
        return switch (type.kind()) {
            case FLOAT ->
                nullable
                        ? map(column, v -> v == null ? " <NA>" : single((Double) v))
                        : FloatCells.of(values(column, Double.class), size, nan);
            case COMPLEX -> FloatCells.complex(values(column, Complex.class), size);
            case INT, UINT -> map(column, v -> v == null ? " <NA>" : nullable ? " " + v : signed(v.toString()));
            case BOOL -> map(column, v -> v == null ? " <NA>" : " " + PythonText.repr(v));
            case DATETIME, TIMEDELTA -> TimeCells.of(type, ticks(column));
            default -> map(column, Cells::object);
        };
    }

    private static String signed(String number) {
        return number.startsWith("-") ? number : " " + number;
    }

    private static String single(double value) {
        return Double.isNaN(value) ? " NaN" : FloatCells.single(value);
    }

    private static String object(Object value) {
        return value instanceof Double || value instanceof Float
                ? single(((Number) value).doubleValue())
                : " " + PandasText.thing(value);
    }

    private static List<String> map(Column column, Function<Object, String> text) {
        List<String> cells = new ArrayList<>();
        for (long i = 0; i < column.size(); i++) {
            cells.add(text.apply(column.get(i)));
        }
        return cells;
    }

    private static <T> List<T> values(Column column, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (long i = 0; i < column.size(); i++) {
            values.add(type.cast(column.get(i)));
        }
        return values;
    }

    private static List<Long> ticks(Column column) {
        List<Long> values = new ArrayList<>();
        for (long i = 0; i < column.size(); i++) {
            values.add(column.isMissing(i) ? null : (Long) column.values().getLong(i));
        }
        return values;
    }
}
