package io.ipyrpc.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.MultiIndex;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LoweringTest {
    record Point(int x, Optional<String> label) {}

    record Empty() {}

    public static class Bean {
        public int field = 1;

        public String getName() {
            return "b";
        }

        public boolean isOpen() {
            return true;
        }

        public URI getURL() {
            return URI.create("http://a");
        }

        public String notAGetter() {
            return "";
        }
    }

    public static class Node {
        public Node getNext() {
            return this;
        }
    }

    public static class Throwing {
        public int getSize() {
            throw new IllegalStateException("not yet");
        }
    }

    private static Object lowered(Object value) {
        return Lowering.lower(value, 100);
    }

    static Stream<Arguments> values() {
        Map<String, Object> bean = new LinkedHashMap<>();
        bean.put("URL", "http://a");
        bean.put("field", 1);
        bean.put("name", "b");
        bean.put("open", true);
        return Stream.of(
                Arguments.of(null, null),
                Arguments.of(new Point(1, Optional.of("a")), Map.of("x", 1, "label", "a")),
                Arguments.of(new Empty(), Map.of()),
                Arguments.of(new Bean(), bean),
                Arguments.of(DayOfWeek.MONDAY, "MONDAY"),
                Arguments.of(Optional.empty(), null),
                Arguments.of(Optional.of(List.of(DayOfWeek.MONDAY)), List.of("MONDAY")),
                Arguments.of(OptionalInt.of(1), 1),
                Arguments.of(OptionalLong.empty(), null),
                Arguments.of(OptionalDouble.of(1.5), 1.5),
                Arguments.of('c', "c"),
                Arguments.of(new StringBuilder("sb"), "sb"),
                Arguments.of(new UUID(1, 2), "00000000-0000-0001-0000-000000000002"),
                Arguments.of(Path.of("a", "b"), Path.of("a", "b").toString()),
                Arguments.of(LocalTime.of(10, 0), "10:00"),
                Arguments.of(
                        ZonedDateTime.parse("2026-11-22T10:00+01:00[Europe/Paris]"),
                        java.time.OffsetDateTime.parse("2026-11-22T10:00+01:00")),
                Arguments.of(new Date(5), Instant.ofEpochMilli(5)),
                Arguments.of(new AtomicLong(7), 7L),
                Arguments.of(new int[] {1, 2}, NdArray.of(1, 2)),
                Arguments.of(
                        new double[][] {{1, 2}, {3, 4}},
                        NdArray.of(1.0, 2.0, 3.0, 4.0).reshape(2, 2)),
                Arguments.of(new boolean[] {true}, NdArray.of(true)),
                Arguments.of(new char[] {'a', 'b'}, List.of("a", "b")),
                Arguments.of(new char[][] {{'a'}, {}}, List.of(List.of("a"), List.of())),
                Arguments.of(new Complex(1, 2), NdArray.full(DType.COMPLEX128, new Complex(1, 2))),
                Arguments.of(19.99f, 19.99),
                Arguments.of(List.of(0.1f, 2.5), List.of(0.1, 2.5)),
                Arguments.of(Float.NaN, Double.NaN),
                Arguments.of(Map.of(1.5, 1), Map.of("1.5", 1)),
                Arguments.of(Map.of(java.time.LocalDate.EPOCH, 1), Map.of("1970-01-01", 1)),
                Arguments.of(new String[] {"a", null}, Arrays.asList("a", null)),
                Arguments.of(new Object[] {1, new Empty()}, List.of(1, Map.of())),
                Arguments.of(new LinkedHashSet<>(List.of(2, 1)), List.of(2, 1)),
                Arguments.of(Map.of(12, DayOfWeek.MONDAY), Map.of("12", "MONDAY")),
                Arguments.of(Map.of(DayOfWeek.MONDAY, 1), Map.of("MONDAY", 1)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void anObjectBecomesAValueOfTheProtocol(Object object, Object value) {
        assertEquals(value, lowered(object));
    }

    @Test
    void whatNeedsNoChangeIsNotCopied() {
        List<Object> list = List.of(1L, "x", List.of(BigInteger.ONE), NdArray.of(1.0));
        assertSame(list, lowered(list));
        byte[] bytes = new byte[3];
        assertSame(bytes, lowered(bytes));
    }

    @Test
    void objectsInArraysAndFramesBecomeValuesToo() {
        NdArray days =
                NdArray.objects(DType.OBJECT, new Object[] {1L, DayOfWeek.MONDAY, new Point(1, Optional.empty())}, 3);
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("x", 1);
        point.put("label", null);
        assertEquals(NdArray.objects(DType.OBJECT, new Object[] {1L, "MONDAY", point}, 3), lowered(days));
        DataFrame frame = DataFrame.builder()
                .column(DayOfWeek.FRIDAY, List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY))
                .column("n", List.of(1L, 2L))
                .build();
        DataFrame sent = (DataFrame) lowered(frame);
        assertEquals("FRIDAY", sent.columnIndex().label(0));
        assertEquals("SUNDAY", sent.column(0).get(1));
        assertSame(frame.column(1), sent.column(1));
        Series series = (Series) lowered(Series.of(DayOfWeek.FRIDAY, List.of(LocalTime.of(1, 2))));
        assertEquals("FRIDAY", series.name());
        assertEquals("01:02", series.get(0));
        DataFrame plain = DataFrame.of("a", List.of(1L), "b", List.of(List.of(1L, "x")));
        assertSame(plain, lowered(plain));
        DataFrame levels = plain.withIndex(
                new MultiIndex(Arrays.asList("one", null), List.of(Column.of("x"), Column.of(List.of(List.of(1L))))));
        assertSame(levels, lowered(levels));
        DataFrame named = plain.withIndex(
                new MultiIndex(List.of("one", DayOfWeek.MONDAY), List.of(Column.of("x"), Column.of(1L))));
        assertEquals(
                List.of("one", "MONDAY"),
                ((DataFrame) lowered(named)).rowIndex().names());
        DataFrame bad = DataFrame.of("a", List.of(1L, 2L), "b", List.of(Map.of(), new Object()));
        assertEquals(
                "b[1]: a java.lang.Object cannot be sent; use a record, a bean with getters, or a type of the protocol",
                assertThrows(ConversionException.class, () -> lowered(bad)).getMessage());
    }

    @Test
    void aRowThatIsNullIsNoFaultOfTheServer() {
        assertEquals(
                "row [1] is null",
                assertThrows(ConversionException.class, () -> lowered(new int[][] {{1}, null}))
                        .getMessage());
    }

    @Test
    void iteratorsAndStreamsAreLoweredItemByItem() {
        List<Object> items = new ArrayList<>();
        ((Iterator<?>) lowered(List.of(DayOfWeek.MONDAY, 1).iterator())).forEachRemaining(items::add);
        ((Iterator<?>) lowered(Stream.of(new Empty()))).forEachRemaining(items::add);
        ((Iterator<?>) lowered(IntStream.range(0, 2))).forEachRemaining(items::add);
        assertEquals(List.of("MONDAY", 1, Map.of(), 0, 1), items);
        Iterator<?> endless = (Iterator<?>) lowered(Stream.iterate(1, n -> n + 1));
        assertEquals(1, endless.next());
        assertEquals(2, endless.next());
    }

    static Stream<Arguments> refusals() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        String deeper = "nested deeper than max_depth, or something that contains itself";
        String advice = " cannot be sent; use a record, a bean with getters, or a type of the protocol";
        Map<Object, Object> same = new LinkedHashMap<>();
        same.put(1, "a");
        same.put("1", "b");
        return Stream.of(
                Arguments.of(cycle, "[0]".repeat(101) + ": " + deeper),
                Arguments.of(new Node(), "next" + ".next".repeat(100) + ": " + deeper),
                Arguments.of(new Object(), "a java.lang.Object" + advice),
                Arguments.of(Map.of("a", List.of(1, new Object())), "a[1]: a java.lang.Object" + advice),
                Arguments.of(new Throwing(), "size: java.lang.IllegalStateException: not yet"),
                Arguments.of(Collections.singletonMap(null, 1), "a key of a dict is text, not null"),
                Arguments.of(Map.of(List.of(), 1), "a key of a dict is text, not []"),
                Arguments.of(same, "two keys of a dict are the same text: [1, 1]"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeSentIsRefusedSayingWhere(Object object, String message) {
        ConversionException e = assertThrows(ConversionException.class, () -> lowered(object));
        assertEquals(message, e.getMessage());
    }

    @Test
    void rowsOfDifferentLengthAreRefused() {
        ConversionException e = assertThrows(ConversionException.class, () -> lowered(new int[][] {{1}, {1, 2}}));
        assertEquals(false, e.getMessage().isBlank());
    }

    @Test
    void recordsComeBackAsTheyWere() {
        for (Object record : List.of(
                new ConvertersTest.Point(1, 2),
                new ConvertersTest.Tree("a", List.of(new ConvertersTest.Tree("b", null))))) {
            assertEquals(record, Converters.to(record.getClass()).convert(lowered(record)));
        }
        assertEquals(new TreeMap<>(Map.of("x", 1L)), lowered(new TreeMap<>(Map.of("x", 1L))));
    }
}
