package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.Limits;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static Limits limit(String name, long value) {
        return Limits.defaults().with(name, value);
    }

    @Test
    void refusesDeepNestingNamingMaxDepth() {
        assertEquals(
                "too_large: line 1, column 3: nested deeper than max_depth 2",
                Reading.refused("[[[1]]]", limit("max_depth", 2)));
        assertEquals(
                "too_large: line 1, column 101: nested deeper than max_depth 100",
                Reading.refused("[".repeat(200_000)));
        assertEquals(
                "too_large: line 1, column 502: nested deeper than max_depth 100",
                Reading.refused("{\"a\":".repeat(200_000)));
        assertTrue(Reading.refused("{\"data\":".repeat(200_000)).endsWith("nested deeper than max_depth 100"));
        assertTrue(Reading.refused("{\"type\":\"dict\",\"data\":{\"a\":".repeat(9_000))
                .endsWith("nested deeper than max_depth 100"));
    }

    @Test
    void arraysOfAnyValuesCountForFourLevels() throws Exception {
        String open = "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"O\",\"shape\":[1],\"data\":[";
        String body = open.repeat(2) + "1" + "]}}".repeat(2);
        assertEquals(1L, ((NdArray) ((NdArray) Reading.value(body)).item(0)).item(0));
        assertTrue(Reading.refused(body, limit("max_depth", 7)).endsWith("nested deeper than max_depth 7"));
        assertTrue(Reading.refused(open.repeat(9_000)).endsWith("nested deeper than max_depth 100"));
    }

    @Test
    void refusesLongNumbersNamingMaxNumberLength() throws Exception {
        String digits = "1".repeat(1000);
        assertEquals(new java.math.BigInteger(digits), Reading.value(digits));
        assertEquals(
                "too_large: line 1, column 2: a number of 1001 characters, max_number_length is 1000",
                Reading.refused("[" + digits + "1]"));
        assertEquals(
                "too_large: line 1, column 1: a number of 6 characters, max_number_length is 5",
                Reading.refused("1.2345", limit("max_number_length", 5)));
        assertEquals(
                "too_large: line 1, column 63: a number of 7 characters, max_number_length is 5",
                Reading.refused(ndarray("f8", "1", "0.12345"), limit("max_number_length", 5)));
        assertEquals(
                "too_large: line 1, column 34: decimal of 6 characters, max_number_length is 5",
                Reading.refused("{\"type\":\"decimal\",\"data\":\"123456\"}", limit("max_number_length", 5)));
    }

    private static String ndarray(String dtype, String shape, String elements) {
        return "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data\":["
                + elements + "]}}";
    }

    @Test
    void refusesALargeBodyNamingMaxBody() throws Exception {
        assertEquals("1234", Reading.value("\"1234\""));
        assertEquals(
                "too_large: the body is larger than max_body, 5 bytes",
                Reading.refused("\"1234\"", limit("max_body", 5)));
    }

    @Test
    void refusesManyArgumentsNamingMaxArguments() {
        Limits two = limit("max_arguments", 2);
        assertEquals(
                "too_large: line 1, column 6: more arguments than max_arguments 2",
                Reading.refusedArguments("[1,2,3]", two));
        assertEquals(
                "too_large: line 1, column 14: more arguments than max_arguments 2",
                Reading.refusedArguments("{\"a\":1,\"b\":2,\"c\":3}", two));
        assertEquals(
                "too_large: line 1, column 31: more arguments than max_arguments 2",
                Reading.refusedArguments("{\"args\":[1,2],\"kwargs\":{\"a\":3}}", two));
    }

    @Test
    void memoryIsNotTakenForElementsThatHaveNotCome() {
        for (String dtype : new String[] {"f8", "c16", "i1", "O", "str"}) {
            String body =
                    ndarray(dtype, "2000000000", dtype.equals("c16") ? "[1,2]" : dtype.equals("str") ? "\"\"" : "1");
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            String refusal = Reading.refused(body);
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(refusal.endsWith("np.ndarray: 1 of the 2000000000 elements of shape [2000000000]"), refusal);
            assertTrue(taken < 4 << 20, taken + " bytes for " + dtype);
        }
    }

    @Test
    void refusesFixedWidthTextThatIsAllPadding() throws Exception {
        String elements = "\"\",".repeat(9_999) + "\"\"";
        assertEquals(10_000, ((NdArray) Reading.value(ndarray("U40", "10000", elements))).size());
        String refusal = Reading.refused(ndarray("U100000", "10000", elements));
        assertTrue(
                refusal.matches(
                        "too_large: line 1, column \\d+: np.ndarray: \\d+ elements of 400000 bytes take more than"
                                + " 64 times their text; send texts as str"),
                refusal);
    }

    @Test
    void manySmallTextsTakeNoMoreThanOneLargeOne() {
        String wide = ndarray("U200000", "1", "\"\"");
        String body = "[" + (wide + ",").repeat(999) + wide + "]";
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refusal = Reading.refused(body);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(refusal.startsWith("too_large: line 1, column "), refusal);
        assertTrue(refusal.endsWith("take more than 64 times their text; send texts as str"), refusal);
        // What arrives in one piece of 8,000 bytes pays for one of them.
        assertTrue(taken < 4 << 20, taken + " bytes");
    }

    @Test
    void itemsOfAStreamHaveAnAllowanceEach() throws Exception {
        String wide = ndarray("U256", "10", "\"a\",".repeat(9) + "\"b\"");
        String body = "[" + (wide + ",").repeat(999) + wide + "]";
        Iterator<Object> items = new JsonSerializer()
                .reader(new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)), Limits.defaults())
                .items();
        int count = 0;
        for (; items.hasNext(); count++) {
            assertEquals("b", ((NdArray) items.next()).get(9));
        }
        assertEquals(1_000, count);
    }

    @Test
    void anArrayAtTheEdgeOfWhatIsAllowedIsNotCopiedOverAndOver() throws Exception {
        int n = 300_000;
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        // Three bytes of text for 192 of memory.
        NdArray array = (NdArray) Reading.value(ndarray("U48", Integer.toString(n), "\"\",".repeat(n - 1) + "\"\""));
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(192L * n, array.nbytes());
        assertTrue(taken < 12 * array.nbytes(), taken + " bytes for an array of " + array.nbytes());
    }

    @Test
    void manyElementsGrowAnArrayStepByStep() throws Exception {
        int n = 3_000_000;
        String digits = "1,".repeat(n - 1) + "1";
        NdArray ones = (NdArray) Reading.value(ndarray("i8", Integer.toString(n), digits));
        assertEquals(n, ones.sum());
    }
}
