package io.ipyrpc.json;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.nio.ByteBuffer;
import java.util.List;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;

/** Writes single elements of one array, straight from its memory. */
interface CellWriter {
    /** Writes the element at that place in C order. */
    void write(JsonGenerator generator, int i);

    /** A writer of that array's elements; {@code depth} is the array's own. */
    static CellWriter of(NdArray array, ValueEncoder values, int depth) {
        DType dtype = array.dtype();
        return switch (dtype.kind()) {
            case STR -> (g, i) -> text(values, (String) array.item(i));
            case OBJECT -> objects(array, values, depth);
            case RECORD -> records(array, values, depth);
            case UNICODE -> new UnicodeCells(array, values);
            case BYTES ->
                (g, i) -> {
                    byte[] bytes = (byte[]) array.item(i);
                    g.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
                };
            case FLOAT ->
                dtype.itemSize() == 2 ? of(array.astype(DType.FLOAT64), values, depth) : fixed(dtype, array.data());
            default -> fixed(dtype, array.data());
        };
    }

    private static void text(ValueEncoder values, String text) {
        if (text == null) {
            values.generator.writeNull();
        } else {
            values.text(text);
        }
    }

    private static CellWriter objects(NdArray array, ValueEncoder values, int depth) {
        int inside = depth + Jackson.LEVELS_OF_AN_ARRAY;
        values.enter(inside - 1);
        return (g, i) -> {
            try {
                values.value(array.item(i), inside);
            } catch (UnsendableException e) {
                throw e.inside("[" + i + "]");
            }
        };
    }

    private static CellWriter records(NdArray array, ValueEncoder values, int depth) {
        NdArray flat = array.ravel();
        List<CellWriter> fields = flat.dtype().fields().stream()
                .map(field -> of(flat.field(field.name()), values, depth))
                .toList();
        return (g, i) -> row(g, fields, i);
    }

    /** One list with a cell of each writer. */
    static void row(JsonGenerator g, List<CellWriter> fields, int i) {
        g.writeStartArray();
        for (CellWriter field : fields) {
            field.write(g, i);
        }
        g.writeEndArray();
    }

    private static CellWriter fixed(DType dtype, ByteBuffer b) {
        boolean signed = dtype.kind() != DType.Kind.UINT;
        return switch (dtype.kind()) {
            case BOOL -> (g, i) -> g.writeBoolean(b.get(i) != 0);
            case FLOAT ->
                dtype.itemSize() == 4
                        ? (g, i) -> g.writeNumber((double) b.getFloat(4 * i))
                        : (g, i) -> g.writeNumber(b.getDouble(8 * i));
            case COMPLEX ->
                dtype.itemSize() == 8
                        ? (g, i) -> pair(g, b.getFloat(8 * i), b.getFloat(8 * i + 4))
                        : (g, i) -> pair(g, b.getDouble(16 * i), b.getDouble(16 * i + 8));
            case DATETIME, TIMEDELTA -> (g, i) -> ticks(g, b.getLong(8 * i));
            default ->
                switch (dtype.itemSize()) {
                    case 1 -> (g, i) -> g.writeNumber(signed ? b.get(i) : b.get(i) & 0xFF);
                    case 2 -> (g, i) -> g.writeNumber(signed ? b.getShort(2 * i) : b.getShort(2 * i) & 0xFFFF);
                    case 4 -> (g, i) -> g.writeNumber(signed ? b.getInt(4 * i) : b.getInt(4 * i) & 0xFFFFFFFFL);
                    default ->
                        signed
                                ? (g, i) -> g.writeNumber(b.getLong(8 * i))
                                : (g, i) -> g.writeNumber(Long.toUnsignedString(b.getLong(8 * i)));
                };
        };
    }

    private static void pair(JsonGenerator g, double re, double im) {
        g.writeStartArray();
        g.writeNumber(re);
        g.writeNumber(im);
        g.writeEndArray();
    }

    /** The lowest is NaT. */
    private static void ticks(JsonGenerator g, long ticks) {
        if (ticks == Long.MIN_VALUE) {
            g.writeNull();
        } else {
            g.writeNumber(ticks);
        }
    }
}
