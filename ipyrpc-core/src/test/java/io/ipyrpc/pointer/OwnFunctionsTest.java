package io.ipyrpc.pointer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.wire.RpcException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OwnFunctionsTest {
    /** A record, which is looked at as a dict. */
    record Point(double x, List<Integer> path) {}

    private static Map<String, Object> range(Object start, Object stop, Object step) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", start);
        range.put("stop", stop);
        range.put("step", step);
        return range;
    }

    private static final Object ALL = Map.of();

    /** A part that shares memory. */
    private static Object view(Object value, Object key) {
        return assertInstanceOf(View.class, OwnFunctions.index(value, key)).value();
    }

    private static Object copy(Object value, Object key) {
        Object part = OwnFunctions.index(value, key);
        assertEquals(false, part instanceof View, "it is a view");
        return part;
    }

    private static String refused(Object value, Object key) {
        RpcException e = assertThrows(RpcException.class, () -> OwnFunctions.index(value, key));
        assertEquals("bad_request", e.code());
        return e.getMessage();
    }

    // Arrays

    private static final NdArray CUBE = NdArray.arange(24).reshape(2, 3, 4);

    @Test
    void arraysAreIndexedAsNumpyDoes() {
        assertEquals(NdArray.arange(12, 24, 1).reshape(3, 4), view(CUBE, 1));
        assertEquals(NdArray.arange(12, 24, 1).reshape(3, 4), view(CUBE, -1));
        assertEquals(NdArray.of(8L, 9L, 10L, 11L), view(CUBE, List.of(0, 2)));
        assertEquals(23L, copy(CUBE, List.of(1, 2, 3)));
        assertEquals(NdArray.of(3L, 7L, 11L), view(CUBE, List.of(0, ALL, -1)));
        assertEquals(NdArray.of(0L, 4L, 8L, 12L, 16L, 20L).reshape(2, 3), view(CUBE, List.of(ALL, ALL, 0)));
        assertEquals(NdArray.of(4L, 5L, 6L, 7L, 16L, 17L, 18L, 19L).reshape(2, 4), view(CUBE, List.of(ALL, 1)));
        assertEquals(
                NdArray.of(23L, 21L, 19L, 17L, 15L, 13L).reshape(1, 3, 2),
                view(CUBE, List.of(range(null, 0, -1), range(null, null, -1), range(null, null, -2))));
        assertEquals(NdArray.of(2L, 0L), view(NdArray.arange(4), range(-2, null, -2)));
        assertSame(CUBE, view(CUBE, ALL));
        NdArray five = NdArray.arange(48).reshape(2, 2, 3, 2, 2);
        assertEquals(five.slice(2, 1, 2, 1).reshape(2, 2, 2, 2), view(five, List.of(ALL, ALL, 1)));
        assertEquals(five.slice(3, 1, 2, 1).reshape(2, 2, 3, 2), view(five, List.of(ALL, ALL, ALL, 1)));
    }

    @Test
    void viewsOfArraysShareTheirMemory() {
        NdArray array = NdArray.arange(12).reshape(3, 4);
        NdArray part = (NdArray) view(array, List.of(range(0, 3, 2), 1));
        array.set(100L, 2, 1);
        assertEquals(NdArray.of(1L, 100L), part);
    }

    @Test
    void keysThatDoNotFitAnArrayAreRefused() {
        assertEquals("more keys than axes: the array has 1", refused(NdArray.arange(3), List.of(0, 0)));
        assertEquals("index 3 is out of bounds for axis 0 of size 3", refused(NdArray.arange(3), 3));
        assertEquals("the step of a slice is 0; 1 gives every item, -1 the reverse", refused(CUBE, range(0, 1, 0)));
        assertEquals("an axis of an array takes a position or a slice", refused(CUBE, Map.of("take", List.of(1))));
        assertEquals("stop of a slice is a whole number, not 'x'", refused(CUBE, range(0, "x", 1)));
        assertEquals(
                "a key is a position, a name, {\"start\":…,\"stop\":…,\"step\":…}, {\"take\":[…]}, or a list with one of"
                        + " these for each axis; not 1.5",
                refused(CUBE, 1.5));
    }

    @Test
    void fieldsOfRecordsGoByTheirNames() {
        DType type = DType.of("i8");
        DType record = DType.record(List.of(new DType.Field("a", type), new DType.Field("b", type)));
        NdArray records = NdArray.zeros(record, 3);
        records.set(List.of(1L, 2L), 1);
        assertEquals(NdArray.of(0L, 2L, 0L), view(records, "b"));
        assertEquals(2L, copy(records, List.of("b", 1)));
    }

    @Test
    void javasArraysAreCopiedAsFarAsTheyAreAskedFor() {
        double[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        assertEquals(NdArray.of(new double[][] {{1, 2}, {5, 6}}), copy(rows, range(null, null, 2)));
        assertEquals(NdArray.of(2.0, 6.0), copy(rows, List.of(range(null, null, 2), 1)));
        assertSame(rows[1], view(rows, 1));
        assertEquals(4.0, copy(rows, List.of(1, 1)));
        assertEquals(3, copy(new int[] {1, 2, 3}, -1));
        assertEquals(NdArray.of(2, 3), copy(new int[] {1, 2, 3}, range(1, null, null)));
        assertEquals("index 3 is out of bounds for axis 0 of size 3", refused(rows, 3));
    }

    // Frames and series

    private static final DataFrame FRAME = DataFrame.builder()
            .column("city", new String[] {"Brno", "Lyon", "Oslo", "Bari"})
            .column("n", Column.of(NdArray.of(3L, 0L, 5L, 6L), NdArray.of(true, false, true, true)))
            .index("a", "b", "c", "d")
            .build();

    @Test
    void framesAreIndexedByRowsAndColumns() {
        assertEquals(FRAME.series("n"), view(FRAME, "n"));
        assertEquals(FRAME.slice(1, 3), view(FRAME, range(1, 3, null)));
        assertEquals(FRAME.slice(1, 3).series("city"), view(FRAME, List.of(range(1, 3, null), "city")));
        assertEquals(FRAME.select("n", "city"), view(FRAME, Map.of("take", List.of("n", 0))));
        assertEquals(FRAME.select("n"), view(FRAME, List.of(ALL, range(1, null, null))));
        assertEquals(Map.of("city", "Oslo", "n", 5L), view(FRAME, 2));
        assertEquals("Oslo", copy(FRAME, List.of(2, 0)));
        assertEquals(null, copy(FRAME, List.of(1, "n")));
        DataFrame every = (DataFrame) view(FRAME, range(null, null, -2));
        assertEquals(
                List.of("Bari", "Lyon"),
                List.of(every.column("city").get(0), every.column("city").get(1)));
        assertEquals("d", every.rowIndex().label(0));
        assertEquals(
                List.of(6L, true),
                Arrays.asList(every.column("n").get(0), every.column("n").isMissing(1)));
        assertEquals("column 2 is out of bounds for a frame of 2 columns", refused(FRAME, List.of(ALL, 2)));
        assertEquals(true, refused(FRAME, "citi").contains("'city'"), refused(FRAME, "citi"));
        assertEquals(
                "rows of a frame go by position or slice; of two keys the first is of the rows",
                refused(FRAME, List.of("n", 1)));
        assertEquals("more keys than axes: a frame has rows and columns", refused(FRAME, List.of(1, 1, 1)));
    }

    @Test
    void aTextNamesTheColumnWhoseLabelPrintsSo() {
        DataFrame years = DataFrame.of(2020, new int[] {1}, 2021, new int[] {2});
        assertEquals(years.series("2021"), view(years, "2021"));
        assertEquals(years.select("2021", "2020"), view(years, Map.of("take", List.of("2021", "2020"))));
    }

    @Test
    void rangesOfLabelsStayRanges() {
        DataFrame frame = FRAME.withIndex(new RangeIndex(10, 50, 10, "id"));
        DataFrame every = (DataFrame) view(frame, range(3, 0, -2));
        assertEquals(
                List.of(40L, 20L),
                List.of(every.rowIndex().label(0), every.rowIndex().label(1)));
        assertInstanceOf(RangeIndex.class, every.rowIndex());
        assertEquals(0, ((DataFrame) view(frame, range(3, 1, 2))).rows());
        DataFrame levels = FRAME.withIndex(
                Index.multi(List.of("x", "y"), Column.of(1L, 1L, 2L, 2L), Column.of("a", "b", "a", "b")));
        assertEquals(
                List.of(2L, "b"),
                ((DataFrame) view(levels, range(-1, null, -1))).rowIndex().label(0));
    }

    @Test
    void seriesAreIndexedByPosition() {
        Series series = FRAME.series("n");
        assertEquals(5L, copy(series, 2));
        assertEquals(null, copy(series, 1));
        Series every = (Series) view(series, range(0, null, 2));
        assertEquals(List.of(3L, 5L), List.of(every.get(0), every.get(1)));
        assertEquals("a series takes a position or a slice", refused(series, "a"));
    }

    // Lists, dicts, others

    @Test
    void itemsOfListsAreTheVeryObjects() {
        Object item = new Object();
        List<Object> list = Arrays.asList(1, item, "x", List.of(7, 8));
        assertSame(item, view(list, 1));
        assertEquals(8, copy(list, List.of(3, 1)));
        assertEquals(Arrays.asList("x", item, 1), view(list, range(2, null, -1)));
        assertSame(item, ((List<?>) view(list, range(1, 2, null))).get(0));
        assertEquals(1, copy(Map.of("a", list), List.of("a", 0)));
        assertEquals("x", copy(new Object[] {1, "x"}, 1));
        assertEquals(5, copy(Set.of(5), 0));
        assertEquals("index 4 is out of bounds for a list of 4 items", refused(list, 4));
        assertEquals("an item of a list goes by its position, some by one slice", refused(list, "x"));
        assertEquals("the dict has no 'b'; known: alpha", refused(Map.of("alpha", 1), "b"));
        assertEquals("a member of a dict goes by its name", refused(Map.of("a", 1), 0));
    }

    @Test
    void recordsAreLookedAtAsDicts() {
        Point point = new Point(1.5, List.of(1, 2));
        assertEquals(1.5, copy(point, "x"));
        assertEquals(2, copy(point, List.of("path", -1)));
        assertEquals("there are no parts of 5", refused(5, 0));
        assertEquals("there are no parts of 'abc'", refused("abc", 0));
        assertEquals(
                "there are no parts: a java.lang.Object cannot be sent; use a record, a bean with getters, or a type of"
                        + " the protocol",
                refused(new Object(), 0));
    }

    @Test
    void slicesAndHeadsAreOfTheFirstAxis() {
        NdArray array = NdArray.arange(10);
        assertEquals(NdArray.of(8L, 9L), ((View) OwnFunctions.slice(array, -2L, null, null)).value());
        assertEquals(NdArray.of(0L, 4L, 8L), ((View) OwnFunctions.slice(array, null, null, 4L)).value());
        assertEquals(NdArray.of(0L, 1L), ((View) OwnFunctions.head(array, 2)).value());
        assertEquals(NdArray.arange(9), ((View) OwnFunctions.head(array, -1)).value());
        assertEquals(FRAME.head(2), ((View) OwnFunctions.head(FRAME, 2)).value());
        List<Integer> list = List.of(1, 2, 3);
        Object all = ((View) OwnFunctions.slice(list, null, null, null)).value();
        assertEquals(list, all);
        assertNotSame(list, all);
    }

    // Descriptions

    private static Map<String, Object> ordered(Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return map;
    }

    @Test
    void numbersAreDescribedAsPandasDoes() {
        NdArray array = NdArray.of(4.0, 1.0, Double.NaN, 2.0, 10.0).reshape(5, 1);
        assertEquals(
                ordered(
                        "type", "np.ndarray",
                        "dtype", "<f8",
                        "shape", List.of(5L, 1L),
                        "nbytes", 40L,
                        "count", 4L,
                        "mean", 4.25,
                        "std", 4.031128874149275,
                        "min", 1.0,
                        "25%", 1.75,
                        "50%", 3.0,
                        "75%", 5.5,
                        "max", 10.0),
                OwnFunctions.describe(array));
        assertEquals(OwnFunctions.describe(NdArray.of(1L, 2L, 6L)), OwnFunctions.describe(new long[] {1, 2, 6}));
        Map<String, Object> empty = OwnFunctions.describe(NdArray.zeros(DType.FLOAT64, 0));
        assertEquals(
                List.of(0L, Double.NaN, Double.NaN), List.of(empty.get("count"), empty.get("mean"), empty.get("max")));
        assertEquals(
                2.5, OwnFunctions.describe(NdArray.full(DType.FLOAT64, 2.5)).get("50%"));
    }

    @Test
    void framesAreDescribedColumnByColumn() {
        Map<String, Object> told = OwnFunctions.describe(FRAME);
        assertEquals("pandas", told.get("type"));
        assertEquals(4L, told.get("rows"));
        assertEquals(2, told.get("columns"));
        Map<?, ?> columns = (Map<?, ?>) told.get("describe");
        assertEquals(ordered("dtype", "str", "count", 4L), columns.get("city"));
        Map<?, ?> n = (Map<?, ?>) columns.get("n");
        assertEquals(
                List.of(3L, 14 / 3.0, 3.0, 5.0), List.of(n.get("count"), n.get("mean"), n.get("min"), n.get("50%")));
        assertEquals(3L, OwnFunctions.describe(FRAME.series("n")).get("count"));
    }

    @Test
    void largeArraysAreDescribedByEvenlySpacedQuartiles() {
        NdArray array = NdArray.arange(10_000_000);
        Map<String, Object> told = OwnFunctions.describe(array);
        assertEquals(10_000_000L, told.get("count"));
        assertEquals(4_999_999.5, told.get("mean"));
        assertEquals(3_333_334, told.get("quartiles_of"));
        assertEquals(5e6, (Double) told.get("50%"), 10);
        assertEquals(9_999_999.0, told.get("max"));
        assertEquals(Math.sqrt(1e7 * (1e7 + 1) / 12), (Double) told.get("std"), 1e-3);
    }

    @Test
    void otherValuesAreDescribedByTypeAndSize() {
        assertEquals(
                List.of("list", 2),
                List.of(
                        OwnFunctions.describe(List.of(1, 2)).get("type"),
                        OwnFunctions.describe(List.of(1, 2)).get("length")));
        assertEquals("Point", OwnFunctions.describe(new Point(1, List.of())).get("class"));
        assertEquals("null", OwnFunctions.describe(null).get("type"));
        assertEquals("<U5", PointerInfo.of(NdArray.zeros(DType.of("U5"), 2), 0).get("dtype"));
        assertEquals("|b1", PointerInfo.of(NdArray.of(true), 0).get("dtype"));
        assertEquals("|i1", PointerInfo.of(new byte[0][0], 0).getOrDefault("dtype", ""));
        assertEquals("bytes", PointerInfo.of(new byte[3], 16).get("type"));
    }
}
