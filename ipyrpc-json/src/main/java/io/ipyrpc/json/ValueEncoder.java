package io.ipyrpc.json;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;

/** Encodes values (§2): the mirror image of {@link ValueDecoder}. */
final class ValueEncoder {
    final JsonGenerator generator;

    ValueEncoder(JsonGenerator generator) {
        this.generator = generator;
    }

    /** Writes a value that stands in {@code depth} lists and dicts. */
    void value(Object value, int depth) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof List<?> list) {
            list(list.iterator(), depth, false);
        } else if (value instanceof Map<?, ?> map) {
            map(map, depth);
        } else if (value instanceof NdArray array) {
            new ArrayEncoder(this, depth).array(array);
        } else if (value instanceof DataFrame frame) {
            new FrameEncoder(this, depth).frame(frame);
        } else if (value instanceof Series series) {
            new FrameEncoder(this, depth).series(series);
        } else if (value instanceof DataPointer pointer) {
            members(Pointers.members(pointer), depth);
        } else if (value instanceof Iterator<?> items) {
            list(items, depth, true);
        } else {
            scalar(value);
        }
    }

    private void number(Number number) {
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof AtomicInteger
                || number instanceof AtomicLong
                || number instanceof LongAdder
                || number instanceof LongAccumulator) {
            generator.writeNumber(number.longValue());
        } else if (number instanceof Double
                || number instanceof Float
                || number instanceof DoubleAdder
                || number instanceof DoubleAccumulator) {
            float64(number.doubleValue());
        } else if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal decimal) {
            envelope(Types.DECIMAL, decimal.toString());
        } else {
            throw unsendable(number);
        }
    }

    private void float64(double value) {
        if (Double.isFinite(value)) {
            generator.writeNumber(value);
        } else {
            envelope(Types.FLOAT, Floats.name(value));
        }
    }

    private void scalar(Object value) {
        if (value instanceof byte[] bytes) {
            start(Types.BYTES);
            generator.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
            generator.writeEndObject();
        } else if (value instanceof Instant) {
            envelope(Types.DATETIME, value.toString());
        } else if (value instanceof LocalDateTime time) {
            envelope(Types.DATETIME, Scalars.text(time));
        } else if (value instanceof OffsetDateTime time) {
            envelope(Types.DATETIME, Scalars.text(time));
        } else if (value instanceof LocalDate) {
            envelope(Types.DATE, value.toString());
        } else if (value instanceof Duration) {
            envelope(Types.TIMEDELTA, value.toString());
        } else {
            throw unsendable(value);
        }
    }

    private static UnsendableException unsendable(Object value) {
        return new UnsendableException("cannot send a " + value.getClass().getName()
                + "; send null, booleans, numbers, texts, lists, maps, byte[], times, arrays or frames");
    }

    /** Writes {@code {"type": …, "data":}}, up to the data. */
    void start(String type) {
        generator.writeStartObject();
        generator.writeName("type");
        generator.writeString(type);
        generator.writeName("data");
    }

    private void envelope(String type, String data) {
        start(type);
        generator.writeString(data);
        generator.writeEndObject();
    }

    /** Writes a list. */
    void list(Iterator<?> items, int depth, boolean asTheyCome) {
        enter(depth);
        generator.writeStartArray();
        int i = 0;
        while (items.hasNext()) {
            try {
                value(items.next(), depth + 1);
            } catch (UnsendableException e) {
                throw e.inside("[" + i + "]");
            }
            i++;
            if (asTheyCome) {
                // What was given must not wait here for what has not been: the next may take long.
                generator.flush();
            }
        }
        generator.writeEndArray();
    }

    private void map(Map<?, ?> map, int depth) {
        if (!looksTyped(map)) {
            members(map, depth);
            return;
        }
        start(Types.DICT);
        members(map, depth);
        generator.writeEndObject();
    }

    /** Whether readers would take a dict for something else. */
    private static boolean looksTyped(Map<?, ?> map) {
        String type = null;
        boolean data = false;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if ("type".equals(member.getKey())) {
                type = member.getValue() instanceof String text ? text : null;
            } else if ("data".equals(member.getKey())) {
                data = true;
            }
        }
        if (type == null || !data) {
            return Types.POINTER.equals(type);
        }
        // Our reader takes an array with a member too many for a mistake.
        return Types.POINTER.equals(type) || (Types.isReserved(type) && (map.size() == 2 || Types.isStructured(type)));
    }

    /** Writes an object of a map's members, whatever they look like. */
    void members(Map<?, ?> map, int depth) {
        enter(depth);
        generator.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                Object key = member.getKey();
                throw new UnsendableException("a key of a dict is text, not "
                        + (key == null
                                ? "null"
                                : Shown.cut(key.toString()) + " ("
                                        + key.getClass().getName() + ")"));
            }
            name(name);
            try {
                value(member.getValue(), depth + 1);
            } catch (UnsendableException e) {
                throw e.inside("[" + Shown.text(name) + "]");
            }
        }
        generator.writeEndObject();
    }

    /** Called on entry to a list or dict that stands in {@code depth} others. */
    void enter(int depth) {
        if (depth >= Jackson.MOST_DEPTH) {
            throw new UnsendableException(
                    "nested deeper than " + Jackson.MOST_DEPTH + ", or a list or map that contains itself");
        }
    }

    void text(String text) {
        if (LoneSurrogates.isIn(text)) {
            generator.writeRawValue(LoneSurrogates.quoted(text));
        } else {
            generator.writeString(text);
        }
    }

    // Many parsers, ours included, take no half of a pair in a name, escaped or not.
    private void name(String name) {
        if (LoneSurrogates.isIn(name)) {
            throw new UnsendableException("the key " + LoneSurrogates.quoted(Shown.cut(name))
                    + " of a dict has half of a surrogate pair in it, which is no character");
        }
        generator.writeName(name);
    }
}
