package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramePrinterTest {
    @Test
    void printsWhatPandasPrints() throws IOException {
        List<String> cases = Golden.cases("pandas.txt");
        assertTrue(cases.size() > 80, "cases: " + cases.size());
        for (String one : cases) {
            int mark = one.indexOf("====\n");
            String[] lines = one.substring(0, mark).split("\n");
            String expected = one.substring(mark + 5, one.length() - 1);
            String[] head = lines[0].split(" ");
            if (head[0].equals("series")) {
                Series series = new Series(Golden.name(head[1]), Golden.index(lines[1]), Golden.column(lines[2]));
                assertEquals(expected, series.toString(), one);
            } else {
                List<Column> columns = new ArrayList<>();
                for (int i = 3; i < lines.length; i++) {
                    columns.add(Golden.column(lines[i]));
                }
                DataFrame frame = DataFrame.of(Golden.index(lines[1]), Golden.index(lines[2]), columns);
                assertEquals(expected, frame.toString(), one);
            }
        }
    }

    @Test
    void showsMissingValuesByTheirKind() {
        DataFrame frame = DataFrame.of(
                "n", Arrays.asList(1, null),
                "x", Arrays.asList(1.5, null),
                "s", Arrays.asList("tea", null),
                "t", Arrays.asList(java.time.LocalDateTime.of(2026, 11, 22, 10, 0), null));
        assertEquals("""
                      n    x     s                   t
                0     1  1.5   tea 2026-11-22 10:00:00
                1  <NA>  NaN  None                 NaT""", frame.toString());
    }

    @Test
    void showsComplexNumbersAndObjects() {
        DataFrame frame = DataFrame.of(
                "c", List.of(new Complex(1, 2), new Complex(3.25, -1e-3)), "l", List.of(List.of(1, "a"), true));
        assertEquals("""
                              c       l
                0  1.000+2.000j  [1, a]
                1  3.250-0.001j    True""", frame.toString());
        assertEquals(
                """
                                            c
                0  1.000000e+10+2.000000e+00j
                1  3.250000e+00-1.000000e-03j""",
                DataFrame.of("c", List.of(new Complex(1e10, 2), new Complex(3.25, -1e-3)))
                        .toString());
    }

    @Test
    void namesTheTypesAsPandasDoes() {
        assertEquals(
                "0       1\n1    <NA>\nName: n, dtype: Int64",
                Series.of("n", Arrays.asList(1, null)).toString());
        assertEquals(
                "Series([], dtype: float64)", Series.of(null, new double[0]).toString());
    }

    @Test
    void cutsLabelsOfRowsInFramesAlone() {
        String label = "x".repeat(51);
        String cut = "x".repeat(47) + "...";
        Index rows = Index.of(label, "b");
        DataFrame frame = DataFrame.of("a", new int[] {1, 2}).withIndex(rows);
        assertEquals(" ".repeat(52) + "a\n" + cut + "  1\nb" + " ".repeat(51) + "2", frame.toString());
        assertEquals(
                label + "    1\nb" + " ".repeat(54) + "2\ndtype: int32",
                new Series(null, rows, Column.of(1, 2)).toString());
        assertEquals(
                "x".repeat(50),
                frame.withIndex(Index.of("x".repeat(50), "b"))
                        .toString()
                        .lines()
                        .toList()
                        .get(1)
                        .substring(0, 50));
    }

    @Test
    void cutsNamesAndEveryLevelOfTheRowsLabels() {
        String label = "x".repeat(60);
        String cut = "x".repeat(47) + "...";
        Index rows = Index.multi(List.of("p", label), Column.of(label, "b"), Column.of(1, 2));
        assertEquals(
                String.join(
                        "\n",
                        " ".repeat(103) + "a",
                        "p" + " ".repeat(50) + cut + "   ",
                        cut + " 1" + " ".repeat(51) + "1",
                        "b" + " ".repeat(50) + "2" + " ".repeat(51) + "2"),
                DataFrame.of("a", new int[] {1, 2}).withIndex(rows).toString());
    }

    @Test
    void comparesFloatsInTheirOwnPrecision() {
        assertEquals(
                "          a\n0  0.000001\n1  1.000000",
                DataFrame.of("a", new float[] {1e-6f, 1f}).toString());
        assertEquals(
                "              a\n0  9.999999e-07\n1  1.000000e+00",
                DataFrame.of("a", new float[] {Math.nextDown(1e-6f), 1f}).toString());
        NdArray complex = NdArray.zeros(DType.COMPLEX64, 2);
        complex.set(new Complex(1e-6, 0), 0);
        complex.set(new Complex(1, 0), 1);
        assertEquals(
                "                    a\n0  0.000001+0.000000j\n1  1.000000+0.000000j",
                DataFrame.of("a", complex).toString());
        assertEquals(
                "              a\n1.000000e-06  1\n1.000000e+00  2",
                DataFrame.of("a", new int[] {1, 2})
                        .withIndex(new ValueIndex(Column.of(NdArray.of(1e-6f, 1f)), null))
                        .toString());
    }

    @Test
    void labelsThatAreCutAwayDoNotCountForTheFormatOfTheOthers() {
        double[] labels = new double[30];
        Arrays.setAll(labels, i -> i == 15 ? 1e-9 : i + 0.5);
        assertEquals(
                """
                   0.5   1.5   ...  28.5  29.5
                0     7     7  ...     7     7

                [1 rows x 30 columns]""",
                DataFrame.of(
                                Index.range(1),
                                new ValueIndex(Column.of(labels), null),
                                java.util.Collections.nCopies(30, Column.of(7)))
                        .toString());
        String x = "x".repeat(40);
        assertEquals(
                " ".repeat(41) + "1   ..." + " ".repeat(40) + "-1\n0  " + x + "  ...  " + x
                        + "\n\n[1 rows x 3 columns]",
                DataFrame.of(
                                Index.range(1),
                                new RangeIndex(1, -2, -1, null),
                                List.of(Column.of(x), Column.of(1), Column.of(x)))
                        .toString());
    }

    private static NdArray objects(Object... elements) {
        return NdArray.objects(DType.OBJECT, elements, elements.length);
    }

    @Test
    void missingLabelsOfALevelLookAlike() {
        Index rows = Index.multi(null, Column.of(-1.5, Double.NaN, 100.25), Column.of(null, null, "x"));
        assertEquals("""
                             a
                -1.50   NaN  1
                NaN     NaN  2
                 100.25 x    3""", DataFrame.of("a", new int[] {1, 2, 3}).withIndex(rows).toString());
        assertEquals(
                "a    1    1\nNaN  2    2\ndtype: int32",
                new Series(null, Index.multi(null, Column.of("a", null), Column.of(1, 2)), Column.of(1, 2)).toString());
        NdArray complex = NdArray.zeros(DType.COMPLEX128, 3);
        complex.set(new Complex(1, 2), 0);
        complex.set(new Complex(Double.NaN, 0), 1);
        complex.set(new Complex(3, 0), 2);
        Column times = Column.of(Arrays.asList(
                java.time.LocalDateTime.of(2026, 11, 22, 0, 0), null, java.time.LocalDateTime.of(2026, 11, 22, 10, 0)));
        assertEquals(
                """
                                                       a
                1.0+2.0j NaN 2026-11-22 00:00:00 1     1
                NaN      NaN NaT                 <NA>  2
                3.0+0.0j x   2026-11-22 10:00:00 30    3""",
                DataFrame.of("a", new int[] {1, 2, 3})
                        .withIndex(Index.multi(
                                null,
                                Column.of(complex),
                                Column.of(objects(Float.NaN, null, "x")),
                                times,
                                Column.of(Arrays.asList(1, null, 30))))
                        .toString());
        assertEquals(
                """
                    a NaN   b
                  1.5 NaN 2.0
                0   1   2   3""",
                DataFrame.of(
                                Index.range(1),
                                Index.multi(null, Column.of("a", null, "b"), Column.of(1.5, Double.NaN, 2)),
                                List.of(Column.of(1), Column.of(2), Column.of(3)))
                        .toString());
    }

    @Test
    void listsThatNameOrLabelArePrintedAsTuples() {
        assertEquals(
                "0    1\nName: (a, 1), dtype: int32",
                Series.of(List.of("a", 1L), new int[] {1}).toString());
        assertEquals(
                "0    1\nName: (a,), dtype: int32",
                Series.of(List.of("a"), new int[] {1}).toString());
        assertEquals(
                "0    1\nName: (a, (b, (c, ('d',)))), dtype: int32",
                Series.of(List.of("a", List.of("b", List.of("c", List.of("d")))), new int[] {1})
                        .toString());
        assertEquals(
                "(a, b)\n3    1\ndtype: int32",
                new Series(null, new ValueIndex(Column.of(3), List.of("a", "b")), Column.of(1)).toString());
        DataFrame frame = DataFrame.of(
                new ValueIndex(Column.of(objects(List.of("a", 1L), Arrays.asList("b", null))), null),
                new ValueIndex(Column.of(objects(List.of("c", 1.5))), List.of("x", "y")),
                List.of(Column.of(1, 2)));
        assertEquals("""
                ('x', 'y')  (c, 1.5)
                (a, 1)             1
                (b, None)          2""", frame.toString());
        assertEquals(
                "0    [a, 1]\ndtype: object",
                Series.of(null, objects(List.of("a", 1L))).toString());
    }

    @Test
    void anEmptyFrameTellsItsMissingLabelsByTheirKind() {
        Column times = Column.of(Arrays.asList(java.time.LocalDateTime.of(2026, 11, 22, 0, 0), null));
        assertEquals(
                "Empty DataFrame\nColumns: [2026-11-22 00:00:00, NaT]\nIndex: []",
                empty(new ValueIndex(times, null)).toString());
        assertEquals(
                "Empty DataFrame\nColumns: [a, None, nan]\nIndex: []",
                empty(new ValueIndex(Column.of(objects("a", null, Double.NaN)), null))
                        .toString());
        assertEquals(
                "Empty DataFrame\nColumns: [(a, 2026-11-22 00:00:00), (nan, NaT)]\nIndex: []",
                empty(Index.multi(null, Column.of("a", null), times)).toString());
        assertEquals(
                "Empty DataFrame\nColumns: [(1,), (<NA>,)]\nIndex: []",
                empty(Index.multi(null, Column.of(Arrays.asList(1, null)))).toString());
    }

    private static DataFrame empty(Index labels) {
        return DataFrame.of(
                Index.range(0), labels, java.util.Collections.nCopies((int) labels.size(), Column.of(new int[0])));
    }
}
