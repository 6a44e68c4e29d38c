package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrayPrinterTest {
    @Test
    void printsWhatNumpyPrints() throws IOException {
        List<String> cases = Golden.cases("numpy.txt");
        assertTrue(cases.size() > 100, "cases: " + cases.size());
        for (String one : cases) {
            int line = one.indexOf('\n');
            String[] head = one.substring(0, line).split(" \\| ?", -1);
            NdArray array = Golden.array(head[0].trim(), head[1].trim(), head[2].trim());
            String expected = one.substring(line + 1, one.length() - 1);
            assertEquals(expected, array.toString(), one.substring(0, line));
            assertEquals(expected, array.transpose().transpose().copy().toString(), one.substring(0, line));
        }
    }

    @Test
    void printsNestedBracketsWithEmptyLinesBetweenMatrices() {
        assertEquals("""
                [[[ 0  1  2  3]
                  [ 4  5  6  7]
                  [ 8  9 10 11]]

                 [[12 13 14 15]
                  [16 17 18 19]
                  [20 21 22 23]]]""", NdArray.arange(24).reshape(2, 3, 4).toString());
    }

    @Test
    void shortensAboveAThousandElements() {
        assertEquals("""
                [[   0    1    2    3]
                 [   4    5    6    7]
                 [   8    9   10   11]
                 ...
                 [1988 1989 1990 1991]
                 [1992 1993 1994 1995]
                 [1996 1997 1998 1999]]""", NdArray.arange(2000).reshape(500, 4).toString());
        assertEquals("[   0    1    2 ... 1998 1999 2000]", NdArray.arange(2001).toString());
    }

    @Test
    void breaksLinesAtSeventyFive() {
        assertEquals(
                "[0.         0.16666667 0.33333333 0.5        0.66666667 0.83333333\n 1.        ]",
                NdArray.linspace(0, 1, 7).toString());
    }

    @Test
    void choosesScientificNotationForTheWholeArray() {
        assertEquals(
                "[1.00000000e-07 1.00000000e+00 1.23456789e+08]",
                NdArray.of(1e-7, 1.0, 123456789.0).toString());
    }

    @Test
    void printsTextAndObjectsAsPythonDoes() {
        assertEquals("['a' \"it's\" None]", NdArray.of("a", "it's", null).toString());
        Object[] values = {
            null, "a", 1.5, List.of(1, "b"), true, "x".getBytes(StandardCharsets.US_ASCII), Map.of("a", 1)
        };
        assertEquals(
                "[None 'a' 1.5 list([1, 'b']) True b'x' {'a': 1}]",
                NdArray.objects(DType.OBJECT, values, 7).toString());
    }

    @Test
    void printsEmptyArraysAsBrackets() {
        assertEquals("[]", NdArray.zeros(DType.FLOAT64, 2, 0).toString());
        assertEquals("[]", NdArray.zeros(DType.STR, 0).toString());
    }

    @Test
    void printsViewsAsTheirElements() {
        NdArray a = NdArray.arange(6).reshape(2, 3);
        assertEquals("[[0 3]\n [1 4]\n [2 5]]", a.transpose().toString());
        assertEquals("[[2 1 0]\n [5 4 3]]", a.slice(1, -1, Long.MIN_VALUE, -1).toString());
    }

    @Test
    void printsRecordsThatHoldText() {
        DType type = DType.record(List.of(
                new DType.Field("a", DType.FLOAT64),
                new DType.Field("b", DType.STR),
                new DType.Field("c", DType.datetime("D"))));
        Object[] rows = {
            List.of(1.5, "x", java.time.LocalDateTime.of(2026, 11, 22, 0, 0)), Arrays.asList(10.25, null, null)
        };
        assertEquals(
                "[( 1.5 , 'x', '2026-11-22') (10.25, None,        'NaT')]",
                NdArray.objects(type, rows, 2).toString());
    }

    @Test
    void printsTicksBeyondAllYearsAsTheyAre() {
        NdArray weeks = NdArray.of(Long.MAX_VALUE).astype(DType.datetime("W"));
        assertEquals("['9223372036854775807']", weeks.toString());
    }

    @Test
    void printsListsOfAnyDepth() {
        Object deep = "bottom";
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        assertEquals(
                "[list(" + "[".repeat(16) + "[...]" + "]".repeat(16) + ")]",
                NdArray.objects(DType.OBJECT, new Object[] {deep}, 1).toString());
    }
}
