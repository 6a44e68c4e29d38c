package io.ipyrpc.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConvertersTest {
    record Point(int x, Integer y) {}

    record Line(Point from, Point to, List<Point> between) {}

    record Positive(int n) {
        Positive {
            if (n <= 0) {
                throw new IllegalArgumentException("n is " + n + ", must be positive");
            }
        }
    }

    record Tree(String name, List<Tree> children) {}

    public static class Bean {
        public double open;
        private String name = "none";
        private List<Integer> counts = List.of();

        public void setName(String name) {
            this.name = name;
        }

        public void setCounts(List<Integer> counts) {
            this.counts = counts;
        }

        @Override
        public String toString() {
            return name + " " + counts + " " + open;
        }
    }

    record Pair<A, B>(A a, B b) {}

    record Chain<T>(T value, Chain<T> next) {}

    record Endless<T>(Endless<List<T>> next) {}

    public static class Base<T> {
        public List<T> all = List.of();
        private T value;

        public T getValue() {
            return value;
        }

        public void setValue(T value) {
            this.value = value;
        }
    }

    public static class Derived extends Base<Integer> {
        @Override
        public String toString() {
            int sum = getValue();
            for (int i : all) {
                sum += i;
            }
            return "sum " + sum;
        }
    }

    /** Two setters, and a getter that tells which is meant. */
    public static class Told {
        private int x;

        public int getX() {
            return x;
        }

        public void setX(int x) {
            this.x = x;
        }

        public void setX(String x) {
            this.x = Integer.parseInt(x);
        }
    }

    /** Two setters, and nothing else. */
    @SuppressWarnings("unused")
    public static class Untold {
        public void setX(int x) {}

        public void setX(String x) {}

        public void setY(int y) {}
    }

    /** Fields whose generic types the tests ask for. */
    @SuppressWarnings("unused")
    static final class Types {
        List<Point> points;
        Map<Integer, String> byNumber;
        Map<DayOfWeek, Double> byDay;
        Map<String, List<Double>> lists;
        Set<Long> set;
        Optional<Integer> optional;
        List<? extends Number> wild;
        List<double[]> arrays;
        List<String>[] generic;
        Map<Long, int[]> deep;
        Pair<LocalDate, Integer> pair;
        Pair<Pair<Integer, Double>, List<Short>> pairs;
        Pair<Integer, Long>[] pairArray;
        Chain<Integer> chain;
        Endless<String> endless;
        Map<Double, String> byDouble;
        Map<BigDecimal, String> byDecimal;
        Map<Short, String> byShort;
        Map<Boolean, String> byBoolean;
        Map<LocalDate, Integer> byDate;
        Map<UUID, Integer> byId;
        Map<Point, Integer> byPoint;
    }

    private static Type type(String field) {
        try {
            return Types.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object converted(Type type, Object value) {
        return Converters.to(type).convert(value);
    }

    static Stream<Arguments> conversions() {
        return Stream.of(
                Arguments.of(double.class, 2L, 2.0),
                Arguments.of(double.class, 2, 2.0),
                Arguments.of(double.class, 9007199254740992L, 9007199254740992.0),
                Arguments.of(double.class, new BigDecimal("0.5"), 0.5),
                Arguments.of(double.class, NdArray.of(1.5).at(0), 1.5),
                Arguments.of(Double.class, null, null),
                Arguments.of(float.class, 0.1, 0.1f),
                Arguments.of(float.class, 16777216L, 16777216f),
                Arguments.of(float.class, Double.NaN, Float.NaN),
                Arguments.of(float.class, 1e30, 1e30f),
                Arguments.of(float.class, 16777216.0, 16777216f),
                Arguments.of(boolean.class, NdArray.of(true).at(0), true),
                Arguments.of(String.class, NdArray.of("x").at(0), "x"),
                Arguments.of(
                        LocalDateTime.class,
                        NdArray.full(DType.of("M8[s]"), LocalDateTime.parse("2026-11-22T10:00:00")),
                        LocalDateTime.parse("2026-11-22T10:00:00")),
                Arguments.of(Complex.class, NdArray.full(DType.COMPLEX128, new Complex(1, 2)), new Complex(1, 2)),
                Arguments.of(Complex.class, 2L, new Complex(2, 0)),
                Arguments.of(Complex.class, Map.of("re", 1L, "im", 2.5), new Complex(1, 2.5)),
                Arguments.of(type("pair"), Map.of("a", "2026-01-01", "b", 5L), new Pair<>(LocalDate.of(2026, 1, 1), 5)),
                Arguments.of(
                        type("pairs"),
                        Map.of("a", Map.of("a", 1L, "b", 2L), "b", List.of(3L)),
                        new Pair<>(new Pair<>(1, 2.0), List.of((short) 3))),
                Arguments.of(
                        type("chain"),
                        Map.of("value", 1L, "next", Map.of("value", 2.0)),
                        new Chain<>(1, new Chain<>(2, null))),
                Arguments.of(type("byDouble"), Map.of("1.5", "x", "-2", "y"), Map.of(1.5, "x", -2.0, "y")),
                Arguments.of(type("byDouble"), Map.of("NaN", "x"), Map.of(Double.NaN, "x")),
                Arguments.of(type("byDecimal"), Map.of("1.10", "x"), Map.of(new BigDecimal("1.10"), "x")),
                Arguments.of(type("byShort"), Map.of("-7", "x"), Map.of((short) -7, "x")),
                Arguments.of(type("byBoolean"), Map.of("true", "x"), Map.of(true, "x")),
                Arguments.of(type("byDate"), Map.of("2026-01-01", 1L), Map.of(LocalDate.of(2026, 1, 1), 1)),
                Arguments.of(int.class, 2.0, 2),
                Arguments.of(int.class, -0.0, 0),
                Arguments.of(int.class, 2L, 2),
                Arguments.of(int.class, (long) Integer.MIN_VALUE, Integer.MIN_VALUE),
                Arguments.of(Integer.class, null, null),
                Arguments.of(long.class, 1e15, 1_000_000_000_000_000L),
                Arguments.of(long.class, new BigInteger("-9223372036854775808"), Long.MIN_VALUE),
                Arguments.of(byte.class, -128L, (byte) -128),
                Arguments.of(short.class, 32767L, Short.MAX_VALUE),
                Arguments.of(char.class, "ž", 'ž'),
                Arguments.of(boolean.class, true, true),
                Arguments.of(BigInteger.class, 5L, BigInteger.valueOf(5)),
                Arguments.of(BigInteger.class, 1e30, new BigDecimal(1e30).toBigInteger()),
                Arguments.of(BigInteger.class, new BigDecimal("12.00"), BigInteger.valueOf(12)),
                Arguments.of(BigDecimal.class, 0.1, new BigDecimal("0.1")),
                Arguments.of(BigDecimal.class, 7L, BigDecimal.valueOf(7)),
                Arguments.of(Number.class, 7L, 7L),
                Arguments.of(Object.class, List.of(1L), List.of(1L)),
                Arguments.of(String.class, "x", "x"),
                Arguments.of(CharSequence.class, "x", "x"),
                Arguments.of(UUID.class, "00000000-0000-0001-0000-000000000002", new UUID(1, 2)),
                Arguments.of(URI.class, "http://a/b", URI.create("http://a/b")),
                Arguments.of(DayOfWeek.class, "MONDAY", DayOfWeek.MONDAY),
                Arguments.of(Instant.class, "2026-11-22T10:00:00+02:00", Instant.parse("2026-11-22T08:00:00Z")),
                Arguments.of(
                        Instant.class,
                        OffsetDateTime.parse("2026-11-22T10:00:00+02:00"),
                        Instant.parse("2026-11-22T08:00:00Z")),
                Arguments.of(OffsetDateTime.class, Instant.EPOCH, OffsetDateTime.parse("1970-01-01T00:00:00Z")),
                Arguments.of(ZonedDateTime.class, Instant.EPOCH, ZonedDateTime.parse("1970-01-01T00:00:00Z")),
                Arguments.of(LocalDateTime.class, "2026-11-22T10:00", LocalDateTime.parse("2026-11-22T10:00")),
                Arguments.of(LocalDate.class, LocalDate.parse("2026-11-22"), LocalDate.parse("2026-11-22")),
                Arguments.of(LocalTime.class, "10:00", LocalTime.of(10, 0)),
                Arguments.of(Duration.class, "PT1.5S", Duration.ofMillis(1500)),
                Arguments.of(Date.class, Instant.ofEpochMilli(5), new Date(5)),
                Arguments.of(OptionalInt.class, 3.0, OptionalInt.of(3)),
                Arguments.of(OptionalInt.class, null, OptionalInt.empty()),
                Arguments.of(OptionalLong.class, 3L, OptionalLong.of(3)),
                Arguments.of(OptionalDouble.class, 3L, OptionalDouble.of(3)),
                Arguments.of(type("optional"), 3L, Optional.of(3)),
                Arguments.of(type("optional"), null, Optional.empty()),
                Arguments.of(type("byNumber"), Map.of("12", "x"), Map.of(12, "x")),
                Arguments.of(type("byDay"), Map.of("MONDAY", 1L), Map.of(DayOfWeek.MONDAY, 1.0)),
                Arguments.of(type("lists"), Map.of("a", List.of(1L)), Map.of("a", List.of(1.0))),
                Arguments.of(type("lists"), Map.of("a", NdArray.of(1.0, 2.0)), Map.of("a", List.of(1.0, 2.0))),
                Arguments.of(type("set"), List.of(2L, 1L, 2.0), Set.of(1L, 2L)),
                Arguments.of(type("wild"), List.of(1L, 2.5), List.of(1L, 2.5)),
                Arguments.of(List.class, NdArray.of(1L, 2L), List.of(1L, 2L)),
                Arguments.of(Map.class, Map.of("a", 1L), Map.of("a", 1L)),
                Arguments.of(Point.class, Map.of("x", 1L), new Point(1, null)),
                Arguments.of(Point.class, null, null),
                Arguments.of(type("points"), List.of(Map.of("x", 1L, "y", 2.0)), List.of(new Point(1, 2))),
                Arguments.of(
                        Line.class,
                        Map.of("from", Map.of("x", 1L), "to", Map.of("x", 2L), "between", List.of(Map.of("x", 3L))),
                        new Line(new Point(1, null), new Point(2, null), List.of(new Point(3, null)))),
                Arguments.of(
                        Tree.class,
                        Map.of("name", "a", "children", List.of(Map.of("name", "b"))),
                        new Tree("a", List.of(new Tree("b", null)))));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void aValueBecomesTheDeclaredTypeWhereNothingIsLost(Type type, Object value, Object expected) {
        assertEquals(expected, converted(type, value));
    }

    static Stream<Arguments> refusals() {
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("x", 1L);
        extra.put("z", 2L);
        return Stream.of(
                Arguments.of(int.class, 2.5, "2.5 is not an int"),
                Arguments.of(int.class, "2", "'2' is not an int"),
                Arguments.of(int.class, true, "true is not an int"),
                Arguments.of(int.class, null, "null is not an int"),
                Arguments.of(int.class, 2147483648L, "2147483648 is not an int"),
                Arguments.of(long.class, new BigInteger("9223372036854775808"), "9223372036854775808 is not a long"),
                Arguments.of(long.class, 1e300, "1.0E300 is not a long"),
                Arguments.of(long.class, Double.NaN, "NaN is not a long"),
                Arguments.of(byte.class, 128L, "128 is not a byte (-128 to 127)"),
                Arguments.of(short.class, 40000L, "40000 is not a short (-32768 to 32767)"),
                Arguments.of(char.class, "xy", "'xy' is not a char (a text of one character)"),
                Arguments.of(boolean.class, 1L, "1 is not a boolean"),
                Arguments.of(double.class, 9007199254740993L, "9007199254740993 is not a double without loss"),
                Arguments.of(
                        double.class,
                        BigInteger.TEN.pow(400),
                        BigInteger.TEN.pow(400).toString().substring(0, 60) + "… is not a double without loss"),
                Arguments.of(double.class, null, "null is not a double"),
                Arguments.of(double.class, new BigDecimal("0.1"), "0.1 is not a double"),
                Arguments.of(double.class, new BigDecimal("1E+999999999"), "1E+999999999 is not a double"),
                Arguments.of(float.class, 1e300, "1.0E300 is not a float"),
                Arguments.of(float.class, 16777217L, "16777217 is not a float without loss"),
                Arguments.of(float.class, 16777217.0, "1.6777217E7 is not a float without loss"),
                Arguments.of(float.class, new BigDecimal("16777217"), "16777217 is not a float without loss"),
                Arguments.of(float.class, 9007199254740993L, "9007199254740993 is not a float without loss"),
                Arguments.of(float.class, new BigDecimal("0.1"), "0.1 is not a float"),
                Arguments.of(float.class, 1e-60, "1.0E-60 is not a float"),
                Arguments.of(Complex.class, "x", "'x' is not a complex number"),
                Arguments.of(
                        Date.class,
                        Instant.ofEpochSecond(0, 1_000_001),
                        "1970-01-01T00:00:00.001000001Z is not a Date, which knows whole milliseconds alone"),
                Arguments.of(type("pair"), Map.of("a", 5L, "b", 5L), "a: 5 is not a date"),
                Arguments.of(type("pair"), Map.of("a", "2026-01-01", "b", "x"), "b: 'x' is not an int"),
                Arguments.of(
                        type("chain"),
                        Map.of("value", 1L, "next", Map.of("value", "x")),
                        "next.value: 'x' is not an int"),
                Arguments.of(type("byNumber"), Map.of("+5", "x"), "+5: '+5' is not an int"),
                Arguments.of(type("byNumber"), Map.of("05", "x"), "05: '05' is not an int"),
                Arguments.of(
                        type("byDouble"),
                        new TreeMap<>(Map.of("1.0", "x", "1", "y")),
                        "the key '1.0' of the dict is there already, written otherwise"),
                Arguments.of(
                        type("byId"),
                        new TreeMap<>(Map.of("00000001-0001-0001-0001-000000000001", 1L, "1-1-1-1-1", 2L)),
                        "the key '1-1-1-1-1' of the dict is there already, written otherwise"),
                Arguments.of(
                        Untold.class,
                        Map.of("x", 5L),
                        "x: has several setters, and no getter that tells which is meant"),
                Arguments.of(byte[].class, NdArray.of(true), "an ndarray of b1 and shape [1] is not a byte[]"),
                Arguments.of(
                        byte[].class,
                        NdArray.zeros(DType.of("S1"), 2),
                        "an ndarray of S1 and shape [2] is not a byte[]"),
                Arguments.of(BigInteger.class, new BigDecimal("1E+999999999"), "1E+999999999 is not a whole number"),
                Arguments.of(BigInteger.class, new BigDecimal("1.5"), "1.5 is not a whole number"),
                Arguments.of(BigDecimal.class, Double.NaN, "NaN is not a decimal number"),
                Arguments.of(String.class, 1L, "1 is not a text"),
                Arguments.of(UUID.class, "x", "'x' is not a UUID"),
                Arguments.of(
                        DayOfWeek.class,
                        "Monday",
                        "'Monday' is not a DayOfWeek; it has MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY"),
                Arguments.of(
                        Instant.class,
                        "2026-11-22T10:00:00",
                        "'2026-11-22T10:00:00' is not an instant (with Z or an offset)"),
                Arguments.of(LocalDate.class, Instant.EPOCH, "1970-01-01T00:00:00Z is not a date"),
                Arguments.of(
                        OffsetDateTime.class,
                        Instant.MAX,
                        "+1000000000-12-31T23:59:59.999999999Z is not a date-time: it is too far away"),
                Arguments.of(
                        Date.class,
                        Instant.MAX,
                        "+1000000000-12-31T23:59:59.999999999Z is not a Date: it is too far away"),
                Arguments.of(List.class, "x", "'x' is not a list"),
                Arguments.of(type("points"), List.of(Map.of("x", 1L), Map.of("x", 1.5)), "[1].x: 1.5 is not an int"),
                Arguments.of(type("byNumber"), Map.of("a", "x"), "a: 'a' is not an int"),
                Arguments.of(type("deep"), Map.of("1", List.of(1L, "b")), "1[1]: 'b' is not an int"),
                Arguments.of(Point.class, Map.of(), "x: is missing"),
                Arguments.of(Point.class, extra, "a Point has no member 'z'; it has x, y"),
                Arguments.of(Point.class, List.of(), "[] is not a Point (a dict with x, y)"),
                Arguments.of(
                        Positive.class,
                        Map.of("n", -1L),
                        "Positive: java.lang.IllegalArgumentException: n is -1, must be positive"),
                Arguments.of(Bean.class, Map.of("nam", "x"), "a Bean has no member 'nam'; it has counts, name, open"),
                Arguments.of(int[].class, List.of(1L, 2.5), "[1]: 2.5 is not an int"),
                Arguments.of(int[][].class, List.of(List.of(1L), List.of("x")), "[1][0]: 'x' is not an int"),
                Arguments.of(
                        double[].class,
                        NdArray.zeros(DType.FLOAT64, 2, 2),
                        "an ndarray of f8 and shape [2, 2] is not a double[]"),
                Arguments.of(
                        double[][].class,
                        NdArray.zeros(DType.FLOAT64, 3_000_000_000L, 0),
                        "an ndarray of f8 and shape [3000000000, 0] is not a double[][]"),
                Arguments.of(
                        int[][].class,
                        NdArray.zeros(DType.FLOAT64, 2_000_000_000L, 0),
                        "an ndarray of f8 and shape [2000000000, 0] is not a int[][]"),
                Arguments.of(
                        List.class,
                        NdArray.zeros(DType.FLOAT64, 3_000_000_000L, 0),
                        "an ndarray of f8 and shape [3000000000, 0] is not a list"),
                Arguments.of(NdArray.class, List.of(1L, "x"), "a list of different kinds is not an ndarray"),
                Arguments.of(
                        NdArray.class,
                        List.of(List.of(1L), List.of(1L, 2L)),
                        "rows of different length are not an ndarray: [1, 2] where 1 items are needed"),
                Arguments.of(
                        NdArray.class,
                        List.of(List.of(1L), 2L),
                        "rows of different length are not an ndarray: 2 where 1 items are needed"),
                Arguments.of(NdArray.class, "x", "'x' is not an ndarray"),
                Arguments.of(Series.class, List.of(), "[] is not a Series"),
                Arguments.of(DataFrame.class, List.of(), "[] is not a DataFrame"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aValueThatDoesNotFitIsRefusedSayingWhere(Type type, Object value, String message) {
        Converter converter = Converters.to(type);
        ConversionException e = assertThrows(ConversionException.class, () -> converter.convert(value));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aBeanIsFilledBySettersAndFields() {
        assertEquals("none [] 0.0", converted(Bean.class, Map.of()).toString());
        assertEquals(
                "b [1, 2] 0.5",
                converted(Bean.class, Map.of("name", "b", "counts", List.of(1L, 2.0), "open", 0.5))
                        .toString());
    }

    @Test
    void aBeanKnowsWhatItsGenericBaseStandsFor() {
        assertEquals(
                "sum 10",
                converted(Derived.class, Map.of("value", 5.0, "all", List.of(2L, 3L)))
                        .toString());
        Converter converter = Converters.to(Derived.class);
        assertThrows(ConversionException.class, () -> converter.convert(Map.of("value", "x")));
    }

    @Test
    void ofTwoSettersTheGettersIsMeant() {
        assertEquals(5, ((Told) converted(Told.class, Map.of("x", 5L))).getX());
        Converter converter = Converters.to(Told.class);
        assertThrows(ConversionException.class, () -> converter.convert(Map.of("x", "5")));
    }

    @Test
    void aTypeThatNoValueCanBecomeIsRefusedBeforeAnyIsThere() {
        assertEquals(
                "a Map with keys of type Point cannot be made: keys of a dict are text",
                assertThrows(IllegalArgumentException.class, () -> Converters.to(type("byPoint")))
                        .getMessage());
        String message = assertThrows(IllegalArgumentException.class, () -> Converters.to(type("endless")))
                .getMessage();
        assertTrue(
                message.endsWith(": a Endless stands in more than 64 types inside one another, or in itself with ever"
                        + " other type arguments"),
                message);
    }

    @Test
    void listsAndArraysBecomeJavasArrays() {
        assertArrayEquals(new double[] {1, 2.5}, (double[]) converted(double[].class, List.of(1L, 2.5)));
        assertArrayEquals(new double[] {1, 2}, (double[]) converted(double[].class, NdArray.of(1L, 2L)));
        assertArrayEquals(new double[] {1, 2}, (double[]) converted(double[].class, NdArray.of(1f, 2f)));
        assertArrayEquals(new int[] {1, 2}, (int[]) converted(int[].class, NdArray.of(1.0, 2.0)));
        assertArrayEquals(new long[] {1, 2}, (long[]) converted(long[].class, NdArray.of(1L, 2L)));
        assertArrayEquals(new float[][] {{1, 2}, {3, 4}}, (float[][])
                converted(float[][].class, List.of(List.of(1L, 2L), List.of(3.0, 4.0))));
        assertArrayEquals(new int[][][] {{{0, 1}, {2, 3}}, {{4, 5}, {6, 7}}}, (int[][][])
                converted(int[][][].class, NdArray.arange(8).reshape(2, 2, 2)));
        assertArrayEquals(new long[][] {{0, 2}, {1, 3}}, (long[][])
                converted(long[][].class, NdArray.arange(4).reshape(2, 2).transpose()));
        assertArrayEquals(new double[][] {{0, 1}, {9}}, (double[][])
                converted(double[][].class, List.of(NdArray.arange(2), List.of(9L))));
        assertArrayEquals(new boolean[] {true, false}, (boolean[]) converted(boolean[].class, List.of(true, false)));
        assertArrayEquals(new char[] {'a', 'b'}, (char[]) converted(char[].class, List.of("a", "b")));
        assertArrayEquals(new String[] {"a", null}, (String[]) converted(String[].class, Arrays.asList("a", null)));
        assertArrayEquals(
                new Point[] {new Point(1, null)}, (Point[]) converted(Point[].class, List.of(Map.of("x", 1L))));
        assertArrayEquals(new byte[] {1, -1}, (byte[]) converted(byte[].class, List.of(1L, -1L)));
        assertArrayEquals(new byte[] {1, -1}, (byte[]) converted(byte[].class, new byte[] {1, -1}));
        assertArrayEquals(
                new byte[] {-56, -56}, (byte[]) converted(byte[].class, NdArray.full(DType.of("u1"), 200, 2)));
        assertArrayEquals(new Pair<?, ?>[] {new Pair<>(1, 2L)}, (Pair<?, ?>[])
                converted(type("pairArray"), List.of(Map.of("a", 1L, "b", 2L))));
        assertArrayEquals(new byte[] {2, 0}, (byte[]) converted(byte[].class, NdArray.of((byte) 2, (byte) 0)));
        assertArrayEquals(new List<?>[] {List.of("a")}, (List<?>[]) converted(type("generic"), List.of(List.of("a"))));
        assertArrayEquals(new double[] {1}, (double[])
                ((List<?>) converted(type("arrays"), List.of(List.of(1L)))).get(0));
        assertNull(converted(double[].class, null));
        assertEquals(0, ((double[][]) converted(double[][].class, NdArray.zeros(DType.FLOAT64, 0, 3))).length);
        assertEquals(3, ((double[][]) converted(double[][].class, NdArray.zeros(DType.FLOAT64, 3, 0))).length);
    }

    @Test
    void nestedListsBecomeAnNdArray() {
        assertEquals(NdArray.of(1L, 2L), converted(NdArray.class, List.of(1L, 2L)));
        assertEquals(NdArray.of(1.0, 2.5), converted(NdArray.class, List.of(1L, 2.5)));
        assertEquals(
                NdArray.arange(6).reshape(2, 3),
                converted(NdArray.class, List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L))));
        assertEquals(NdArray.of(true, false), converted(NdArray.class, List.of(true, false)));
        assertEquals(NdArray.of("a", null), converted(NdArray.class, Arrays.asList("a", null)));
        assertEquals(
                "f8", ((NdArray) converted(NdArray.class, List.of())).dtype().name());
    }

    @Test
    void aDictOfColumnsBecomesADataFrame() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("a", List.of(1L, 2L));
        columns.put("b", List.of("x", "y"));
        DataFrame frame = (DataFrame) converted(DataFrame.class, columns);
        assertEquals(DataFrame.of("a", List.of(1L, 2L), "b", List.of("x", "y")), frame);
        columns.put("c", List.of(1L));
        ConversionException uneven = assertThrows(ConversionException.class, () -> converted(DataFrame.class, columns));
        assertEquals("column 'c' has 1 rows, the frame 2; columns must be of one length", uneven.getMessage());
        ConversionException text =
                assertThrows(ConversionException.class, () -> converted(DataFrame.class, Map.of("a", "no column")));
        assertEquals("a: ", text.getMessage().substring(0, 3), text.getMessage());
        ConversionException none = assertThrows(
                ConversionException.class,
                () -> converted(DataFrame.class, new HashMap<>(Collections.singletonMap("a", null))));
        assertEquals("a: null is not a column", none.getMessage());
    }
}
