package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Arrays as numpy's str prints them: aligned, in lines of 75, above 1,000 elements only the first and last 3. */
final class ArrayPrinter {
    private static final int WIDTH = 75;
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;

    private final NdArray array;
    private final long[] shape;
    private final boolean shortened;
    private final Function<Object, String> format;

    private ArrayPrinter(NdArray array) {
        this.array = array;
        shape = array.layout.shape;
        shortened = array.size() > THRESHOLD;
        List<Object> shown = new ArrayList<>();
        collect(new long[0], shown);
        format = ElementFormat.of(array.dtype(), shown);
    }

    static String print(NdArray array) {
        if (array.rank() == 0) {
            return ElementFormat.alone(array.dtype(), ElementFormat.raw(array, (int) array.layout.offset));
        }
        return array.size() == 0 ? "[]" : new ArrayPrinter(array).nested(new long[0], " ", WIDTH);
    }

    private boolean isCut(int axis) {
        return shortened && shape[axis] > 2 * EDGE;
    }

    /** Indices to show; where the axis is cut, the dots follow the first three. */
    private List<Long> indices(int axis) {
        List<Long> result = new ArrayList<>();
        for (long i = 0; i < shape[axis]; i++) {
            if (isCut(axis) && i == EDGE) {
                i = shape[axis] - EDGE;
            }
            result.add(i);
        }
        return result;
    }

    private static long[] and(long[] index, long next) {
        long[] result = Arrays.copyOf(index, index.length + 1);
        result[index.length] = next;
        return result;
    }

    private void collect(long[] index, List<Object> shown) {
        if (index.length == shape.length) {
            shown.add(ElementFormat.raw(array, array.layout.at(index)));
            return;
        }
        for (long i : indices(index.length)) {
            collect(and(index, i), shown);
        }
    }

    /** The sub-array at an index, its first line without the indent, which the caller has written. */
    private String nested(long[] index, String indent, int width) {
        int axis = index.length;
        String text = axis == shape.length - 1 ? row(index, indent, width - 1) : rows(index, indent, width);
        return "[" + text.substring(indent.length()) + "]";
    }

    private String rows(long[] index, String indent, int width) {
        int axis = index.length;
        String separator = "\n".repeat(shape.length - axis - 1);
        List<String> parts = new ArrayList<>();
        for (long i : indices(axis)) {
            parts.add(indent + nested(and(index, i), indent + " ", width - 1));
        }
        if (isCut(axis)) {
            parts.add(EDGE, indent + "...");
        }
        return String.join(separator, parts);
    }

    private String row(long[] index, String indent, int width) {
        List<String> words = new ArrayList<>();
        for (long i : indices(index.length)) {
            words.add(format.apply(ElementFormat.raw(array, array.layout.at(and(index, i)))));
        }
        if (isCut(index.length)) {
            words.add(EDGE, "...");
        }
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        int used = indent.length();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            // Python counts characters where Java counts halves of some.
            int length = word.codePointCount(0, word.length());
            line.append(i > 0 ? " " : "");
            used += i > 0 ? 1 : 0;
            // A word longer than a line has one to itself.
            if (used > indent.length() && used + length > width) {
                lines.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent);
                used = indent.length();
            }
            line.append(word);
            used += length;
        }
        return lines.append(line).toString();
    }
}
