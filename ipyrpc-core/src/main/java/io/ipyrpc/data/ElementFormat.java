package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the elements of an array are printed: what is shown together is aligned. Elements come as {@link #raw} gives
 * them, times as their ticks.
 */
final class ElementFormat {
    private ElementFormat() {}

    /** The element at a place, with ticks for times so that no tick is beyond what prints. */
    static Object raw(NdArray array, int place) {
        return array.memory.bytes == null
                ? raw(array.dtype(), array.memory.get(place))
                : array.memory.elements.raw(array.memory.bytes, place);
    }

    /** Records that are kept as lists hold times as Java's own. */
    private static Object raw(DType type, Object value) {
        if (type.ticks() != null && !(value instanceof Long)) {
            ByteBuffer one = ByteBuffer.allocate(8);
            new TimeElements(type).set(one, 0, value);
            return one.getLong(0);
        }
        if (type.kind() != DType.Kind.RECORD) {
            return value;
        }
        List<?> values = (List<?>) value;
        List<Object> raws = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            raws.add(raw(type.fields().get(i).type(), values.get(i)));
        }
        return raws;
    }

    static Function<Object, String> of(DType type, List<Object> shown) {
        return switch (type.kind()) {
            case BOOL -> value -> (Boolean) value ? " True" : "False";
            case INT, UINT -> aligned(shown, Object::toString);
            case FLOAT -> {
                FloatFormat format = floats(shown, v -> (Double) v, type.itemSize(), false);
                yield value -> format.format((Double) value);
            }
            case COMPLEX -> complex(type, shown);
            case DATETIME -> aligned(shown, v -> "'" + TimeText.dateTime((Long) v, type.ticks()) + "'");
            case TIMEDELTA -> aligned(shown, v -> (Long) v == Ticks.NAT ? "'NaT'" : v.toString());
            case UNICODE, BYTES, STR -> PythonText::repr;
            case OBJECT ->
                value -> value instanceof List ? "list(" + PythonText.repr(value) + ")" : PythonText.repr(value);
            case RECORD -> records(type, shown);
        };
    }

    private static Function<Object, String> aligned(List<Object> shown, Function<Object, String> text) {
        int width = shown.stream().mapToInt(v -> text.apply(v).length()).max().orElse(0);
        return value -> {
            String s = text.apply(value);
            return " ".repeat(width - s.length()) + s;
        };
    }

    private static FloatFormat floats(List<Object> shown, Function<Object, Double> part, int size, boolean plus) {
        return new FloatFormat(shown.stream().map(part).toList(), size, plus);
    }

    private static Function<Object, String> complex(DType type, List<Object> shown) {
        int size = type.itemSize() / 2;
        FloatFormat re = floats(shown, v -> ((Complex) v).re(), size, false);
        FloatFormat im = floats(shown, v -> ((Complex) v).im(), size, true);
        return value -> {
            String imaginary = im.format(((Complex) value).im());
            int end = imaginary.stripTrailing().length();
            return re.format(((Complex) value).re()) + imaginary.substring(0, end) + "j" + imaginary.substring(end);
        };
    }

    private static Function<Object, String> records(DType type, List<Object> shown) {
        List<Function<Object, String>> formats = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            int field = i;
            List<Object> column = new ArrayList<>();
            shown.forEach(record -> column.add(((List<?>) record).get(field)));
            formats.add(of(type.fields().get(i).type(), column));
        }
        return value -> {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < formats.size(); i++) {
                texts.add(formats.get(i).apply(((List<?>) value).get(i)));
            }
            return tuple(texts);
        };
    }

    private static String tuple(List<String> texts) {
        return texts.stream().collect(Collectors.joining(", ", "(", texts.size() == 1 ? ",)" : ")"));
    }

    /** An element that stands alone, as in an array of no dimensions. */
    static String alone(DType type, Object raw) {
        return switch (type.kind()) {
            case FLOAT -> ScalarText.number((Double) raw, type.itemSize());
            case COMPLEX -> ScalarText.complex(((Complex) raw).re(), ((Complex) raw).im(), type.itemSize() / 2);
            case DATETIME -> TimeText.dateTime((Long) raw, type.ticks());
            case TIMEDELTA -> TimeText.duration((Long) raw, type.ticks());
            case RECORD -> {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < type.fields().size(); i++) {
                    DType field = type.fields().get(i).type();
                    Object value = ((List<?>) raw).get(i);
                    texts.add(
                            field.kind() == DType.Kind.FLOAT || field.kind() == DType.Kind.RECORD
                                    ? alone(field, value)
                                    : of(field, new ArrayList<>(Collections.singletonList(value)))
                                            .apply(value)
                                            .strip());
                }
                yield tuple(texts);
            }
            default -> PythonText.str(raw);
        };
    }
}
