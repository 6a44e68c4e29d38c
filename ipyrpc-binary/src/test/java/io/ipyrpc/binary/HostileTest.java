package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileTest {
    private static final byte[] LIST = Bodies.frame("{\"type\":\"list\"}");
    private static final byte[] DICT = Bodies.frame("{\"type\":\"dict\"}");
    private static final byte[] END = Bodies.frame("{\"type\":\"end\"}");

    private static byte[] sized(byte[] frame, long metadata, long data) {
        byte[] lying = frame.clone();
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putLong(metadata).putLong(data);
        return lying;
    }

    @Test
    void refusesSizesThatLie() {
        byte[] body = Bodies.json("1");
        assertEquals("bad_request: a frame's metadata has the size -1", Bodies.refused(sized(body, -1, 1)));
        assertEquals("bad_request: a frame's data has the size -9", Bodies.refused(sized(body, 15, -9)));
        assertEquals(
                "too_large: a frame's metadata is 1048577 bytes, max_metadata is 1048576",
                Bodies.refused(sized(body, 1048577, 1)));
        assertEquals(
                "too_large: a frame's data is 9223372036854775807 bytes, max_body is 1073741824",
                Bodies.refused(sized(body, 15, Long.MAX_VALUE)));
        assertEquals(
                "bad_request: the stream ends inside a frame's metadata: 16 of 1048576 bytes",
                Bodies.refused(sized(body, 1048576, 1)));
        assertEquals(
                "bad_request: frame 1 (json): the stream ends inside the data: 1 of 1073741824 bytes",
                Bodies.refused(sized(body, 15, 1 << 30)));
        assertEquals(
                "bad_request: the stream ends inside a frame's header: 1 of 16 bytes", Bodies.refused(new byte[1]));
        assertEquals(
                "bad_request: the body is empty; null is sent as a frame of type json", Bodies.refused(new byte[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[]~ a frame's metadata must be a JSON object",
                "{\"type\":\"json\",\"type\":\"json\"}~ a frame's metadata is not valid JSON: line 1, column 16: the member"
                        + " \"type\" is there twice",
                "{}~ frame 1: the metadata has no type",
                "{\"type\":7}~ frame 1: type is a text, not 7",
                "{\"type\":\"pickle\"}~ frame 1 (pickle): unknown type; known: json, np.ndarray, pandas, pandas.Series,"
                        + " bytes, list, dict, ipyrpc_data_pointer",
                "{\"type\":\"end\"}~ frame 1 (end): such a frame stands only inside a list or dict",
                "{\"type\":\"items\"}~ frame 1 (items): such a frame stands only inside a list",
                "{\"type\":\"json\"}~ frame 1 (json): not valid JSON: line 1, column 1: the text ends where a value is"
                        + " needed"
            })
    void refusesMetadataThatIsNoValues(String metadata, String message) {
        assertEquals("bad_request: " + message, Bodies.refused(Bodies.frame(metadata)));
    }

    @Test
    void refusesListsAndDictsThatAreNotWhole() {
        String unended = "bad_request: the stream ends inside a list or dict, without a frame of type end";
        assertEquals(unended, Bodies.refused(LIST));
        assertEquals(unended, Bodies.refused(Bodies.join(LIST, DICT, END)));
        assertEquals(
                "bad_request: frame 2 (json): a member of a dict has a key in its metadata",
                Bodies.refused(Bodies.join(DICT, Bodies.json("1"), END)));
        assertEquals(
                "bad_request: frame 2 (items): such a frame stands only inside a list",
                Bodies.refused(Bodies.join(
                        DICT, Bodies.frame("{\"type\":\"items\",\"key\":\"k\"}", Bodies.ascii("[1]")), END)));
        byte[] k = Bodies.frame("{\"type\":\"json\",\"key\":\"k\"}", (byte) '1');
        assertEquals(
                "bad_request: frame 3 (json): the key \"k\" is there twice",
                Bodies.refused(Bodies.join(DICT, k, k, END)));
        assertEquals(
                "bad_request: frame 2 (items): the data is a JSON array, not 1",
                Bodies.refused(Bodies.join(LIST, Bodies.frame("{\"type\":\"items\"}", (byte) '1'), END)));
        assertEquals(
                "bad_request: frame 1 (list): such a frame has no data, not 1 bytes",
                Bodies.refused(Bodies.join(Bodies.frame("{\"type\":\"list\"}", (byte) 1), END)));
        assertEquals(
                "bad_request: frame 2 (end): such a frame has no data, not 1 bytes",
                Bodies.refused(Bodies.join(LIST, Bodies.frame("{\"type\":\"end\"}", (byte) 1))));
        assertEquals(
                "bad_request: frame 2 (json): a frame after the value; a body is one value",
                Bodies.refused(Bodies.join(Bodies.json("1"), Bodies.json("2"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"a\":1,\"a\":2}~ not valid JSON: line 1, column 8: the member \"a\" is there twice",
                "{\"type\":\"bytes\",\"data\":\"a\"}~ bytes: \"a\" is not base64",
                "{\"type\":\"date\",\"data\":7}~ date: data is a text, not 7",
                "{\"type\":\"datetime\",\"data\":\"2026-12-31T23:59:60Z\"}~ datetime: \"2026-12-31T23:59:60Z\" is not"
                        + " ISO 8601 as in \"2026-11-22T10:00:00Z\"",
                "{\"type\":\"dict\",\"data\":7}~ dict: data is an object, not 7",
                "{\"type\":\"float\",\"data\":\"1\"}~ float: data is \"NaN\", \"Infinity\" or \"-Infinity\", not \"1\"",
                "{\"type\":\"ipyrpc_data_pointer\",\"port\":-1}~ ipyrpc_data_pointer: port is a number from 0 to 65535,"
                        + " not -1",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"<f8\",\"shape\":[0],\"data\":[]}}~ unknown dtype '<f8';"
                        + " known: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit] U<n> S<n> O str",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f8\",\"shape\":[2],\"data\":[1]}}~ np.ndarray: 1 elements"
                        + " for shape [2]",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f8\",\"shape\":[1],\"data\":[null]}}~ element 0 of f8: null"
                        + " is no number",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f4\",\"shape\":[1],\"data\":[1e39]}}~ element 0 of f4:"
                        + " 1.0E39 is beyond the range; write \"Infinity\" where that is meant",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"i1\",\"shape\":[1],\"data\":[128]}}~ element 0 of i1: 128"
                        + " does not fit i1, which holds -128 to 127",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"i8\",\"shape\":[1],\"data\":[2.0]}}~ element 0 of i8: 2.0"
                        + " is no whole number",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"S1\",\"shape\":[1],\"data\":[7]}}~ element 0 of S1: 7 is no"
                        + " base64 text",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"str\",\"shape\":[1],\"data\":[7]}}~ element 0 of str is a"
                        + " text or null, not 7",
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":[[\"a\",\"i1\"]],\"shape\":[1],\"data\":[[1,2]]}}~ element 0"
                        + " of [('a', 'i1')]: a row is a list of 1 values, not a list of 2",
                "{\"type\":\"pandas\",\"data\":{}}~ row_index is an object of type (a text) and data (an object), not null",
                "{\"type\":\"pandas.Series\",\"data\":{\"data\":{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f8\","
                        + "\"shape\":[1,1],\"data\":[1]}}}}~ data: an array of one dimension is needed, not of shape [1, 1]"
            })
    void refusesJsonThatIsNoValues(String json, String message) {
        assertEquals("bad_request: frame 1 (json): " + message, Bodies.refused(Bodies.json(json)));
    }

    @Test
    void refusesHalvesOfPairsInKeysAsJsonDoes() {
        String message = "the key \"a\\ud800\" of a dict has half of a surrogate pair in it, which is no character";
        for (String json : new String[] {
            "{\"a\\ud800\":1}",
            "[{\"b\":{\"a\\ud800\":1}}]",
            "{\"type\":\"dict\",\"data\":{\"a\\ud800\":1}}",
            "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"O\",\"shape\":[1],\"data\":[{\"a\\ud800\":1}]}}"
        }) {
            assertEquals("bad_request: frame 1 (json): " + message, Bodies.refused(Bodies.json(json)));
        }
        byte[] keyed = Bodies.frame("{\"type\":\"json\",\"key\":\"a\\ud800\"}", (byte) '1');
        assertEquals("bad_request: frame 2 (json): " + message, Bodies.refused(Bodies.join(DICT, keyed, END)));
        assertEquals("bad_request: frame 1 (json): " + message, Bodies.refusedArguments(keyed, Limits.defaults()));
    }

    @Test
    void refusesLongNumbersNamingTheLimit() {
        assertEquals(
                "too_large: frame 1 (json): line 1, column 1002: a number of 1001 characters, max_number_length is 1000",
                Bodies.refused(Bodies.json("1".repeat(1001))));
        assertEquals(
                "too_large: frame 1 (json): decimal of 1001 characters, max_number_length is 1000",
                Bodies.refused(Bodies.json("{\"type\":\"decimal\",\"data\":\"" + "1".repeat(1001) + "\"}")));
    }

    @Test
    void messagesStayShortWhateverNamesAreLong() {
        String name = "x".repeat(100_000);
        for (byte[] body : new byte[][] {
            Bodies.frame("{\"type\":\"" + name + "\"}"),
            Bodies.json("{\"" + name + "\":1,\"" + name + "\":2}"),
            Bodies.frame("{\"type\":\"np.ndarray\",\"dtype\":\"" + name + "\",\"shape\":[]}"),
            Bodies.frame("{\"type\":\"np.ndarray\",\"dtype\":[[\"" + name + "\",\"|i1\"],[\"" + name
                    + "\",\"|i1\"]],\"shape\":[]}"),
            Bodies.frame(
                    "{\"type\":\"np.ndarray\",\"dtype\":\"|i1\",\"shape\":[" + "1,".repeat(50_000) + "1]}", (byte) 1)
        }) {
            String message = Bodies.refused(body);
            assertTrue(message.length() < 700, message.length() + " characters");
        }
    }

    /** Bytes that this thread took while it read a body that is refused. */
    private static long taken(InputStream body, Limits limits) throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Bodies.refused(Bodies.json("x"));
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Bodies.BINARY.reader(body, limits).value();
        } catch (RpcException e) {
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
        throw new AssertionError("was not refused");
    }

    /** A body of which little arrives, that says that there is much more. */
    @Test
    void takesNoMoreMemoryThanFourTimesWhatArrivesAndAMebibyte() throws IOException {
        Limits limits = Limits.defaults().with("max_body", 1L << 40);
        String shape = "\"shape\":[2000000000]}";
        for (String metadata : new String[] {
            "{\"type\":\"bytes\"}",
            "{\"type\":\"json\"}",
            "{\"type\":\"np.ndarray\",\"dtype\":\"|i1\"," + shape,
            "{\"type\":\"np.ndarray\",\"dtype\":\"str\"," + shape,
            "{\"type\":\"np.ndarray\",\"dtype\":\"|O\"," + shape,
            "{\"type\":\"np.ndarray\",\"dtype\":\"|S2000000000\",\"shape\":[1]}"
        }) {
            for (int arrives : new int[] {0, 1 << 10, 3 << 20, 20 << 20}) {
                byte[] body = Bodies.frame(metadata, new byte[arrives]);
                ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 2_000_000_000L);
                InputStream trickle = new java.io.FilterInputStream(new ByteArrayInputStream(body)) {
                    @Override
                    public int available() {
                        return 0;
                    }
                };
                // All pieces together: 1 + 1/4 + 1/16 … of the last.
                long most = (long) (4 * arrives + (1 << 20)) * 4 / 3 + (64 << 10);
                long taken = taken(trickle, limits);
                assertTrue(taken <= most, metadata + ": " + taken + " bytes taken, " + arrives + " arrived");
            }
        }
    }

    @Test
    void manySmallTextsTakeNoMoreThanOneLargeOne() throws IOException {
        byte[] wide = Bodies.frame(
                "{\"type\":\"items\"}",
                Bodies.ascii(
                        "[{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"U200000\",\"shape\":[1],\"data\":[\"\"]}}]"));
        byte[][] frames = new byte[1002][];
        java.util.Arrays.fill(frames, wide);
        frames[0] = LIST;
        frames[1001] = END;
        assertEquals(
                "too_large: frame 3 (items): arrays in JSON take more than 64 times their text; send texts as str",
                Bodies.refused(Bodies.join(frames)));
        assertTrue(taken(new ByteArrayInputStream(Bodies.join(frames)), Limits.defaults()) < 4 << 20);
    }
}
