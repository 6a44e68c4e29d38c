package io.ipyrpc.binary;

import io.ipyrpc.data.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of elements as it stands in frames, that is with a byte order (§2.1).
 *
 * @param type of the elements in memory
 * @param swaps what of each element has to be turned round
 */
record WireType(DType type, List<Swap> swaps) {
    /** Records in records in records: more than any type has. */
    static final int MOST_NESTED = 32;

    /** So many numbers of {@code width} bytes that stand big-endian in an element. */
    record Swap(int offset, int width, int count) {}

    /**
     * The type that a name, or a list of pairs of a name and a type, stands for.
     *
     * @throws IllegalArgumentException if there is no such type
     */
    static WireType parse(Object tree) {
        List<Swap> swaps = new ArrayList<>(0);
        return new WireType(parse(tree, 0, 0, swaps), swaps);
    }

    private static DType parse(Object tree, int nested, int offset, List<Swap> swaps) {
        if (tree instanceof String name) {
            return parse(name, offset, swaps);
        }
        if (!(tree instanceof List<?> list) || nested > MOST_NESTED) {
            throw new IllegalArgumentException("dtype is a name or a list of fields, not " + Shown.json(tree));
        }
        List<DType.Field> fields = new ArrayList<>(list.size());
        int at = offset;
        for (Object item : list) {
            DType.Field field = field(item, nested, at, swaps);
            if (!field.type().isFixedSize()) {
                throw new IllegalArgumentException("a field of dtype " + field.type()
                        + " has no place in packed records; send such an array in a frame of type json");
            }
            fields.add(field);
            // A sum that overflows here is refused below.
            at += field.type().itemSize();
        }
        return DType.record(fields);
    }

    private static DType.Field field(Object item, int nested, int offset, List<Swap> swaps) {
        if (item instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String name) {
            return new DType.Field(name, parse(pair.get(1), nested + 1, offset, swaps));
        }
        throw new IllegalArgumentException("a field is a list of its name and dtype, not " + Shown.json(item));
    }

    private static DType parse(String name, int offset, List<Swap> swaps) {
        if (name.equals("str")) {
            return DType.STR;
        }
        char order = name.isEmpty() ? 0 : name.charAt(0);
        if (order != '<' && order != '>' && order != '|') {
            throw new IllegalArgumentException(
                    "dtype " + Shown.json(name) + " has no byte order; it begins with <, > or |, or is str");
        }
        DType type = DType.of(name.substring(1));
        if (type.kind() == DType.Kind.STR) {
            throw new IllegalArgumentException("dtype " + Shown.json(name) + " has a byte order; write str");
        }
        int width = width(type);
        if (order == '|' && width > 1) {
            throw new IllegalArgumentException(
                    "dtype " + Shown.json(name) + ": the byte order of " + type + " matters; write < or >");
        }
        if (order == '>' && width > 1) {
            swaps.add(new Swap(offset, width, type.itemSize() / width));
        }
        return type;
    }

    /** The bytes of one number, 1 where no byte order matters. */
    private static int width(DType type) {
        return switch (type.kind()) {
            case BOOL, BYTES, STR, OBJECT, RECORD -> 1;
            case UNICODE -> 4;
            case COMPLEX -> type.itemSize() / 2;
            default -> type.itemSize();
        };
    }

    /** The name, or the fields, of a type with its elements as they are in memory. */
    static Object tree(DType type) {
        return switch (type.kind()) {
            case STR -> "str";
            case RECORD -> {
                List<Object> fields = new ArrayList<>(type.fields().size());
                for (DType.Field field : type.fields()) {
                    fields.add(List.of(field.name(), tree(field.type())));
                }
                yield fields;
            }
            default -> (width(type) == 1 ? "|" : "<") + type.name();
        };
    }

    boolean isSwapped() {
        return !swaps.isEmpty();
    }

    /** Turns round in their memory what stands big-endian. */
    void swap(ByteBuffer elements) {
        ByteBuffer from = elements.duplicate().order(ByteOrder.BIG_ENDIAN);
        ByteBuffer to = elements.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (long element = 0; element < elements.limit(); element += type.itemSize()) {
            for (Swap swap : swaps) {
                int at = (int) element + swap.offset();
                int end = at + swap.width() * swap.count();
                switch (swap.width()) {
                    case 2 -> {
                        for (; at < end; at += 2) {
                            to.putShort(at, from.getShort(at));
                        }
                    }
                    case 4 -> {
                        for (; at < end; at += 4) {
                            to.putInt(at, from.getInt(at));
                        }
                    }
                    default -> {
                        for (; at < end; at += 8) {
                            to.putLong(at, from.getLong(at));
                        }
                    }
                }
            }
        }
    }
}
