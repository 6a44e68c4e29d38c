package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static final String RANGE =
            "{\"type\":\"pandas.RangeIndex\",\"data\":{\"start\":0,\"stop\":2,\"step\":1,\"name\":null}}";

    private static String array(String dtype, String shape, String elements) {
        return "{\"type\":\"np.ndarray\",\"data\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data\":" + elements
                + "}}";
    }

    private static String frame(String rows, String columns, String data) {
        return "{\"type\":\"pandas\",\"data\":{\"row_index\":" + rows + ",\"columns\":" + columns + ",\"data\":" + data
                + "}}";
    }

    private static final String AB = "{\"type\":\"pandas.Index\",\"data\":{\"name\":null,\"values\":"
            + array("\"U1\"", "[2]", "[\"a\",\"b\"]") + "}}";
    private static final String DATA = array("[[\"a\",\"f8\"],[\"b\",\"i8\"]]", "[2]", "[[1.5,1],[\"NaN\",null]]");

    @Test
    void missingValuesBecomeAMask() throws Exception {
        DataFrame frame = (DataFrame) Reading.value(frame(RANGE, AB, DATA));
        assertEquals(
                List.of(Column.of(1.5, Double.NaN), Column.of(NdArray.of(1L, 0L), NdArray.of(true, false))),
                frame.columns());
        assertEquals(frame(RANGE, AB, DATA), Reading.text(frame));
    }

    @Test
    void membersComeInAnyOrder() throws Exception {
        Object frame = Reading.value(frame(RANGE, AB, DATA));
        String sorted = "{\"data\":{\"columns\":" + AB + ",\"data\":" + DATA + ",\"row_index\":" + RANGE
                + "},\"type\":\"pandas\"}";
        assertEquals(frame, Reading.value(sorted));
        String flipped = DATA.replace("{\"type\":\"np.ndarray\",\"data\":", "{\"data\":")
                .replaceFirst("}$", ",\"type\":\"np.ndarray\"}");
        assertEquals(frame, Reading.value(frame(RANGE, AB, flipped)));
    }

    @Test
    void fieldsGoByPositionWhateverTheirNames() throws Exception {
        assertEquals(
                Reading.value(frame(RANGE, AB, DATA)),
                Reading.value(frame(RANGE, AB, DATA.replace("\"a\"", "\"same\"").replace("\"b\"", "\"same\""))));
    }

    @Test
    void fieldNamesAreTheLabelsWhereTheseAreDistinctTexts() throws Exception {
        List<Column> columns = List.of(Column.of(1L), Column.of(2L));
        assertEquals(
                "[[\"x\",\"i8\"],[\"y\",\"i8\"]]", fields(DataFrame.of(Index.range(1), Index.of("x", "y"), columns)));
        assertEquals(
                "[[\"f0\",\"i8\"],[\"f1\",\"i8\"]]", fields(DataFrame.of(Index.range(1), Index.of("x", "x"), columns)));
        assertEquals(
                "[[\"f0\",\"i8\"],[\"f1\",\"i8\"]]", fields(DataFrame.of(Index.range(1), Index.range(2), columns)));
        assertEquals(
                "[[\"f0\",\"i8\"],[\"f1\",\"i8\"]]",
                fields(DataFrame.of(Index.range(1), Index.of(List.of("x", 1)), columns)));
    }

    private static String fields(DataFrame frame) throws Exception {
        String text = Reading.text(frame);
        int from = text.lastIndexOf("\"dtype\":") + 8;
        return text.substring(from, text.indexOf("]]", from) + 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "stop":2        | "stop":3           | pandas: column 'a' has 2 rows, the frame 3; columns must be of one length
            "step":1        | "step":0           | row_index: step of an index is 0; give one above or below it
            "step":1        | "step":1.5         | pandas.RangeIndex: step is a whole number of at most 64 bits, not 1.5
            ,"step":1       |                    | pandas.RangeIndex: step is missing
            pandas.RangeIndex | pandas.Float64Index | row_index is a pandas.RangeIndex, pandas.Index or pandas.MultiIndex, not "pandas.Float64Index"
            "U1","shape":[2] | "U1","shape":[2,1] | columns: an array of one dimension is needed, not of shape [2, 1]
            ["a","f8"],     |                    | column 'b' (i8), element 0: 1.5 is no whole number
            ,"data":["a","b"] | ,"data":["a","bc"] | columns (U1), element 1: "bc" has more than 1 characters
            [1.5,1]         | [1.5,1.5]          | column 'b' (i8), element 0: 1.5 is no whole number
            [1.5,1]         | [1.5]              | pandas, element 0: 1 of the values of 2 fields
            [1.5,1]         | [1.5,1,1]         | pandas, element 0: more values than fields
            [1.5,1]         | 5                  | pandas, element 0: 5 is no list of the fields' values
            ["a","f8"]      | ["a",[["x","f8"]]] | pandas: column 'a' is of records; a column has one dtype
            ["a","f8"]      | ["a"]              | pandas: a field is a list of its name and dtype, not a list of 1
            "row_index"     | "rows"             | pandas: row_index is missing
            """)
    void refusesWhatIsNoFrame(String part, String by, String message) {
        String body = frame(RANGE, AB, DATA);
        int at = body.indexOf(part);
        String refusal =
                Reading.refused(body.substring(0, at) + (by == null ? "" : by) + body.substring(at + part.length()));
        assertEquals("bad_request: " + message, refusal.replaceFirst("line 1, column \\d+: ", ""));
    }

    @Test
    void aFrameWhoseDataIsNoRecordsIsRefused() {
        String refusal = Reading.refused(frame(RANGE, AB, array("\"f8\"", "[2]", "[1,2]")));
        assertEquals(
                "bad_request: pandas: data has a list of fields as its dtype and one dimension, not \"f8\" and [2]",
                refusal.replaceFirst("line 1, column \\d+: ", ""));
        assertEquals(
                "bad_request: data: an np.ndarray is needed, not \"bytes\"",
                Reading.refused(frame(RANGE, AB, "{\"type\":\"bytes\",\"data\":{}}"))
                        .replaceFirst("line 1, column \\d+: ", ""));
        assertEquals(
                "bad_request: row_index is an object of type and data, not null",
                Reading.refused(frame("null", AB, DATA)).replaceFirst("line 1, column \\d+: ", ""));
    }

    @Test
    void aSeriesIsWrittenWithItsNameAndNulls() throws Exception {
        Series series = new Series("s", Index.range(2), Column.of(NdArray.of(1L, 0L), NdArray.of(true, false)));
        String text = "{\"type\":\"pandas.Series\",\"data\":{\"name\":\"s\",\"row_index\":" + RANGE + ",\"data\":"
                + array("\"i8\"", "[2]", "[1,null]") + "}}";
        assertEquals(text, Reading.text(series));
        assertEquals(series, Reading.value(text));
    }

    @Test
    void aColumnOfRecordsCannotBeSent() {
        DType records = DType.record(List.of(new DType.Field("x", DType.INT8)));
        DataFrame frame = DataFrame.of(Index.range(1), Index.of("c"), List.of(Column.of(NdArray.zeros(records, 1))));
        IllegalArgumentException e = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> Reading.text(frame));
        assertEquals("column 'c' is of records; a column has one dtype", e.getMessage());
    }
}
