package io.ipyrpc.json;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import io.ipyrpc.wire.TypedText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
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
import tools.jackson.core.exc.JacksonIOException;

/** Encodes values (§2): the mirror image of {@link ValueDecoder}. */
final class ValueEncoder {
    final JsonGenerator generator;

    private final OutputStream out;

    /** An encoder. The generator writes to the stream, and does not flush it. */
    ValueEncoder(JsonGenerator generator, OutputStream out) {
        this.generator = generator;
        this.out = out;
    }

    /** Writes a value that stands in {@code depth} lists and dicts. */
    void value(Object value, int depth) {
        contents(opened(value, depth, null));
    }

    /** Writes a list. */
    void list(Iterator<?> items, int depth) {
        contents(openedList(items, depth, null, false));
    }

    /** Writes an object of a map's members, whatever they look like. */
    void members(Map<?, ?> map, int depth) {
        contents(openedDict(map, depth, null, false));
    }

    /** Without recursion: a thread's stack may be too small for the deepest nesting. */
    private void contents(OpenContainer outermost) {
        OpenContainer at = outermost;
        try {
            while (at != null) {
                if (at.hasNext()) {
                    Object item = at.next(generator);
                    OpenContainer inner = opened(item, at.depth + 1, at);
                    if (inner != null) {
                        at = inner;
                        continue;
                    }
                    if (at.asTheyCome && (item == null || item instanceof Number || item instanceof Boolean)) {
                        // A reader sees that they have ended by what follows, which may take long.
                        generator.writeRaw(' ');
                    }
                } else {
                    at.end(generator);
                    at = at.outer;
                }
                if (at != null && at.asTheyCome) {
                    // What was given must not wait here for what has not been: the next may take long.
                    flush();
                }
            }
        } catch (UnsendableException e) {
            for (OpenContainer c = at; c != null; c = c.outer) {
                e.inside(c.step());
            }
            throw e;
        }
    }

    private void flush() {
        generator.flush();
        try {
            out.flush();
        } catch (IOException e) {
            throw JacksonIOException.construct(e, generator);
        }
    }

    /** Writes a value, or the beginning of a list or dict, which is then the result. */
    private OpenContainer opened(Object value, int depth, OpenContainer outer) {
        if (value instanceof List<?> list) {
            return openedList(list.iterator(), depth, outer, false);
        } else if (value instanceof Map<?, ?> map) {
            return openedDict(map, depth, outer, looksTyped(map));
        } else if (value instanceof Iterator<?> items) {
            return openedList(items, depth, outer, true);
        }
        single(value, depth);
        return null;
    }

    private OpenContainer openedList(Iterator<?> items, int depth, OpenContainer outer, boolean asTheyCome) {
        enter(depth);
        generator.writeStartArray();
        return OpenContainer.list(outer, depth, items, asTheyCome);
    }

    private OpenContainer openedDict(Map<?, ?> map, int depth, OpenContainer outer, boolean wrapped) {
        enter(depth);
        if (wrapped) {
            start(Types.DICT);
        }
        generator.writeStartObject();
        return OpenContainer.dict(outer, depth, map, wrapped);
    }

    private void single(Object value, int depth) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof NdArray array) {
            new ArrayEncoder(this, depth).array(array);
        } else if (value instanceof DataFrame frame) {
            new FrameEncoder(this, depth).frame(frame);
        } else if (value instanceof Series series) {
            new FrameEncoder(this, depth).series(series);
        } else if (value instanceof DataPointer pointer) {
            members(pointer.toMap(), depth);
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
        } else {
            typedText(number);
        }
    }

    private void float64(double value) {
        if (Double.isFinite(value)) {
            generator.writeNumber(value);
        } else {
            typedText(value);
        }
    }

    private void scalar(Object value) {
        if (value instanceof byte[] bytes) {
            start(Types.BYTES);
            generator.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
            generator.writeEndObject();
        } else {
            typedText(value);
        }
    }

    private void typedText(Object value) {
        TypedText typed = TypedText.of(value);
        if (typed == null) {
            throw unsendable(value);
        }
        start(typed.type());
        generator.writeString(typed.text());
        generator.writeEndObject();
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
}
