package io.ipyrpc.bench;

import io.ipyrpc.data.NdArray;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The serializers alone: a value written into memory that is there, and read from memory; beside them a copy of the same
 * memory, and Jackson's own streaming of the same doubles, from a stream and to one, with its fast number options on.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class CodecBenchmark {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** What is written and read. */
    @Param({"1 KB", "1 MB", "16 MB", "256 MB", "frame of numbers", "frame with text", "small call"})
    public String payload;

    /** By which serializer, or "copy", or "jackson". */
    @Param({"binary", "json", "copy", "jackson"})
    public String by;

    private Serializer serializer;
    private Object value;
    private double[] doubles;
    private byte[] encoded;
    private Fixed target;

    /** Memory that is written over and over. */
    private static final class Fixed extends OutputStream {
        private final byte[] memory;
        private int at;

        Fixed(int size) {
            memory = new byte[size];
        }

        Fixed again() {
            at = 0;
            return this;
        }

        @Override
        public void write(int b) {
            memory[at++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, memory, at, length);
            at += length;
        }
    }

    /** How many bytes the values of a payload are; 0 for a small call. */
    static long bytes(String payload) {
        return switch (payload) {
            case "frame of numbers" -> Payloads.bytes(false);
            case "frame with text" -> Payloads.bytes(true);
            case "small call" -> 0;
            default -> Long.parseLong(payload.split(" ")[0]) << (payload.endsWith("KB") ? 10 : 20);
        };
    }

    /** Whether there is a point in it: big JSON and Jackson's frames are left out. */
    static boolean sensible(String payload, String by) {
        boolean array = payload.endsWith("B");
        return switch (by) {
            case "binary" -> true;
            case "jackson" -> array && !payload.equals("256 MB");
            case "json" -> !payload.equals("256 MB");
            default -> !payload.equals("small call") && !payload.equals("frame with text");
        };
    }

    /** Makes the value, and its bytes. */
    @Setup
    public void make() throws IOException {
        value = switch (payload) {
            case "frame of numbers" -> Payloads.numbers();
            case "frame with text" -> Payloads.text();
            case "small call" -> Map.of("a", 1, "b", 2.5, "name", "a text", "list", List.of(1, 2, 3));
            default -> Payloads.doubles((int) bytes(payload) / 8);
        };
        doubles = value instanceof NdArray array ? array.doubles() : new double[0];
        serializer = ServiceLoader.load(Serializer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(by))
                .findFirst()
                .orElse(null);
        encoded = switch (by) {
            case "copy" -> new byte[(int) bytes(payload)];
            case "jackson" -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                jackson(out);
                yield out.toByteArray();
            }
            default -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                serializer.writer(out).value(value);
                yield out.toByteArray();
            }
        };
        target = new Fixed(encoded.length + 64);
    }

    /** Writes. */
    @Benchmark
    public Object encode() throws IOException {
        Fixed out = target.again();
        switch (by) {
            case "copy" -> out.write(encoded, 0, encoded.length);
            case "jackson" -> jackson(out);
            default -> serializer.writer(out).value(value);
        }
        return out;
    }

    /** Reads. */
    @Benchmark
    public Object decode() throws IOException {
        return switch (by) {
            case "copy" -> encoded.clone();
            case "jackson" -> parsed();
            default ->
                serializer
                        .reader(new ByteArrayInputStream(encoded), Limits.defaults())
                        .value();
        };
    }

    /** Writes, and reads. */
    @Benchmark
    public Object roundTrip() throws IOException {
        encode();
        return decode();
    }

    private void jackson(OutputStream out) {
        try (JsonGenerator generator = JACKSON.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartArray();
            for (double number : doubles) {
                generator.writeNumber(number);
            }
            generator.writeEndArray();
        }
    }

    private double[] parsed() {
        double[] read = new double[doubles.length];
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), new ByteArrayInputStream(encoded))) {
            parser.nextToken();
            int n = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                read[n++] = parser.getDoubleValue();
            }
        }
        return read;
    }
}
