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
}
