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
}
