package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DataFrameTest {
    private final NdArray prices = NdArray.of(1.5, 2.5, 3.5);
    private final DataFrame frame = DataFrame.of("price", prices, "item", List.of("tea", "coffee", "milk"));

    private static String refusal(Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }

    @Test
    void listsBecomeColumnsOfTheirKind() {
        assertEquals(DType.INT64, Column.of(List.of(1, 2L, (short) 3)).dtype());
        assertEquals(DType.FLOAT64, Column.of(List.of(1, 2.5f)).dtype());
        assertEquals(
                DType.UINT64,
                Column.of(List.of(1, BigInteger.ONE.shiftLeft(63))).dtype());
        assertEquals(
                DType.OBJECT,
                Column.of(List.of(-1, BigInteger.ONE.shiftLeft(63))).dtype());
        assertEquals(DType.BOOL, Column.of(List.of(true)).dtype());
        assertEquals(DType.STR, Column.of(List.of("a")).dtype());
        assertEquals(DType.COMPLEX128, Column.of(List.of(new Complex(1, 2))).dtype());
        assertEquals(
                DType.datetime("ns"),
                Column.of(List.of(LocalDateTime.MIN.withYear(2026))).dtype());
        assertEquals("M8[ns, UTC]", Column.of(List.of(Instant.EPOCH)).dtype().name());
        assertEquals(
                "M8[ns, Europe/Paris]",
                Column.of(List.of(Instant.EPOCH.atZone(ZoneId.of("Europe/Paris"))))
                        .dtype()
                        .name());
        assertEquals(DType.timedelta("ns"), Column.of(List.of(Duration.ZERO)).dtype());
        assertEquals(DType.OBJECT, Column.of(List.of(1, "a")).dtype());
        assertEquals(DType.OBJECT, Column.of(List.of()).dtype());
    }

    @Test
    void nullIsMissingInTheWayOfItsKind() {
        Column whole = Column.of(Arrays.asList(1, null, 3));
        assertEquals(DType.INT64, whole.dtype());
        assertTrue(whole.isMissing(1));
        assertNull(whole.get(1));
        assertEquals(3L, whole.get(2));
        assertEquals(NdArray.of(true, false, true), whole.validity().orElseThrow());
        assertTrue(whole.slice(1, 2).hasMissing());
        assertFalse(whole.slice(0, 1).hasMissing());
        assertTrue(Column.of(Arrays.asList("a", null)).validity().isEmpty());
        assertTrue(Column.of(Arrays.asList("a", null)).isMissing(1));
        assertFalse(Column.of(Arrays.asList(1.5, null)).hasMissing());
        assertEquals(Double.NaN, Column.of(Arrays.asList(1.5, null)).get(1));
        assertNull(Column.of(Arrays.asList(Duration.ZERO, null)).get(1));
        assertFalse(Column.of(Arrays.asList(Duration.ZERO, null)).hasMissing());
    }

    @Test
    void missingValuesCompareEqualWhateverStandsForThem() {
        NdArray mask = NdArray.of(true, false);
        Column one = Column.of(NdArray.of(1, 2), mask);
        assertEquals(one, Column.of(NdArray.of(1, 3), mask));
        assertEquals(one.hashCode(), Column.of(NdArray.of(1, 3), mask).hashCode());
        assertNotEquals(one, Column.of(NdArray.of(1, 2)));
        assertEquals(Column.of(1, 2), Column.of(NdArray.of(1, 2), NdArray.of(true, true)));
        assertEquals(
                "validity of b1 with 1 elements; needs b1 with 2, one for each value",
                refusal(() -> Column.of(NdArray.of(1, 2), NdArray.of(true))));
        assertEquals("a column has 1 dimension; got 2", refusal(() -> Column.of(NdArray.zeros(DType.BOOL, 1, 1))));
    }

    @Test
    void columnsAreFoundByLabelAndPlace() {
        assertEquals(3, frame.rows());
        assertEquals(2, frame.columnCount());
        assertEquals(7.5, frame.column("price").values().sum());
        assertEquals("milk", frame.column(1).get(-1));
        assertEquals(Map.of("price", 2.5, "item", "coffee"), frame.row(1));
        assertEquals("price", frame.series("price").name());
        assertEquals(Index.of("price", "item"), frame.columnIndex());
        assertEquals(
                "no column 'pirce'; did you mean 'price'? columns: price, item", refusal(() -> frame.column("pirce")));
        assertEquals("no column 'quantity'; columns: price, item", refusal(() -> frame.column("quantity")));
    }

    @Test
    void slicesShareMemory() {
        DataFrame tail = frame.tail(2);
        prices.set(9.5, 2);
        assertEquals(9.5, tail.column("price").get(1));
        assertEquals(2L, tail.rowIndex().label(1));
        assertEquals(1, frame.head(1).rows());
        assertEquals(2, frame.head(-1).rows());
        assertEquals(3, frame.tail(100).rows());
        assertEquals(1, frame.tail(-2).rows());
        assertEquals(0, frame.tail(-5).rows());
        assertEquals(0, frame.tail(0).rows());
        assertEquals(0, frame.tail(Long.MIN_VALUE + 1).rows());
        assertEquals(frame, frame.slice(0, 3));
        assertEquals(frame.hashCode(), frame.slice(0, 3).hashCode());
        assertNotEquals(frame, frame.head(2));
    }

    @Test
    void selectsReplacesAndAddsColumns() {
        DataFrame other = frame.withColumn("n", new int[] {1, 2, 3}).withColumn("price", List.of(1, 2, 3));
        assertEquals(3, other.columnCount());
        assertEquals(DType.INT64, other.column("price").dtype());
        assertEquals(Index.of("n", "item"), other.select("n", "item").columnIndex());
        assertEquals(2, frame.columnCount());
        assertEquals(
                "column 'n' has 2 rows, the frame 3; columns must be of one length",
                refusal(() -> frame.withColumn("n", new int[2])));
        assertEquals(5, DataFrame.of().withColumn("n", new int[5]).rows());
        assertEquals("a", frame.withIndex(Index.of("a", "b", "c")).rowIndex().label(0));
    }

    @Test
    void labelsMayComeTwiceAndBeOfAnyKind() {
        DataFrame twice = DataFrame.of(Index.range(1), Index.of("a", "a"), List.of(Column.of(1), Column.of(2)));
        assertEquals(
                "column 'a' is there more than once; take one by its place: column(0)",
                refusal(() -> twice.column("a")));
        assertEquals(
                "column 'a' is there more than once; take one by its place: column(1)",
                refusal(() -> DataFrame.of(
                                Index.range(1),
                                Index.of("b", "a", "a"),
                                List.of(Column.of(1), Column.of(2), Column.of(3)))
                        .withColumn("a", new int[] {4})));
        assertEquals(2L, twice.column(1).get(0));
        DataFrame years = DataFrame.of(2020, new int[] {1}, 2021, new int[] {2});
        assertEquals(2021L, years.columnIndex().label(1));
        assertEquals("   2020  2021\n0     1     2", years.toString());
        assertEquals(
                "column 'a' is there already; give each its own label",
                refusal(() -> DataFrame.of("a", new int[0], "a", new int[0])));
        assertEquals(
                "got 1 arguments; give a label and its values for each column: of(\"a\", values, \"b\", values)",
                refusal(() -> DataFrame.of("a")));
        assertEquals(
                "1 labels for 0 columns; give one for each",
                refusal(() -> DataFrame.of(Index.range(1), Index.of("a"), List.of())));
    }

    @Test
    void aTextNamesTheLabelThatPrintsSo() {
        DataFrame years = DataFrame.of(2020, new int[] {1}, 2021, new int[] {2});
        assertEquals(2L, years.column("2021").get(0));
        assertEquals(new Series(2020L, Index.range(1), Column.of(1)), years.series("2020"));
        assertEquals(Index.of(List.of(2021, 2020)), years.select("2021", "2020").columnIndex());
        assertEquals(
                "   2020  2021\n0     7     2",
                years.withColumn("2020", new int[] {7}).toString());
        assertEquals("no column '2022'; did you mean '2020'? columns: 2020, 2021", refusal(() -> years.series("2022")));
        assertEquals(
                7L,
                DataFrame.of(1, new int[] {6}, "1", new int[] {7}).column("1").get(0));
        DataFrame days = DataFrame.of(LocalDateTime.of(2026, 11, 22, 0, 0), new int[] {5});
        assertEquals(5L, days.column("2026-11-22 00:00:00").get(0));
        DataFrame ranged =
                DataFrame.of(Index.range(1), new RangeIndex(5, 7, 1, "n"), List.of(Column.of(1), Column.of(2)));
        assertEquals(new ValueIndex(Column.of(6L), "n"), ranged.select("6").columnIndex());
        DataFrame twice = DataFrame.of(
                Index.range(1), Index.of(List.of("a", 3, 3)), List.of(Column.of(1), Column.of(2), Column.of(3)));
        assertEquals(
                "column '3' is there more than once; take one by its place: column(1)",
                refusal(() -> twice.column("3")));
    }

    @Test
    void aTextNamesLabelsOfSeveralLevels() {
        Index labels = Index.multi(List.of("p", "q"), Column.of("x", "x", "y"), Column.of(1L, 2L, 1L));
        DataFrame frame = DataFrame.of(Index.range(1), labels, List.of(Column.of(1), Column.of(2), Column.of(3)));
        assertEquals(3L, frame.column("(y, 1)").get(0));
        assertEquals(List.of("x", 2L), frame.series("(x, 2)").name());
        assertEquals(
                Index.multi(List.of("p", "q"), Column.of("y", "x"), Column.of(1L, 1L)),
                frame.select("(y, 1)", "(x, 1)").columnIndex());
        assertEquals(9L, frame.withColumn("(x, 2)", new int[] {9}).column(1).get(0));
        assertEquals(
                "no column '(z, 1)'; did you mean '(x, 1)'? columns: (x, 1), (x, 2), (y, 1)",
                refusal(() -> frame.column("(z, 1)")));
        assertEquals(
                "column 'z' under labels of several levels; make the frame of its parts instead",
                refusal(() -> frame.withColumn("z", new int[] {9})));
    }

    @Test
    void selectionKeepsTheTypeOfTheLabels() {
        NdArray labels = NdArray.full(DType.unicode(2), "a", 2);
        labels.set("b", 1);
        DataFrame frame = DataFrame.of(
                Index.range(1), new ValueIndex(Column.of(labels), "n"), List.of(Column.of(1), Column.of(2)));
        Index selected = frame.select("b").columnIndex();
        assertEquals(new ValueIndex(Column.of(NdArray.full(DType.unicode(2), "b", 1)), "n"), selected);
        assertEquals(0, frame.select().columnCount());
    }

    @Test
    void builderTakesAnIndex() {
        DataFrame built = DataFrame.builder()
                .column("a", new double[] {1, 2})
                .index("x", "y")
                .build();
        assertEquals("     a\nx  1.0\ny  2.0", built.toString());
        assertEquals(
                "column 'a' has 2 rows, the frame 1; columns must be of one length",
                refusal(() ->
                        DataFrame.builder().column("a", new int[2]).index("x").build()));
    }

    @Test
    void rangesCountTheirLabels() {
        assertEquals(3, new RangeIndex(0, 5, 2, null).size());
        assertEquals(4L, new RangeIndex(0, 5, 2, null).label(-1));
        assertEquals(3, new RangeIndex(5, -1, -2, "n").size());
        assertEquals(0, new RangeIndex(5, 5, 1, null).size());
        assertEquals(
                1,
                new RangeIndex(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, null)
                        .slice(0, 1)
                        .size());
        assertEquals(new RangeIndex(2, 4, 1, null), Index.range(9).slice(2, 4));
        assertEquals(new RangeIndex(7, 9, 1, null), Index.range(9).slice(-2, 100));
        assertEquals(0, Index.range(9).slice(5, 2).size());
        assertEquals("step of an index is 0; give one above or below it", refusal(() -> new RangeIndex(0, 1, 0, null)));
        assertEquals(
                "an index from -9223372036854775808 to 9223372036854775807 has more labels than 64 bits count",
                refusal(() -> new RangeIndex(Long.MIN_VALUE, Long.MAX_VALUE, 1, null)));
        assertEquals("an index of -1 labels; the least is 0", refusal(() -> Index.range(-1)));
        assertEquals(
                "label 9 is out of bounds for an index of size 9",
                assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> Index.range(9).label(9))
                        .getMessage());
    }

    @Test
    void rangesOfTheSameLabelsAreEqual() {
        RangeIndex five = new RangeIndex(0, 5, 2, "n");
        RangeIndex six = new RangeIndex(0, 6, 2, "n");
        assertEquals(five, six);
        assertEquals(five.hashCode(), six.hashCode());
        assertEquals(
                DataFrame.of("a", new int[3]).withIndex(five),
                DataFrame.of("a", new int[3]).withIndex(six));
        assertEquals(new RangeIndex(3, 4, 1, null), new RangeIndex(3, 2, -9, null));
        assertEquals(new RangeIndex(3, 4, 1, null).hashCode(), new RangeIndex(3, 2, -9, null).hashCode());
        assertEquals(new RangeIndex(3, 3, 1, null), new RangeIndex(7, 5, 2, null));
        assertEquals(new RangeIndex(3, 3, 1, null).hashCode(), new RangeIndex(7, 5, 2, null).hashCode());
        assertNotEquals(five, new RangeIndex(0, 7, 2, "n"));
        assertNotEquals(five, new RangeIndex(0, 5, 2, "m"));
        assertNotEquals(five, new RangeIndex(0, 9, 3, "n"));
        assertNotEquals(five, new RangeIndex(1, 6, 2, "n"));
    }

    @Test
    void wholeNumbersAmongFloatsAreNotChanged() {
        assertEquals(
                9007199254740992.0, Column.of(List.of(9007199254740992L, 0.5)).get(0));
        assertEquals(-0x1p63, Column.of(List.of(Long.MIN_VALUE, 0.5f)).get(0));
        for (Number lost : List.of(9007199254740993L, Long.MAX_VALUE, new BigInteger("9007199254740993"))) {
            assertEquals(
                    lost + " is not a double without loss; a list with floats in it becomes f8",
                    refusal(() -> Column.of(List.of(0.5, lost))));
        }
        assertEquals(9007199254740993L, Column.of(List.of(9007199254740993L)).get(0));
    }

    @Test
    void bytesInsideOfObjectsCompareByWhatTheyHold() {
        Supplier<Column> made = () -> Column.of(Arrays.asList(
                List.of(1L, new byte[] {1, 2}),
                Map.of("k", List.of(new byte[] {3})),
                new Object[] {new byte[] {4}, List.of(new int[] {5}), "x"},
                new byte[] {6},
                null,
                "text"));
        assertEquals(made.get(), made.get());
        assertEquals(made.get().values().hashCode(), made.get().values().hashCode());
        assertEquals(DataFrame.of("a", made.get()), DataFrame.of("a", made.get()));
        assertEquals(
                DataFrame.of("a", made.get()).hashCode(),
                DataFrame.of("a", made.get()).hashCode());
        DType record = DType.record(List.of(new DType.Field("n", DType.INT64), new DType.Field("o", DType.OBJECT)));
        Function<Byte, NdArray> records =
                last -> NdArray.objects(record, new Object[] {List.of(1L, List.of(new byte[] {last}))}, 1);
        assertEquals(records.apply((byte) 1), records.apply((byte) 1));
        assertEquals(records.apply((byte) 1).hashCode(), records.apply((byte) 1).hashCode());
        assertNotEquals(records.apply((byte) 1), records.apply((byte) 2));
        List<Object> others = List.of(
                List.of(new byte[] {1}),
                List.of(new byte[] {2}),
                List.of(new byte[] {1}, 1),
                Map.of("k", new byte[] {1}),
                Map.of("k", new byte[] {2}),
                Map.of("l", new byte[] {1}),
                Map.of("k", new byte[] {1}, "l", 1),
                new Object[] {new byte[] {1}},
                new Object[] {new byte[] {2}});
        for (int i = 0; i < others.size(); i++) {
            for (int j = 0; j < others.size(); j++) {
                Column a = Column.of(Arrays.asList(others.get(i)));
                assertEquals(i == j, a.equals(Column.of(Arrays.asList(others.get(j)))), i + " " + j);
            }
        }
    }

    @Test
    void levelsGoTogether() {
        Index index = Index.multi(Arrays.asList("a", null), Column.of("x", "x", "y"), Column.of(1L, 2L, 3L));
        assertEquals(List.of("x", 2L), index.label(1));
        assertEquals(Arrays.asList("a", null), index.names());
        assertEquals(List.of("y", 3L), index.slice(2, 3).label(0));
        assertEquals(index, index.slice(0, 3));
        assertEquals(
                "an index of 1 levels with 2 names; give one for each level",
                refusal(() -> Index.multi(List.of("a", "b"), Column.of(1))));
        assertEquals(
                "levels of 1 and 2 labels; all need as many",
                refusal(() -> Index.multi(null, Column.of(1), Column.of(1, 2))));
        List<Column> levels = new ArrayList<>(List.of(Column.of(1)));
        MultiIndex copy = new MultiIndex(Arrays.asList((Object) null), levels);
        levels.clear();
        assertEquals(1, copy.size());
    }

    @Test
    void seriesKeepTheirLabels() {
        Series series = new Series("s", Index.of("x", "y"), Column.of(1, 2));
        assertEquals("y    2\nName: s, dtype: int32", series.slice(1, 2).toString());
        assertEquals(2L, series.get(1));
        assertEquals(series, new Series("s", Index.of("x", "y"), Column.of(1, 2)));
        assertEquals(
                "an index of 1 labels for 2 values; give as many",
                refusal(() -> new Series(null, Index.range(1), Column.of(1, 2))));
    }
}
