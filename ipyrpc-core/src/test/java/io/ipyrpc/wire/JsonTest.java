package io.ipyrpc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonTest {
    private static final Limits LIMITS = Limits.defaults();

    private static String refusal(String text, Limits limits) {
        return assertThrows(IllegalArgumentException.class, () -> Json.parse(text, limits))
                .getMessage();
    }

    static Stream<Arguments> values() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", 1L);
        members.put("a", null);
        return Stream.of(
                Arguments.of("null", null),
                Arguments.of(" \t\r\ntrue ", true),
                Arguments.of("false", false),
                Arguments.of("0", 0L),
                Arguments.of("-0", 0L),
                Arguments.of("-12", -12L),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
                Arguments.of("1.0", 1.0),
                Arguments.of("-0.0", -0.0),
                Arguments.of("1e2", 100.0),
                Arguments.of("1E+2", 100.0),
                Arguments.of("0.5e-1", 0.05),
                Arguments.of("1e-400", 0.0),
                Arguments.of("\"\"", ""),
                Arguments.of("\"ž日😀\"", "ž日😀"),
                Arguments.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00\"", "\"\\/\b\f\n\r\tA😀"),
                Arguments.of("\"\\ud83d\"", "\ud83d"),
                Arguments.of("[]", List.of()),
                Arguments.of("[ 1 , [ ] ]", List.of(1L, List.of())),
                Arguments.of("{}", Map.of()),
                Arguments.of("{ \"b\" : 1 , \"a\" : null }", members));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatJsonHas(String text, Object value) {
        assertEquals(value, Json.parse(text, LIMITS));
        assertEquals(value, Json.parse(text.getBytes(UTF_8), LIMITS));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("", "1, column 1: the text ends where a value is needed"),
                Arguments.of("  ", "1, column 3: the text ends where a value is needed"),
                Arguments.of("nul", "1, column 1: a value is needed, not 'n'"),
                Arguments.of("NaN", "1, column 1: a value is needed, not 'N'"),
                Arguments.of("-Infinity", "1, column 1: a value is needed, not '-'"),
                Arguments.of("'a'", "1, column 1: a value is needed, not '''"),
                Arguments.of("+1", "1, column 1: a value is needed, not '+'"),
                Arguments.of(".5", "1, column 1: a value is needed, not '.'"),
                Arguments.of("01", "1, column 1: a number does not begin with 0"),
                Arguments.of("-01", "1, column 1: a number does not begin with 0"),
                Arguments.of("1.", "1, column 3: digits are needed in the number 1."),
                Arguments.of("1e", "1, column 3: digits are needed in the number 1e"),
                Arguments.of("1e+", "1, column 4: digits are needed in the number 1e+"),
                Arguments.of("1e400", "1, column 1: the number 1e400 is beyond what a double holds"),
                Arguments.of("-1e400", "1, column 1: the number -1e400 is beyond what a double holds"),
                Arguments.of("1 2", "1, column 3: unexpected '2' after the value"),
                Arguments.of("0x10", "1, column 2: unexpected 'x' after the value"),
                Arguments.of("\"a", "1, column 3: the text ends inside quotes"),
                Arguments.of("\"a\\", "1, column 4: the text ends inside quotes"),
                Arguments.of("\"\\n\\", "1, column 5: the text ends inside quotes"),
                Arguments.of("\"\\x\"", "1, column 4: unknown escape \\x"),
                Arguments.of("\"\\u12g4\"", "1, column 6: four hexadecimal digits are needed after \\u"),
                Arguments.of("\"\\u12", "1, column 6: four hexadecimal digits are needed after \\u"),
                Arguments.of("\"\\u１２３４\"", "1, column 4: four hexadecimal digits are needed after \\u"),
                Arguments.of("\"a\tb\"", "1, column 3: a control character inside a text; write it as \\u0009"),
                Arguments.of("\"\\n\u0000\"", "1, column 4: a control character inside a text; write it as \\u0000"),
                Arguments.of("[1,]", "1, column 4: a value is needed, not ']'"),
                Arguments.of("[1 2]", "1, column 4: ',' or ']' is needed, not '2'"),
                Arguments.of("[1", "1, column 3: ',' or ']' is needed, not the end"),
                Arguments.of("{\"a\":1,}", "1, column 8: a member's name in quotes is needed, not '}'"),
                Arguments.of("{a:1}", "1, column 2: a member's name in quotes is needed, not 'a'"),
                Arguments.of("{1:1}", "1, column 2: a member's name in quotes is needed, not '1'"),
                Arguments.of("{\"a\" 1}", "1, column 6: ':' is needed after \"a\", not '1'"),
                Arguments.of("{\"a\":1", "1, column 7: ',' or '}' is needed, not the end"),
                Arguments.of("{\n \"a\": 1,\n  \"a\": 2}", "3, column 3: the member \"a\" is there twice"),
                Arguments.of("{\"a\":1,\"\\u0061\":2}", "1, column 8: the member \"a\" is there twice"),
                Arguments.of("\u00a01", "1, column 1: a value is needed, not \\u00a0"),
                Arguments.of("\ufeff1", "1, column 1: a value is needed, not \\ufeff"),
                Arguments.of("[1] // c", "1, column 5: unexpected '/' after the value"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatJsonDoesNotHaveSayingWhere(String text, String message) {
        assertEquals("not valid JSON: line " + message, refusal(text, LIMITS));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        for (byte[] bytes : new byte[][] {
            {'"', (byte) 0xff, '"'},
            {'"', (byte) 0xc0, (byte) 0x80, '"'},
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            {'"', (byte) 0xe2, '"'}
        }) {
            assertEquals(
                    "the JSON text is not UTF-8",
                    assertThrows(IllegalArgumentException.class, () -> Json.parse(bytes, LIMITS))
                            .getMessage());
        }
    }

    private static String nested(int depth, String inner) {
        return "[".repeat(depth) + inner + "]".repeat(depth);
    }

    @Test
    void aTextOfNestedStandInsMayHaveMoreBracketsThanMaxDepth() {
        Limits limits = LIMITS.with("max_depth", 2);
        assertEquals(List.of(List.of(List.of(1L))), Json.parse("[[[1]]]".getBytes(UTF_8), limits, 3));
        assertEquals(
                "line 1, column 4: nested deeper than max_depth 2",
                assertThrows(LimitException.class, () -> Json.parse("[[[[1]]]]".getBytes(UTF_8), limits, 3))
                        .getMessage());
    }

    @Test
    void nestingIsBoundedAlsoWhereTheInnermostIsEmpty() {
        Limits limits = LIMITS.with("max_depth", 3);
        assertEquals(List.of(List.of(List.of(1L))), Json.parse(nested(3, "1"), limits));
        assertEquals(List.of(List.of(List.of())), Json.parse(nested(3, ""), limits));
        String message = "line 1, column 4: nested deeper than max_depth 3";
        assertEquals(message, refusal(nested(4, "1"), limits));
        assertEquals(message, refusal(nested(4, ""), limits));
        assertEquals(
                "line 1, column 16: nested deeper than max_depth 3", refusal("{\"a\":{\"b\":{\"c\":{}}}}", limits));
        Limits deepest = LIMITS.with("max_depth", 1000);
        Json.parse(nested(1000, "1"), deepest);
        refusal(nested(1_000_000, ""), deepest);
    }

    @Test
    void theLengthOfANumberIsBounded() {
        Limits limits = LIMITS.with("max_number_length", 5);
        assertEquals(12345L, Json.parse("12345", limits));
        assertEquals("line 1, column 7: a number of 6 characters, max_number_length is 5", refusal("123456", limits));
        assertEquals("line 1, column 7: a number of 6 characters, max_number_length is 5", refusal("0.1234", limits));
        assertEquals(new BigInteger("7".repeat(1000)), Json.parse("7".repeat(1000), LIMITS));
        refusal("7".repeat(1001), LIMITS);
    }

    @Test
    void writesWhatItReads() {
        assertEquals(
                "[null,true,\"\\u0001\\n\\r\\t\\\"\\\\/ž\u2028\",-5,1.5,1.0E300,0.1,{\"a\":[],\"\":{}}]",
                Json.write(Arrays.asList(
                        null, true, "\u0001\n\r\t\"\\/ž\u2028", (byte) -5, 1.5, 1e300, 0.1f, orderedMembers())));
        assertEquals("\"\\ud83d😀\\ude00\"", Json.write("\ud83d😀\ude00"));
        assertEquals("12345678901234567890", Json.write(new BigInteger("12345678901234567890")));
        assertEquals("1.10", Json.write(new BigDecimal("1.10")));
        assertEquals("{\n  \"a\": [],\n  \"\": {}\n}", Json.pretty(orderedMembers()));
        assertEquals("[\n  1,\n  [\n    2\n  ]\n]", Json.pretty(List.of(1, List.of(2))));
    }

    private static Map<String, Object> orderedMembers() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", List.of());
        members.put("", Map.of());
        return members;
    }

    @Test
    void refusesToWriteWhatJsonDoesNotHave() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Map<Object, String> refused = Map.of(
                Double.NaN,
                "JSON has no number NaN",
                Float.NEGATIVE_INFINITY,
                "JSON has no number -Infinity",
                'c',
                "JSON has no java.lang.Character",
                Collections.singletonMap(1, 1),
                "a key of a JSON object is text, not 1");
        refused.forEach((value, message) -> assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Json.write(value))
                        .getMessage()));
        assertEquals(
                "nested deeper than 1000, or a list or map that contains itself",
                assertThrows(IllegalArgumentException.class, () -> Json.write(cycle))
                        .getMessage());
    }

    @Test
    void randomValuesComeBack() {
        long seed = System.nanoTime();
        System.out.println("randomValuesComeBack: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Object value = value(random, 5);
            assertEquals(value, Json.parse(Json.writeBytes(value), LIMITS), () -> "seed " + seed);
            assertEquals(value, Json.parse(Json.pretty(value), LIMITS), () -> "seed " + seed);
        }
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0:
                return null;
            case 1:
                return random.nextBoolean();
            case 2:
                return random.nextLong() >> random.nextInt(64);
            case 3:
                return Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case 4:
                return new BigInteger(64 + random.nextInt(200), random).setBit(64);
            case 5:
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(10); n > 0; n--) {
                    text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
                }
                return text.toString();
            case 6:
                List<Object> list = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    list.add(value(random, depth - 1));
                }
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    map.put("k" + random.nextInt(), value(random, depth - 1));
                }
                return map;
        }
    }

    @Test
    void anyTextEndsInAValueOrARefusal() {
        long seed = System.nanoTime();
        System.out.println("anyTextEndsInAValueOrARefusal: seed " + seed);
        Random random = new Random(seed);
        String alphabet = "[]{}\",:\\u0123dtrufalsn-+.eE \n";
        int values = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Json.parse(text.toString(), LIMITS);
                values++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("not valid JSON: line "), () -> "seed " + seed + ": " + text);
            }
        }
        assertTrue(values > 100, "only " + values + " of them were values");
    }
}
