package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.data.ValueIndex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Values of §2 of the protocol, of every kind and at their edges. */
public final class SampleValues {
    private static final List<String> FIXED = List.of(
            "b1",
            "i1",
            "i2",
            "i4",
            "i8",
            "u1",
            "u2",
            "u4",
            "u8",
            "f2",
            "f4",
            "f8",
            "c8",
            "c16",
            "M8[ns]",
            "M8[D]",
            "M8[25s]",
            "M8[ns, Europe/Paris]",
            "m8[ms]",
            "m8[ns]",
            "U5",
            "U0",
            "S3");

    private SampleValues() {}

    /** The kinds of values that a serializer may or may not carry; it always carries the others. */
    public enum Kind {
        /** {@code byte[]}. */
        BYTES,
        /** Instants, date-times, dates and durations. */
        TIMES,
        /** {@code BigDecimal}. */
        DECIMALS,
        /** {@code NdArray}s of all types. */
        ARRAYS,
        /** {@code DataFrame} and {@code Series}. */
        FRAMES,
        /** {@code DataPointer}. */
        POINTERS
    }

    static List<Object> plain() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("z", 1L);
        dict.put("", null);
        dict.put("a", List.of());
        dict.put("😀", "half \udc00 of a pair");
        List<Object> values = new ArrayList<>(List.of(
                true,
                false,
                0L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                9007199254740993L,
                new BigInteger("9223372036854775808"),
                new BigInteger("-9223372036854775809"),
                BigInteger.TEN.pow(300)));
        values.addAll(List.of(
                0.0,
                -0.0,
                1.0,
                0.1,
                -2.5,
                1e300,
                5e-324,
                Double.MAX_VALUE,
                1e22,
                123456789.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY));
        values.addAll(List.of(
                "",
                "text",
                "žluťoučký kůň 日本 😀",
                "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028",
                "\ud83d",
                "x".repeat(70_000)));
        values.addAll(List.of(List.of(), List.of(List.of(), Map.of()), Map.of(), dict, Map.of("k".repeat(60_000), 1L)));
        values.add(null);
        return values;
    }

    static Map<Number, Object> numbers() {
        Map<Number, Object> numbers = new LinkedHashMap<>();
        numbers.put((byte) -7, -7L);
        numbers.put((short) 300, 300L);
        numbers.put(70_000, 70_000L);
        numbers.put(BigInteger.valueOf(5), 5L);
        numbers.put(new AtomicInteger(3), 3L);
        numbers.put(new AtomicLong(4), 4L);
        numbers.put(0.1f, (double) 0.1f);
        numbers.put(2f, 2.0);
        numbers.put(Float.NaN, Double.NaN);
        return numbers;
    }

    static List<Object> of(Kind kind) {
        return switch (kind) {
            case BYTES -> List.of(new byte[0], new byte[] {0, -1, 127, -128}, new byte[100_000]);
            case TIMES ->
                List.of(
                        Instant.EPOCH,
                        Instant.parse("2026-11-22T10:00:00.123456789Z"),
                        Instant.MIN,
                        Instant.MAX,
                        OffsetDateTime.parse("2026-11-22T10:00:00+05:30"),
                        OffsetDateTime.parse("2026-11-22T10:00:00-00:00:01"),
                        OffsetDateTime.parse("2026-11-22T10:00:00Z"),
                        LocalDateTime.parse("2026-11-22T10:00"),
                        LocalDateTime.MIN,
                        LocalDateTime.MAX,
                        LocalDate.parse("2026-11-22"),
                        LocalDate.MIN,
                        LocalDate.MAX,
                        Duration.ZERO,
                        Duration.ofNanos(-1),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        Duration.ofSeconds(Long.MIN_VALUE));
            case DECIMALS ->
                List.of(
                        new BigDecimal("1.10"),
                        new BigDecimal("-0.000"),
                        new BigDecimal("1E+400"),
                        BigDecimal.TEN.pow(200).add(new BigDecimal("1e-200")));
            case ARRAYS -> arrays();
            case FRAMES -> frames();
            case POINTERS ->
                List.of(
                        new DataPointer("http", "127.0.0.1", 7777, "/data/s/i", "A_-", Map.of()),
                        new DataPointer(
                                "zmq", "h", 0, "", "", Map.of("type", "np.ndarray", "shape", List.of(1L), "n", 8L)));
        };
    }

    private static List<Object> arrays() {
        List<Object> arrays = new ArrayList<>();
        Random random = new Random(1);
        for (String dtype : FIXED) {
            for (long[] shape : new long[][] {{}, {0}, {3}, {2, 3}, {0, 3}, {1, 2, 2, 2}}) {
                arrays.add(array(random, DType.of(dtype), shape));
            }
        }
        NdArray a = NdArray.arange(24).reshape(2, 3, 4);
        arrays.addAll(List.of(a.transpose(), a.slice(2, 3, -5, -2), a.at(1, 2), a.slice(0, 0)));
        arrays.add(NdArray.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -0.0, 5e-324, 1e308));
        arrays.add(NdArray.of(Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE, -0f, 0.1f, 1.17549435e-38f));
        arrays.add(NdArray.of("a", null, "", "日本 😀 \ud800"));
        arrays.add(NdArray.objects(DType.STR, new Object[] {"x", "y"}, 2, 1));
        arrays.add(NdArray.objects(DType.OBJECT, new Object[] {null, 1L, List.of("x"), NdArray.of(1.5)}, 4));
        DType inner = DType.record(List.of(new DType.Field("c", DType.COMPLEX64), new DType.Field("u", DType.UINT8)));
        DType point = DType.record(List.of(
                new DType.Field("x", DType.FLOAT64),
                new DType.Field("", DType.of("M8[s]")),
                new DType.Field("half \ud800", DType.BOOL),
                new DType.Field("in", inner)));
        arrays.add(array(random, point, 4));
        arrays.add(array(random, point, 2, 2).transpose());
        arrays.add(NdArray.zeros(DType.record(List.of()), 3));
        DType named = DType.record(List.of(new DType.Field("s", DType.STR), new DType.Field("n", DType.INT16)));
        arrays.add(NdArray.objects(named, new Object[] {Arrays.asList("x", 1L), Arrays.asList(null, -1L)}, 2));
        return arrays;
    }

    /** An array whose memory is random, as far as every pattern of bits is an element. */
    private static NdArray array(Random random, DType dtype, long... shape) {
        NdArray array = NdArray.zeros(dtype, shape);
        for (long i = 0; i < array.size(); i++) {
            array.setItem(i, element(random, dtype));
        }
        return array;
    }

    private static Object element(Random random, DType dtype) {
        int bits = 8 * dtype.itemSize();
        return switch (dtype.kind()) {
            case BOOL -> random.nextBoolean();
            case INT -> random.nextLong() >> (64 - bits);
            case UINT -> new BigInteger(bits, random);
            case FLOAT -> random.nextInt(8) == 0 ? Double.NaN : random.nextGaussian();
            case COMPLEX -> new Complex(random.nextGaussian(), Double.NEGATIVE_INFINITY);
            case DATETIME, TIMEDELTA -> random.nextInt(4) == 0 ? null : random.nextLong() >> 8;
            case UNICODE -> "žx😀日".substring(0, dtype.itemSize() == 0 ? 0 : random.nextInt(3));
            case BYTES -> new byte[] {(byte) random.nextInt(), 1};
            case RECORD ->
                dtype.fields().stream()
                        .map(field -> element(random, field.type()))
                        .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
            case STR -> random.nextInt(3) == 0 ? null : "s" + random.nextInt();
            case OBJECT -> random.nextInt(3) == 0 ? null : random.nextLong();
        };
    }

    private static List<Object> frames() {
        Random random = new Random(2);
        List<Object> frames = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        NdArray validity = NdArray.of(true, false, true);
        for (String dtype : FIXED) {
            columns.add(Column.of(array(random, DType.of(dtype), 3)));
            labels.add(dtype);
            columns.add(Column.of(
                    array(random, DType.of(dtype), 3),
                    dtype.startsWith("M8") || dtype.startsWith("m8") ? NdArray.of(true, true, true) : validity));
            labels.add(dtype + " with a missing one");
        }
        columns.addAll(List.of(
                Column.of("x", null, ""),
                Column.of(NdArray.objects(DType.OBJECT, new Object[] {1L, null, Map.of()}, 3))));
        labels.addAll(List.of("str", "O"));
        Index texts = Index.of(labels.toArray(new String[0]));
        Index zone = new ValueIndex(
                Column.of(array(random, DType.of("M8[ns, Europe/Paris]"), 3)), LocalDate.parse("2026-11-22"));
        Index multi = Index.multi(Arrays.asList("k", null), Column.of("a", "a", "b"), Column.of(1L, 2L, 1L));
        frames.add(DataFrame.of(Index.range(3), texts, columns));
        frames.add(DataFrame.of(multi, texts, columns));
        frames.add(DataFrame.of(zone, new RangeIndex(10, -10, -1, 4L).slice(0, 2), columns.subList(0, 2)));
        frames.add(DataFrame.of(multi, multi, columns.subList(0, 3)));
        frames.add(DataFrame.of(Index.range(3), Index.of("same", "same"), columns.subList(0, 2)));
        frames.add(DataFrame.of(
                Index.range(0), Index.of("a", "b"), List.of(Column.of(new double[0]), Column.of(new String[0]))));
        frames.add(DataFrame.of(Index.range(4), Index.range(0), List.of()));
        frames.add(DataFrame.of(
                new ValueIndex(Column.of(NdArray.of(1L, 2L, 3L), validity), "n"),
                Index.of("c"),
                columns.subList(0, 1)));
        frames.add(Series.of("s", new double[] {1.0, Double.NaN}));
        frames.add(new Series(null, multi, columns.get(3)));
        frames.add(new Series(List.of("a", 1L), zone, Column.of("x", null, "y")));
        return frames;
    }

    static List<Object> lookAlikes() {
        List<Object> dicts = new ArrayList<>();
        for (String type : List.of(
                "np.ndarray",
                "pandas",
                "pandas.Series",
                "pandas.Index",
                "bytes",
                "datetime",
                "date",
                "timedelta",
                "decimal",
                "float",
                "dict",
                "json",
                "list",
                "ipyrpc_data_pointer",
                "other")) {
            dicts.add(Map.of("type", type));
            dicts.add(Map.of("type", type, "data", "not such"));
            dicts.add(Map.of("type", type, "data", Map.of("type", type, "data", Map.of())));
            dicts.add(Map.of("type", type, "data", List.of(1L), "more", 2L));
            dicts.add(Map.of("type", type, "data", Map.of("dtype", "f8", "shape", List.of(0L), "data", List.of())));
            dicts.add(Map.of("data", 1L, "more", type));
        }
        dicts.add(Map.of("type", 1L, "data", 2L));
        dicts.add(Map.of("data", Map.of("type", "float", "data", "NaN")));
        return dicts;
    }

    /** Values whose bodies cannot be cut or continued into another body. */
    static List<Object> toCut(Set<Kind> carried) {
        List<Object> values = new ArrayList<>();
        values.add(Arrays.asList(1L, "two ž", 2.5, null, Map.of("k", true)));
        values.add(Map.of("k", List.of()));
        if (carried.contains(Kind.ARRAYS)) {
            values.add(NdArray.of(1.5, Double.NaN, 3));
            values.add(List.of(NdArray.of("x", null), Map.of("a", NdArray.of(1, 2))));
        }
        if (carried.contains(Kind.FRAMES)) {
            values.add(DataFrame.of("a", new double[] {1.5}, "b", List.of("x")));
        }
        return values;
    }

    static List<Object> toMutate(Set<Kind> carried) {
        List<Object> values = new ArrayList<>(plain());
        carried.forEach(kind -> values.addAll(of(kind)));
        values.addAll(lookAlikes());
        return values;
    }

    /** A random value of what is carried, nested at most so deep. */
    static Object random(Random random, Set<Kind> carried, int depth) {
        int choice = random.nextInt(depth > 0 ? 6 : 4);
        if (choice < 2) {
            List<Object> plain = plain().subList(0, 26);
            return plain.get(random.nextInt(plain.size()));
        } else if (choice == 2) {
            return random.nextBoolean() ? (Object) random.nextLong() : (Object) random.nextGaussian();
        } else if (choice == 3) {
            if (!carried.contains(Kind.ARRAYS)) {
                return "t" + random.nextInt();
            }
            return array(
                    random, DType.of(FIXED.get(random.nextInt(FIXED.size()))), random.nextInt(4), random.nextInt(4));
        }
        int n = random.nextInt(4);
        if (choice == 4) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                list.add(random(random, carried, depth - 1));
            }
            return list;
        }
        List<String> keys = List.of("type", "data", "k", "dtype", "shape");
        Map<String, Object> dict = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            dict.put(keys.get(random.nextInt(keys.size())), random(random, carried, depth - 1));
        }
        return dict;
    }

    /** Equal in value and type, byte arrays by what is in them. */
    static void assertSameValue(Object expected, Object actual) {
        if (expected instanceof byte[] bytes && actual instanceof byte[] others) {
            assertArrayEquals(bytes, others);
        } else if (expected instanceof List<?> list && actual instanceof List<?> others) {
            assertEquals(list.size(), others.size());
            for (int i = 0; i < list.size(); i++) {
                assertSameValue(list.get(i), others.get(i));
            }
        } else if (expected instanceof Map<?, ?> map && actual instanceof Map<?, ?> others) {
            assertEquals(map.keySet(), others.keySet());
            map.forEach((name, value) -> assertSameValue(value, others.get(name)));
        } else {
            assertEquals(expected, actual);
            if (expected instanceof DataPointer pointer) {
                assertEquals(pointer.info(), ((DataPointer) actual).info());
            }
        }
    }
}
