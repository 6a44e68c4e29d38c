package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultTextTest {
    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    @Test
    void textsAreAsTheyAre() {
        assertEquals("a \"b\"\nc", ResultText.of("a \"b\"\nc"));
    }

    @Test
    void scalarsAreAsJavaShowsThem() {
        assertEquals("3", ResultText.of(3L));
        assertEquals("2.5", ResultText.of(2.5));
        assertEquals("NaN", ResultText.of(Double.NaN));
        assertEquals("true", ResultText.of(true));
        assertEquals("1970-01-01T00:00:00Z", ResultText.of(Instant.EPOCH));
    }

    @Test
    void arraysAndFramesPrintThemselves() {
        assertEquals("[1. 2.]", ResultText.of(NdArray.of(1.0, 2.0)));
        assertEquals("   a\n0  1\n1  2", ResultText.of(DataFrame.of("a", new int[] {1, 2})));
    }

    @Test
    void listsAndDictsStayOnOneLineWhereTheyFit() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("x", Arrays.asList(1, "a", null));
        dict.put("y", Map.of());
        assertEquals("{\"x\": [1, \"a\", null], \"y\": {}}", ResultText.of(dict));
    }

    @Test
    void longListsOfShortItemsFillTheirLines() {
        assertEquals("""
                [
                  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                  22, 23, 24, 25, 26, 27, 28, 29
                ]""", ResultText.of(numbers(30)));
    }

    @Test
    void theMiddleOfVeryLongListsIsLeftOut() {
        assertEquals("""
                [
                  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 1,980 more … 1990, 1991, 1992, 1993, 1994,
                  1995, 1996, 1997, 1998, 1999
                ]""", ResultText.of(numbers(2000)));
    }

    @Test
    void wideEntriesHaveLinesOfTheirOwn() {
        String wide = "x".repeat(40);
        assertEquals(
                "[\n  \"" + wide + "\",\n  {\"k\": \"" + wide + "\"}\n]",
                ResultText.of(List.of(wide, Map.of("k", wide))));
    }

    @Test
    void arraysInsideStandUnderTheirKey() {
        assertEquals("""
                {
                  "m":
                    [[0 1]
                     [2 3]]
                }""", ResultText.of(Map.of("m", NdArray.arange(4).reshape(2, 2))));
    }

    @Test
    void longTextsInsideAreCut() {
        assertEquals("[\n  \"" + "y".repeat(500) + "…\"\n]", ResultText.of(List.of("y".repeat(1001))));
    }

    @Test
    void bytesShowTheirNumberAndTheFirst() {
        assertEquals("2 bytes: 00 ff", ResultText.of(new byte[] {0, -1}));
        assertEquals("0 bytes", ResultText.of(new byte[0]));
        assertEquals("21 bytes:" + " 00".repeat(20) + " …", ResultText.of(new byte[21]));
    }

    @Test
    void noLineOfNumbersIsWiderThanATerminal() {
        for (int n = 0; n < 70; n++) {
            String text = ResultText.of(Map.of("k", numbers(n), "l", List.of(numbers(n))));
            assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
            String all = numbers(n).stream().map(String::valueOf).collect(Collectors.joining());
            assertEquals(n <= 60, text.replaceAll("[^0-9]", "").equals(all + all), text);
        }
    }
}
