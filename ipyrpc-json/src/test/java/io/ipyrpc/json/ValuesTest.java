package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.Limits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    @Test
    void isFoundByServiceLoaderUnderItsNames() {
        Serializer json = ServiceLoader.load(Serializer.class).findFirst().orElseThrow();
        assertEquals(JsonSerializer.class, json.getClass());
        assertEquals("json", json.name());
        assertEquals(List.of("ipyrpc_json"), json.aliases());
        assertEquals("application/json", json.mediaType());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"datetime","data":"tomorrow"}  | datetime: "tomorrow" is not ISO 8601 as in "2026-11-22T10:00:00Z"
            {"type":"datetime","data":"2026-12-31T23:59:60Z"} | datetime: "2026-12-31T23:59:60Z" is not ISO 8601 as in "2026-11-22T10:00:00Z"
            {"type":"datetime","data":"2026-12-31T24:00:00Z"} | datetime: "2026-12-31T24:00:00Z" is not ISO 8601 as in "2026-11-22T10:00:00Z"
            {"type":"date","data":"2026-02-30"}    | date: "2026-02-30" is not ISO 8601 as in "2026-11-22"
            {"type":"timedelta","data":"1 s"}      | timedelta: "1 s" is not ISO 8601 as in "PT1.5S"
            {"type":"timedelta","data":"PT99999999999999999999S"} | timedelta: "PT99999999999999999999S" is not ISO 8601 as in "PT1.5S"
            {"type":"float","data":"1"}            | float: data is "NaN", "Infinity" or "-Infinity", not "1"
            {"type":"float","data":1}              | float: data is a text, not 1
            {"type":"decimal","data":"1,5"}        | decimal: "1,5" is no decimal number such as "1.10"
            {"type":"decimal","data":"٣"}          | decimal: "٣" is no decimal number such as "1.10"
            {"type":"decimal","data":"1e99999999999"} | decimal: "1e99999999999" is no decimal number such as "1.10"
            {"type":"bytes","data":"?"}            | bytes: "?" is not base64
            {"type":"bytes","data":[1]}            | bytes: data is a text, not a list of 1
            {"type":"dict","data":[1]}             | dict: data is an object, not a list of 1; a dict of that shape is sent as {"type": "dict", "data": {…}}
            {"type":"np.ndarray","data":5}         | np.ndarray: data is an object, not 5; a dict of that shape is sent as {"type": "dict", "data": {…}}
            {"type":"ipyrpc_data_pointer"}         | ipyrpc_data_pointer: port is a number from 0 to 65535, not null
            {"type":"ipyrpc_data_pointer","port":1} | ipyrpc_data_pointer: protocol is missing
            {"type":"ipyrpc_data_pointer","port":1,"protocol":"p","host":5} | ipyrpc_data_pointer: host is no text
            """)
    void refusesATypedValueThatIsNotWhatItSays(String body, String message) {
        String refusal = Reading.refused(body);
        assertEquals("bad_request: " + message, refusal.replaceFirst("line 1, column \\d+: ", ""));
    }

    @Test
    void anArrayWithAMemberTooManyIsAMistake() {
        assertEquals(
                "bad_request: line 1, column 67: an object of type np.ndarray has the members type and data alone, not"
                        + " \"x\"; a dict of that shape is sent as {\"type\": \"dict\", \"data\": {…}}",
                Reading.refused(
                        "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f8\",\"shape\":[1],\"data\":[1]},\"x\":1}"));
    }

    @Test
    void objectsThatAreNotExactlyTypeAndDataAreDicts() throws Exception {
        for (String body : new String[] {
            "{\"type\":\"date\",\"data\":\"tomorrow\",\"who\":\"me\"}",
            "{\"data\":\"tomorrow\",\"type\":\"date\",\"who\":\"me\"}",
            "{\"who\":\"me\",\"type\":\"date\",\"data\":\"tomorrow\"}",
            "{\"data\":\"tomorrow\",\"who\":\"me\",\"type\":\"date\"}"
        }) {
            assertEquals(Map.of("type", "date", "data", "tomorrow", "who", "me"), Reading.value(body));
        }
        assertEquals(Map.of("type", "date"), Reading.value("{\"type\":\"date\"}"));
        assertEquals(
                Map.of("type", "np.ndarray", "data", List.of(1L), "x", 2L),
                Reading.value("{\"type\":\"np.ndarray\",\"data\":[1],\"x\":2}"));
        assertEquals(
                Map.of("type", "pandas", "data", Map.of("x", Double.NaN), "x", 2L),
                Reading.value("{\"type\":\"pandas\",\"data\":{\"x\":{\"type\":\"float\",\"data\":\"NaN\"}},\"x\":2}"));
        assertEquals(
                Map.of("type", "pandas.Index", "data", "x"),
                Reading.value("{\"type\":\"pandas.Index\",\"data\":\"x\"}"));
        assertEquals(Map.of("data", 1L, "type", 2L), Reading.value("{\"data\":1,\"type\":2}"));
        assertEquals(
                Map.of("data", Double.NaN, "type", "t"),
                Reading.value("{\"data\":{\"data\":\"NaN\",\"type\":\"float\"},\"type\":\"t\"}"));
    }

    @Test
    void dictsInsideDictsThatCameBackwardsCostNoMoreThanTheirSize() throws Exception {
        int n = 90;
        String inner = "[" + "1,".repeat(100_000) + "1]";
        String body = "{\"type\":\"dict\",\"data\":{\"k\":".repeat(n) + inner + "}}".repeat(n);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Object value = Reading.value(body);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        for (int i = 0; i < n; i++) {
            value = ((Map<?, ?>) value).get("k");
        }
        assertEquals(100_001, ((List<?>) value).size());
        assertTrue(taken < 40 << 20, taken + " bytes for " + body.length());
    }

    @Test
    void theDataOfADictIsADictWhateverItLooksLike() throws Exception {
        Map<String, Object> inside = Map.of("type", "float", "data", "NaN");
        assertEquals(inside, Reading.value("{\"type\":\"dict\",\"data\":{\"type\":\"float\",\"data\":\"NaN\"}}"));
        assertEquals(inside, Reading.value("{\"data\":{\"data\":\"NaN\",\"type\":\"float\"},\"type\":\"dict\"}"));
        assertEquals(
                Map.of("a", Double.NaN),
                Reading.value("{\"type\":\"dict\",\"data\":{\"a\":{\"type\":\"float\",\"data\":\"NaN\"}}}"));
    }

    @Test
    void dateTimesAreOfTheTypeThatTheirOffsetSays() throws Exception {
        String[] texts = {
            "2026-11-22T10:00:00Z", "2026-11-22T10:00:00+00:00", "2026-11-22T10:00:00-05:30", "2026-11-22T10:00:00"
        };
        Object[] values = {
            Instant.parse(texts[0]),
            OffsetDateTime.parse(texts[0]),
            OffsetDateTime.parse(texts[2]),
            LocalDateTime.parse(texts[3])
        };
        for (int i = 0; i < texts.length; i++) {
            String body = "{\"type\":\"datetime\",\"data\":\"" + texts[i] + "\"}";
            assertEquals(values[i], Reading.value(body));
            assertEquals(body, Reading.text(values[i]));
        }
    }

    @Test
    void writesFloatsWithAFractionOrAnExponentAndIntegersWithout() throws Exception {
        assertEquals(
                "[1,1.0,-0.0,1.0E22,0.10000000149011612,{\"type\":\"float\",\"data\":\"NaN\"},{\"type\":\"decimal\",\"data\":\"1.10\"}]",
                Reading.text(List.of(1, 1.0, -0.0, 1e22, 0.1f, Double.NaN, new BigDecimal("1.10"))));
    }

    @Test
    void keysHoldWholePairs() throws Exception {
        assertEquals(Map.of("😀", 1L), Reading.value("{\"\\ud83d\\ude00\":1}"));
        assertEquals(Map.of("😀", 1L), Reading.value(Reading.written(Map.of("😀", 1))));
    }

    @Test
    void escapesHalvesOfPairs() throws Exception {
        assertEquals(
                "[\"\\ud83d\",\"a\\udc00\\u017e\\\"\",\"😀\"]".replace("\\\"", "\\u0022"),
                Reading.text(List.of("\ud83d", "a\udc00ž\"", "😀")));
    }

    @Test
    void saysWhatCannotBeSentAndWhereItIs() {
        assertEquals(
                "cannot send a java.lang.Thread; send null, booleans, numbers, texts, lists, maps, byte[], times, arrays"
                        + " or frames (at [1][\"a\"])",
                unsendable(List.of(1, Map.of("a", Thread.currentThread()))));
        assertEquals("a key of a dict is text, not 5 (java.lang.Integer) (at [0])", unsendable(List.of(Map.of(5, 1))));
        assertEquals("a key of a dict is text, not null", unsendable(Collections.singletonMap(null, 1)));
        assertEquals(
                "the key \"\\ud800\" of a dict has half of a surrogate pair in it, which is no character",
                unsendable(Map.of("\ud800", 1)));
        assertEquals(
                "the key \"a\\udc00\" of a dict has half of a surrogate pair in it, which is no character",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Reading.written(Arguments.of(List.of(), Map.of("a\udc00", 1))))
                        .getMessage());
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertTrue(
                unsendable(self).startsWith("nested deeper than 1000, or a list or map that contains itself (at [0]"));
    }

    private static String unsendable(Object value) {
        return assertThrows(IllegalArgumentException.class, () -> Reading.written(value))
                .getMessage();
    }

    @Test
    void wrapsDictsThatReadersWouldTakeForTypedValues() throws Exception {
        Map<String, Object> looks = new LinkedHashMap<>();
        looks.put("type", "bytes");
        looks.put("data", 1);
        assertEquals("{\"type\":\"dict\",\"data\":{\"type\":\"bytes\",\"data\":1}}", Reading.text(looks));
        looks.put("more", 2);
        assertEquals("{\"type\":\"bytes\",\"data\":1,\"more\":2}", Reading.text(looks));
        assertEquals(
                "{\"type\":\"dict\",\"data\":{\"type\":\"ipyrpc_data_pointer\"}}",
                Reading.text(Map.of("type", "ipyrpc_data_pointer")));
    }

    @Test
    void readsArgumentsInAllTheirForms() throws Exception {
        assertArguments(List.of(), Map.of(), " \n");
        assertArguments(List.of(1L, "x"), Map.of(), "[1,\"x\"]");
        assertArguments(List.of(), Map.of(), "{}");
        assertArguments(List.of(1L), Map.of("k", 2L), "{\"args\":[1],\"kwargs\":{\"k\":2}}");
        assertArguments(List.of(1L), Map.of("k", 2L), "{\"kwargs\":{\"k\":2},\"args\":[1]}");
        assertArguments(List.of(1L), Map.of(), "{\"args\":[1]}");
        assertArguments(List.of(), Map.of("k", 2L), "{\"kwargs\":{\"k\":2}}");
        assertArguments(List.of(), Map.of("args", 5L), "{\"args\":5}");
        assertArguments(List.of(), Map.of("args", List.of(1L), "x", 2L), "{\"args\":[1],\"x\":2}");
        assertArguments(List.of(), Map.of("kwargs", Map.of("k", 1L), "x", 2L), "{\"kwargs\":{\"k\":1},\"x\":2}");
        assertArguments(List.of(), Map.of("type", "float", "data", "NaN"), "{\"type\":\"float\",\"data\":\"NaN\"}");
        assertArguments(
                List.of(),
                Map.of("type", "float", "data", "NaN"),
                "{\"kwargs\":{\"type\":\"float\",\"data\":\"NaN\"}}");
        assertArguments(List.of(), Map.of("data", NdArray.of(1.5)), "{\"data\":" + Reading.text(NdArray.of(1.5)) + "}");
    }

    private static void assertArguments(List<?> positional, Map<?, ?> keyword, String body) throws Exception {
        Arguments arguments = Reading.arguments(body);
        assertEquals(positional, arguments.positional());
        assertEquals(keyword, arguments.keyword());
    }

    @Test
    void refusesWhatIsNoArguments() {
        assertEquals(
                "bad_request: line 1, column 1: arguments are a list, or an object of keyword arguments, not 5",
                Reading.refusedArguments("5", Limits.defaults()));
        assertEquals(
                "bad_request: line 1, column 5: a list after the value; a body is one value",
                Reading.refusedArguments("[1] []", Limits.defaults()));
        assertEquals(
                "bad_request: line 1, column 50: kwargs is a typed value, or the keyword arguments of a call, and there"
                        + " are other members beside it; send {\"args\": […], \"kwargs\": {…}} alone",
                Reading.refusedArguments(
                        "{\"kwargs\":{\"type\":\"float\",\"data\":\"NaN\"},\"other\":1}", Limits.defaults()));
    }

    @Test
    void writesArgumentsInTheShortestForm() throws Exception {
        assertEquals("[]", new String(Reading.written(Arguments.NONE), StandardCharsets.UTF_8));
        assertEquals("[1,null]", new String(Reading.written(Arguments.of(1, null)), StandardCharsets.UTF_8));
        assertEquals(
                "{\"args\":[1],\"kwargs\":{\"type\":\"float\"}}",
                new String(Reading.written(Arguments.of(List.of(1), Map.of("type", "float"))), StandardCharsets.UTF_8));
    }

    @Test
    void givesAnItemBeforeTheNextHasCome() throws Exception {
        byte[] first = ("[1," + " ".repeat(8_000)).getBytes(StandardCharsets.UTF_8);
        boolean[] asked = {false};
        InputStream second = new InputStream() {
            @Override
            public int read() {
                asked[0] = true;
                return -1;
            }
        };
        Iterator<Object> items = new JsonSerializer()
                .reader(new SequenceInputStream(new ByteArrayInputStream(first), second), Limits.defaults())
                .items();
        assertEquals(1L, items.next());
        assertEquals(false, asked[0]);
        assertThrows(io.ipyrpc.wire.RpcException.class, items::hasNext);
    }

    @Test
    void everyItemOfAnIteratorHasGoneToTheStreamBeforeTheNextIsAskedFor() throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        List<Integer> sizes = new ArrayList<>();
        Iterator<Integer> items = Arrays.asList(1, 22, 333).iterator();
        new JsonSerializer().writer(out).value(new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                sizes.add(out.size());
                return items.hasNext();
            }

            @Override
            public Object next() {
                return items.next();
            }
        });
        assertEquals(List.of(0, 3, 7, 12), sizes);
        assertEquals("[1 ,22 ,333 ]", out.toString(StandardCharsets.UTF_8));
    }
}
