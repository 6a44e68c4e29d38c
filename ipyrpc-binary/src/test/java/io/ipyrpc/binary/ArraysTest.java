package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArraysTest {
    private static String ndarray(String dtype, String shape) {
        return "{\"type\":\"np.ndarray\",\"dtype\":" + dtype + ",\"shape\":" + shape + "}";
    }

    private static NdArray read(String dtype, String shape, byte... data) throws IOException {
        return (NdArray) Bodies.value(Bodies.frame(ndarray(dtype, shape), data));
    }

    private static String refused(String dtype, String shape, int bytes) {
        return Bodies.refused(Bodies.frame(ndarray(dtype, shape), new byte[bytes]));
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    @Test
    void isWrittenByteByByteAsTheProtocolSays() throws IOException {
        assertArrayEquals(
                Bodies.join(
                        hex("2f 00 00 00 00 00 00 00  18 00 00 00 00 00 00 00"),
                        Bodies.ascii("{\"type\":\"np.ndarray\",\"dtype\":\"<f8\",\"shape\":[3]}"),
                        hex("000000000000f03f 0000000000000440 000000000000f0bf")),
                Bodies.written(NdArray.of(1.0, 2.5, -1.0)));
    }

    @ParameterizedTest
    @CsvSource({
        "b1, |b1",
        "i1, |i1",
        "u1, |u1",
        "i2, <i2",
        "u8, <u8",
        "f2, <f2",
        "c8, <c8",
        "M8[25s], <M8[25s]",
        "'M8[ns, Europe/Paris]', '<M8[ns, Europe/Paris]'",
        "m8[D], <m8[D]",
        "U3, <U3",
        "S3, |S3",
        "O, |O"
    })
    void dtypesBeginWithTheirByteOrder(String name, String dtype) throws IOException {
        byte[] body = Bodies.written(NdArray.zeros(DType.of(name), 2));
        assertTrue(Bodies.metadata(body).contains("\"dtype\":\"" + dtype + "\""), Bodies.metadata(body));
        assertEquals(NdArray.zeros(DType.of(name), 2), Bodies.value(body));
    }

    @Test
    void bigEndianElementsAreTurnedRound() throws IOException {
        assertEquals(NdArray.of((short) 1, (short) -2), read("\">i2\"", "[2]", hex("0001 fffe")));
        assertEquals(NdArray.of(1, -2), read("\">i4\"", "[2]", hex("00000001 fffffffe")));
        assertEquals(NdArray.of(1L, -2L), read("\">i8\"", "[2]", hex("0000000000000001 fffffffffffffffe")));
        assertEquals(NdArray.of(1.5), read("\">f8\"", "[1]", hex("3ff8000000000000")));
        assertEquals(NdArray.of(1.5f), read("\">f4\"", "[1]", hex("3fc00000")));
        assertEquals(
                new Complex(1.5, -1),
                read("\">c8\"", "[]", hex("3fc00000 bf800000")).get());
        assertEquals(
                new Complex(1.5, -1),
                read("\">c16\"", "[]", hex("3ff8000000000000 bff0000000000000")).get());
        assertEquals(
                "až", read("\">U3\"", "[]", hex("00000061 0000017e 00000000")).get());
        assertEquals(7, read("\">M8[s]\"", "[1]", hex("0000000000000007")).getLong(0));
        assertEquals(NdArray.of((byte) 1), read("\">i1\"", "[1]", hex("01")));
    }

    @Test
    void bigEndianFieldsOfRecordsAreTurnedRoundAndOthersAreNot() throws IOException {
        NdArray records = read(
                "[[\"a\",\">i2\"],[\"b\",\"<i2\"],[\"in\",[[\"s\",\"|S1\"],[\"c\",\">c8\"],[\"u\",\">U2\"]]]]",
                "[2]",
                Bodies.join(
                        hex("0001 0100 41 3f800000 40000000 00000061 00000062"),
                        hex("0002 0200 42 40400000 40800000 00000063 00000000")));
        assertArrayEquals(new long[] {1, 2}, records.field("a").longs());
        assertArrayEquals(new long[] {1, 2}, records.field("b").longs());
        NdArray in = records.field("in");
        assertEquals(
                List.of(new Complex(1, 2), new Complex(3, 4)),
                List.of(in.field("c").get(0), in.field("c").get(1)));
        assertEquals(
                List.of("ab", "c"), List.of(in.field("u").get(0), in.field("u").get(1)));
    }

    @Test
    void turningRoundLeavesMemoryOfOthersAsItIs() throws IOException {
        byte[] body = Bodies.frame(ndarray("\">i8\"", "[1000]"), new byte[8000]);
        body[body.length - 1] = 1;
        byte[] before = body.clone();
        NdArray array = (NdArray) Bodies.valueInMemory(body, body.length);
        assertEquals(1, array.getLong(999));
        assertArrayEquals(before, body);
    }

    @Test
    void fortranOrderIsReadAndWrittenWithoutACopy() throws IOException {
        byte[] body = Bodies.frame(
                "{\"type\":\"np.ndarray\",\"dtype\":\"<i8\",\"shape\":[2,3],\"order\":\"F\"}",
                Bodies.longs(0, 3, 1, 4, 2, 5));
        NdArray array = (NdArray) Bodies.value(body);
        assertEquals(NdArray.arange(6).reshape(2, 3), array);
        assertFalse(array.isContiguous());
        assertArrayEquals(body, Bodies.written(array));
        NdArray texts = (NdArray) Bodies.value(Bodies.frame(
                "{\"type\":\"np.ndarray\",\"dtype\":\"|O\",\"shape\":[2,2],\"order\":\"F\"}",
                Bodies.ascii("[1,2,3,4]")));
        assertEquals(2L, texts.get(1, 0));
        NdArray plain = (NdArray) Bodies.value(
                Bodies.frame("{\"type\":\"np.ndarray\",\"dtype\":\"|i1\",\"shape\":[2],\"order\":\"C\"}", hex("0102")));
        assertEquals(NdArray.of((byte) 1, (byte) 2), plain);
    }

    @Test
    void viewsAreWrittenInCOrder() throws IOException {
        NdArray a = NdArray.arange(24).reshape(2, 3, 4);
        for (NdArray view : List.of(a.slice(2, 3, -5, -2), a.column(1), a.at(1), a.slice(0, 0), a.at(1, 2, 3))) {
            byte[] body = Bodies.written(view);
            assertFalse(Bodies.metadata(body).contains("order"));
            assertEquals(view, Bodies.value(body));
        }
    }

    @Test
    void aLargeArrayIsHandedOverWhereItLiesAndASmallOneCopied() throws IOException {
        byte[] memory = new byte[4096];
        NdArray large = NdArray.wrap(DType.UINT8, ByteBuffer.wrap(memory), 4096);
        SlicesBuilder out = new SlicesBuilder();
        Bodies.BINARY.writer(out).value(List.of(large, large.slice(0, 4095)));
        Slices body = out.build();
        memory[7] = 42;
        List<?> read = (List<?>) Bodies.value(body.toByteArray());
        assertEquals(42, ((NdArray) read.get(0)).getLong(7));
        assertEquals(0, ((NdArray) read.get(1)).getLong(7));
    }

    @Test
    void aLargeArrayIsReadWhereItLiesAndASmallOneCopied() throws IOException {
        byte[] body = Bodies.written(List.of(NdArray.zeros(DType.UINT8, 4096), NdArray.zeros(DType.UINT8, 4095)));
        List<?> read = (List<?>) Bodies.valueInMemory(body, body.length);
        NdArray large = (NdArray) read.get(0);
        NdArray small = (NdArray) read.get(1);
        byte[] before = body.clone();
        small.set(42, 0);
        assertArrayEquals(before, body);
        large.set(42, 0);
        assertFalse(Arrays.equals(before, body));
    }

    @Test
    void aLargeArrayThatLiesInAnothersMemoryIsCopied() throws IOException {
        byte[] body = Bodies.written(NdArray.zeros(DType.UINT8, 4096));
        byte[] before = body.clone();
        ByteBuffer locked = ByteBuffer.wrap(body).asReadOnlyBuffer();
        NdArray array = (NdArray) Bodies.BINARY
                .reader(Slices.of(List.of(locked)).inputStream(), Limits.defaults())
                .value();
        array.set(42, 0);
        assertEquals(42, array.getLong(0));
        assertArrayEquals(before, body);
    }

    @Test
    void whatIsReadFromOtherStreamsHasMemoryOfItsOwn() throws IOException {
        byte[] body = Bodies.written(NdArray.zeros(DType.INT64, 1000));
        byte[] before = body.clone();
        NdArray read = (NdArray) Bodies.value(body);
        read.set(42, 0);
        assertArrayEquals(before, body);
    }

    @Test
    void textsOfAnyLengthAreOffsetsAndUtf8() throws IOException {
        NdArray texts = NdArray.of("a", "", "žluť", "日本", "😀");
        byte[] body = Bodies.written(texts);
        assertEquals("{\"type\":\"np.ndarray\",\"dtype\":\"str\",\"shape\":[5]}", Bodies.metadata(body));
        assertArrayEquals(
                Bodies.frame(
                        Bodies.metadata(body),
                        Bodies.join(
                                Bodies.longs(0, 1, 1, 7, 13, 17),
                                "ažluť日本😀".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                body);
        assertEquals(texts, Bodies.value(body));
        assertEquals(texts.reshape(5, 1), Bodies.value(Bodies.written(texts.reshape(5, 1))));
        NdArray replacement = NdArray.of("\uFFFD", "x\uFFFDy", "z".repeat(5000) + "ž".repeat(5000));
        assertEquals(replacement, Bodies.value(Bodies.written(replacement)));
    }

    @Test
    void textsThatUtf8OrOffsetsCannotTellGoAsJson() throws IOException {
        for (NdArray texts : List.of(
                NdArray.of("a", null),
                NdArray.of("\ud800"),
                NdArray.of("\udc00x"),
                NdArray.of("x\ud800x", "\udc00\ud800"))) {
            byte[] body = Bodies.written(texts);
            assertEquals(Bodies.JSON, Bodies.metadata(body));
            assertEquals(texts, Bodies.value(body));
        }
        assertEquals(
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"str\",\"shape\":[2],\"data\":[\"a\",null]}}",
                Bodies.text(Bodies.written(NdArray.of("a", null))));
    }

    @Test
    void refusesTextsWhoseOffsetsLie() {
        assertEquals(
                "bad_request: frame 1 (np.ndarray): 2 texts of dtype str have 2 + 1 offsets of 8 bytes; there are 23 bytes",
                refused("\"str\"", "[2]", 23));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): 9223372036854775807 texts of dtype str have 9223372036854775807 + 1"
                        + " offsets of 8 bytes; there are 8 bytes",
                refused("\"str\"", "[9223372036854775807]", 8));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): the first offset of a str is 0, not 1",
                refusedTexts(Bodies.longs(1, 1, 1), "a"));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): offset 2 of a str is 1, not from 2 to 3, the length of the text",
                refusedTexts(Bodies.longs(0, 2, 1), "abc"));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): offset 1 of a str is 4, not from 0 to 3, the length of the text",
                refusedTexts(Bodies.longs(0, 4, 4), "abc"));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): offset 1 of a str is -1, not from 0 to 3, the length of the text",
                refusedTexts(Bodies.longs(0, -1, 3), "abc"));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): the last offset of a str is 2, the text has 3 bytes",
                refusedTexts(Bodies.longs(0, 1, 2), "abc"));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): element 0 of a str is not UTF-8",
                refusedTexts(Bodies.longs(0, 1, 2), "ž"));
    }

    private static String refusedTexts(byte[] offsets, String text) {
        return Bodies.refused(Bodies.frame(
                ndarray("\"str\"", "[2]"),
                Bodies.join(offsets, text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    @Test
    void anyValuesAreAJsonArrayWithTypedValuesInIt() throws IOException {
        NdArray any =
                NdArray.objects(DType.OBJECT, new Object[] {null, 1L, Double.NaN, NdArray.of(1.5), List.of("x")}, 5);
        byte[] body = Bodies.written(any);
        assertEquals("{\"type\":\"np.ndarray\",\"dtype\":\"|O\",\"shape\":[5]}", Bodies.metadata(body));
        assertEquals(
                "[null,1,{\"type\":\"float\",\"data\":\"NaN\"},{\"type\":\"np.ndarray\",\"data\":"
                        + "{\"dtype\":\"f8\",\"shape\":[1],\"data\":[1.5]}},[\"x\"]]",
                Bodies.text(body));
        assertEquals(any, Bodies.value(body));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): 1 elements of dtype O in the data, not 2",
                Bodies.refused(Bodies.frame(ndarray("\"|O\"", "[2]"), Bodies.ascii("[1]"))));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): the data is a JSON array, not an object",
                Bodies.refused(Bodies.frame(ndarray("\"|O\"", "[1]"), Bodies.ascii("{}"))));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): the JSON text is not UTF-8",
                Bodies.refused(Bodies.frame(ndarray("\"|O\"", "[1]"), hex("80 04 4b 01 2e"))));
    }

    @Test
    void recordsThatHoldTextsOfAnyLengthGoAsJson() throws IOException {
        DType row = DType.record(List.of(
                new DType.Field("s", DType.STR),
                new DType.Field("t", DType.of("M8[s]")),
                new DType.Field("z", DType.COMPLEX128)));
        NdArray records = NdArray.objects(
                row,
                new Object[] {
                    Arrays.asList("x", java.time.LocalDateTime.of(1970, 1, 1, 0, 0, 7), new Complex(1, Double.NaN)),
                    Arrays.asList(null, null, new Complex(0, 0))
                },
                2);
        byte[] body = Bodies.written(records);
        assertEquals(Bodies.JSON, Bodies.metadata(body));
        assertEquals(
                "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":[[\"s\",\"str\"],[\"t\",\"M8[s]\"],[\"z\",\"c16\"]],"
                        + "\"shape\":[2],\"data\":[[\"x\",7,[1.0,\"NaN\"]],[null,null,[0.0,0.0]]]}}",
                Bodies.text(body));
        assertEquals(records, Bodies.value(body));
        assertEquals(
                "bad_request: frame 1 (np.ndarray): a field of dtype str has no place in packed records; send such an"
                        + " array in a frame of type json",
                refused("[[\"s\",\"str\"]]", "[0]", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"f8\"~ dtype \"f8\" has no byte order; it begins with <, > or |, or is str",
                "\"\"~ dtype \"\" has no byte order; it begins with <, > or |, or is str",
                "\"=f8\"~ dtype \"=f8\" has no byte order; it begins with <, > or |, or is str",
                "\"|f8\"~ dtype \"|f8\": the byte order of f8 matters; write < or >",
                "\"|U1\"~ dtype \"|U1\": the byte order of U1 matters; write < or >",
                "\"<str\"~ dtype \"<str\" has a byte order; write str",
                "\"<U-1\"~ unknown dtype 'U-1'; known: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit] U<n>"
                        + " S<n> O str",
                "7~ dtype is a name or a list of fields, not 7",
                "null~ dtype is a name or a list of fields, not null",
                "[\"<f8\"]~ a field is a list of its name and dtype, not \"<f8\"",
                "[[1,\"<f8\"]]~ a field is a list of its name and dtype, not a list of 2",
                "[[\"a\",\"<i1\"],[\"a\",\"<i1\"]]~ field 'a' comes twice; name each field once"
            })
    void refusesWhatIsNoDtype(String dtype, String message) {
        assertEquals("bad_request: frame 1 (np.ndarray): " + message, refused(dtype, "[0]", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "null~ shape is a list, not null",
                "[-1]~ dimension 0 is -1, must be a whole number from 0 of at most 64 bits",
                "[1.0]~ dimension 0 is 1.0, must be a whole number from 0 of at most 64 bits",
                "[9223372036854775808]~ dimension 0 is 9223372036854775808, must be a whole number from 0 of at most 64 bits",
                "[4294967296,4294967296]~ shape [4294967296, 4294967296] has more elements than 64 bits count",
                "[1152921504606846976]~ 1152921504606846976 elements of 8 bytes are more than 64 bits count",
                "[2]~ shape [2] of f8 takes 16 bytes, the data has 8",
                "[0]~ shape [0] of f8 takes 0 bytes, the data has 8",
                "[1,1000000000000]~ shape [1, 1000000000000] of f8 takes 8000000000000 bytes, the data has 8"
            })
    void refusesAShapeThatLies(String shape, String message) {
        assertEquals("bad_request: frame 1 (np.ndarray): " + message, refused("\"<f8\"", shape, 8));
    }

    @Test
    void refusesOtherOrdersAndTooManyElementsOfNoBytes() {
        assertEquals(
                "bad_request: frame 1 (np.ndarray): order is \"C\" or \"F\", not \"A\"",
                Bodies.refused(
                        Bodies.frame("{\"type\":\"np.ndarray\",\"dtype\":\"<f8\",\"shape\":[0],\"order\":\"A\"}")));
        assertEquals(
                "too_large: frame 1 (np.ndarray): 1048577 elements of no bytes; at most 1048576",
                refused("\"<U0\"", "[1048577]", 0));
    }

    @Test
    void refusesAnArrayOfMoreThanOneBufferNamingTheLimit() {
        byte[] head = Bodies.frame(ndarray("\"<f8\"", "[300000000]"));
        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 2_400_000_000L);
        assertEquals(
                "too_large: frame 1 (np.ndarray): 2400000000 bytes in one piece; one array, text or byte array holds at"
                        + " most 2147483639",
                Bodies.refused(head, Limits.defaults().with("max_body", 1L << 40)));
    }
}
