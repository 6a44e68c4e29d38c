package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArraysTest {
    private static String ndarray(String dtype, String shape, String elements) {
        return "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data\":" + elements
                + "}}";
    }

    private static Object read(String dtype, String shape, String elements) throws Exception {
        return Reading.value(ndarray(dtype, shape, elements));
    }

    /** The refusal without its code and position. */
    private static String refused(String dtype, String shape, String elements) {
        return Reading.refused(ndarray(dtype, shape, elements)).replaceFirst("bad_request: line 1, column \\d+: ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            i1   | [1, 128]          | i1, element 1: 128 is not from -128 to 127
            i8   | [9223372036854775808] | i8, element 0: 9223372036854775808 is not from -9223372036854775808 to 9223372036854775807
            u8   | [18446744073709551616] | u8, element 0: 18446744073709551616 is not from 0 to 18446744073709551615
            u8   | [-1]              | u8, element 0: -1 is not from 0 to 18446744073709551615
            u4   | [4294967296]      | u4, element 0: 4294967296 is not from 0 to 4294967295
            i4   | [1.5]             | i4, element 0: 1.5 is no whole number
            i4   | [1.0]             | i4, element 0: 1.0 is no whole number
            i4   | [null]            | i4, element 0: null has no place here
            i4   | ["1"]             | i4, element 0: "1" is no whole number
            i4   | [true]            | i4, element 0: true is no whole number
            f8   | [null]            | f8, element 0: null has no place here
            f8   | ["nan"]           | f8, element 0: "nan" is no number, "NaN", "Infinity" or "-Infinity"
            f8   | [[1]]             | f8, element 0: a list is no number, "NaN", "Infinity" or "-Infinity"
            f8   | [1e400]           | 1e400 is beyond the range of a float; write "Infinity" where that is meant
            f4   | [1e39]            | 1e39 is beyond the range of f4; write "Infinity" where that is meant
            f2   | [65520]           | f2, element 0: 65520 is beyond the range of f2
            b1   | [1]               | b1, element 0: 1 is neither true nor false
            c16  | [1.0]             | c16, element 0: 1.0 is no pair [re, im]
            c16  | [[1]]             | c16, element 0: the end is no number, "NaN", "Infinity" or "-Infinity"
            c8   | [[1,2,3]]         | c8, element 0: more than two numbers are no pair [re, im]
            M8[ns] | [1.5]           | M8[ns], element 0: 1.5 is no whole number of ticks
            m8[s] | [9223372036854775808] | m8[s], element 0: 9223372036854775808 is not from -9223372036854775808 to 9223372036854775807
            U2   | ["a","abc"]       | U2, element 1: "abc" has more than 2 characters
            U2   | [1]               | U2, element 0: 1 is no text
            S2   | ["YWJj"]          | S2, element 0: 3 bytes, more than 2
            S2   | ["?"]             | S2, element 0: "?" is not base64
            str  | [1]               | str, element 0: 1 is no text
            """)
    void refusesAnElementThatDoesNotFitNamingTypePlaceAndValue(String dtype, String elements, String message) {
        long n = elements.startsWith("[[")
                ? 1
                : elements.chars().filter(c -> c == ',').count() + 1;
        assertEquals(message, refused("\"" + dtype + "\"", "[" + n + "]", elements));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "f8" | [2]     | [1]   | np.ndarray: 1 of the 2 elements of shape [2]
            "f8" | [1]     | [1,2] | np.ndarray: more elements than shape [1] has
            "f8" | []      | []    | np.ndarray: 0 of the 1 elements of shape []
            "f8" | [-1]    | []    | np.ndarray: dimension 0 is -1, must be a whole number from 0 of at most 64 bits
            "f8" | [1.0]   | [1]   | np.ndarray: dimension 0 is 1.0, must be a whole number from 0 of at most 64 bits
            "f8" | [1,"2"] | [1]   | np.ndarray: dimension 1 is "2", must be a whole number from 0 of at most 64 bits
            "f8" | 3       | [1]   | np.ndarray: shape is a list, not 3
            "f8" | [4294967296,4294967296] | [1] | np.ndarray: shape [4294967296, 4294967296] has more elements than 64 bits count
            "f8" | [1]     | 5     | np.ndarray: data is a list of the elements, not 5
            "<f8" | [1]    | [1]   | np.ndarray: unknown dtype '<f8'; known: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit] U<n> S<n> O str
            5    | [1]     | [1]   | np.ndarray: dtype is a name or a list of fields, not 5
            [["a"]] | [1]  | [[1]] | np.ndarray: a field is a list of its name and dtype, not a list of 1
            [["a","i1"],["a","i1"]] | [1] | [[1,2]] | np.ndarray: field 'a' comes twice; name each field once
            [["a","i1"],["b","f8"]] | [1] | [[1.5,2]] | field 'a' (i1), element 0: 1.5 is no whole number
            [["a","i1"],["b","f8"]] | [1] | [[1]] | [('a', 'i1'), ('b', 'f8')], element 0: 1 of the values of 2 fields
            [["a","i1"]] | [1] | [[1,2]] | [('a', 'i1')], element 0: more values than fields
            [["a","i1"]] | [1] | [1] | [('a', 'i1')], element 0: 1 is no list of the fields' values
            """)
    void refusesWhatIsNoArray(String dtype, String shape, String elements, String message) {
        assertEquals(message, refused(dtype, shape, elements));
    }

    @Test
    void namesTheMemberThatIsMissing() {
        assertEquals(
                "bad_request: line 1, column 53: np.ndarray: data is an object of dtype, shape and data; shape is missing",
                Reading.refused("{\"type\":\"np.ndarray\",\"data\":{\"dtype\":\"f8\",\"data\":[1]}}"));
    }

    @Test
    void membersComeInAnyOrder() throws Exception {
        NdArray expected = NdArray.of(1.5, 2, Double.NaN).reshape(3, 1);
        String[] inner = {"\"dtype\":\"f8\"", "\"shape\":[3,1]", "\"data\":[1.5,2,\"NaN\"]", "\"more\":{\"x\":[1]}"};
        for (int[] order :
                new int[][] {{0, 1, 2, 3}, {1, 0, 2, 3}, {2, 1, 0, 3}, {2, 0, 1, 3}, {0, 2, 1, 3}, {3, 0, 1, 2}}) {
            StringBuilder data = new StringBuilder("{");
            for (int i : order) {
                data.append(data.length() > 1 ? "," : "").append(inner[i]);
            }
            data.append('}');
            assertEquals(expected, Reading.value("{\"type\":\"np.ndarray\",\"data\":" + data + "}"));
            assertEquals(expected, Reading.value("{\"data\":" + data + ",\"type\":\"np.ndarray\"}"));
            assertEquals(List.of(expected), Reading.value("[{\"data\":" + data + ",\"type\":\"np.ndarray\"}]"));
        }
    }

    @Test
    void everyPathReadsTheSameElements() throws Exception {
        for (NdArray array : List.of(
                NdArray.of(0.1f, Float.MIN_VALUE, Float.NaN),
                NdArray.of(1L, Long.MIN_VALUE),
                NdArray.of("x", null),
                NdArray.full(DType.UINT64, new BigInteger("18446744073709551615"), 2))) {
            String text = Reading.text(array);
            int data = text.indexOf("\"data\":") + 7;
            assertEquals(array, Reading.value(text));
            assertEquals(
                    array,
                    Reading.value(
                            "{\"data\":" + text.substring(data, text.length() - 1) + ",\"type\":\"np.ndarray\"}"));
        }
    }

    @Test
    void floatsTakeIntegersAndRoundOnce() throws Exception {
        assertEquals(NdArray.of(1.0, -2.0, 9007199254740992.0), read("\"f8\"", "[3]", "[1,-2,9007199254740993]"));
        // Rounded by way of double this would be the neighbour above.
        assertEquals(
                NdArray.of(1.00000017881393421514957253748434595763683319091796875001f),
                read("\"f4\"", "[1]", "[1.00000017881393421514957253748434595763683319091796875001]"));
        assertEquals(1.5, ((NdArray) read("\"f2\"", "[1]", "[1.5]")).item(0));
    }

    @Test
    void halvesAndEmptyRecordsAreWrittenAsTheyAre() throws Exception {
        NdArray halves = NdArray.of(1.5, 65504, Double.NaN, -0.0).astype(DType.FLOAT16);
        assertEquals(ndarray("\"f2\"", "[4]", "[1.5,65504.0,\"NaN\",-0.0]"), Reading.text(halves));
        assertEquals(ndarray("[]", "[2]", "[[],[]]"), Reading.text(NdArray.zeros(DType.record(List.of()), 2)));
    }

    @Test
    void recordsThatHoldTextKeepTheirFields() throws Exception {
        DType type = DType.record(List.of(new DType.Field("s", DType.STR), new DType.Field("n", DType.INT16)));
        NdArray array = NdArray.objects(type, new Object[] {Arrays.asList("x", 1L), Arrays.asList(null, -1L)}, 2);
        String text = ndarray("[[\"s\",\"str\"],[\"n\",\"i2\"]]", "[2]", "[[\"x\",1],[null,-1]]");
        assertEquals(text, Reading.text(array));
        assertEquals(array, Reading.value(text));
    }

    @Test
    void refusesACodePointThatIsNoCharacterWhenWriting() {
        java.nio.ByteBuffer memory = java.nio.ByteBuffer.allocate(4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 0x110000);
        IllegalArgumentException e = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> Reading.text(List.of(NdArray.wrap(DType.of("U1"), memory, 1))));
        assertEquals("element 0 of U1 holds 0x110000, which is no character (at [0])", e.getMessage());
    }
}
