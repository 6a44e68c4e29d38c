package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.RangeIndex;
import io.ipyrpc.data.Series;
import io.ipyrpc.data.ValueIndex;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static final String RANGE =
            "{\"type\":\"pandas.RangeIndex\",\"data\":{\"start\":0,\"stop\":2,\"step\":1,\"name\":null}}";
    private static final String LABEL =
            "{\"type\":\"pandas.Index\",\"data\":{\"name\":null,\"values\":" + "{\"dtype\":\"str\",\"size\":17}}}";
    private static final byte[] LABEL_BYTES = Bodies.join(Bodies.longs(0, 1), Bodies.ascii("n"), new byte[7]);

    /** One column {@code n}: 3 and a missing value, as in the protocol. */
    private static final byte[] PROTOCOL_EXAMPLE = Bodies.frame(
            "{\"type\":\"pandas\",\"rows\":2,\"row_index\":" + RANGE + ",\"columns\":" + LABEL
                    + ",\"fields\":[{\"dtype\":\"<i8\",\"size\":16,\"validity\":true}]}",
            Bodies.join(LABEL_BYTES, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, Bodies.longs(3, 0)));

    @Test
    void isReadAndWrittenByteByByteAsTheProtocolSays() throws IOException {
        DataFrame frame = (DataFrame) Bodies.value(PROTOCOL_EXAMPLE);
        assertEquals(3L, frame.column("n").get(0));
        assertTrue(frame.column("n").isMissing(1));
        assertArrayEquals(PROTOCOL_EXAMPLE, Bodies.written(frame));
    }

    @Test
    void everyBufferEndsAtAMultipleOfEight() throws IOException {
        DataFrame frame = DataFrame.of(
                Index.of("r1", "row 2", ""),
                new ValueIndex(Column.of(1L, 2L, 3L), "no"),
                List.of(
                        Column.of(NdArray.of((byte) 1, (byte) 2, (byte) 3), NdArray.of(true, false, true)),
                        Column.of("a", null, "žž"),
                        Column.of(NdArray.objects(DType.OBJECT, new Object[] {1L, null, List.of()}, 3))));
        byte[] body = Bodies.written(frame);
        assertEquals(
                "{\"type\":\"pandas\",\"rows\":3,\"row_index\":{\"type\":\"pandas.Index\",\"data\":{\"name\":null,"
                        + "\"values\":{\"dtype\":\"str\",\"size\":39}}},\"columns\":{\"type\":\"pandas.Index\",\"data\":"
                        + "{\"name\":\"no\",\"values\":{\"dtype\":\"<i8\",\"size\":24}}},\"fields\":["
                        + "{\"dtype\":\"|i1\",\"size\":3,\"validity\":true},{\"dtype\":\"str\",\"size\":37,\"validity\":true},"
                        + "{\"dtype\":\"|O\",\"size\":11}]}",
                Bodies.metadata(body));
        assertEquals(16 + Bodies.metadata(body).length() + 40 + 24 + (8 + 8) + (8 + 40) + 16, body.length);
        assertEquals(frame, Bodies.value(body));
    }

    @Test
    void columnsAreHandedOverAndReadWhereTheyLie() throws IOException {
        NdArray numbers = NdArray.zeros(DType.FLOAT64, 1000);
        SlicesBuilder out = new SlicesBuilder();
        Bodies.BINARY.writer(out).value(DataFrame.of("x", numbers, "y", numbers));
        Slices body = out.build();
        numbers.set(42.0, 7);
        byte[] bytes = body.toByteArray();
        DataFrame read = (DataFrame) Bodies.valueInMemory(bytes, bytes.length);
        assertEquals(42.0, read.column("y").get(7));
        byte[] before = bytes.clone();
        read.column("y").values().set(1.0, 0);
        assertTrue(!Arrays.equals(before, bytes));
    }

    @Test
    void columnsOfAMatrixAreWrittenAsTheyAre() throws IOException {
        NdArray matrix = NdArray.arange(12).reshape(4, 3);
        DataFrame frame = DataFrame.of("a", matrix.column(0), "b", matrix.column(2));
        assertEquals(frame, Bodies.value(Bodies.written(frame)));
    }

    @Test
    void bigEndianColumnsAndIndexesAreTurnedRound() throws IOException {
        Series series = (Series) Bodies.value(Bodies.frame(
                "{\"type\":\"pandas.Series\",\"name\":null,\"rows\":2,\"row_index\":{\"type\":\"pandas.Index\",\"data\":"
                        + "{\"name\":\"k\",\"values\":{\"dtype\":\">i4\",\"size\":8}}},\"fields\":[{\"dtype\":\">f8\",\"size\":16}]}",
                new byte[] {0, 0, 0, 1, 0, 0, 0, 2, 0x3f, (byte) 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0}));
        assertEquals(new Series(null, new ValueIndex(Column.of(1, 2), "k"), Column.of(1.0, 2.0)), series);
    }

    @Test
    void whatNoBufferHoldsGoesAsJson() throws IOException {
        // More metadata than readers take.
        Index longName = new ValueIndex(Column.of(1L, 2L), "n".repeat(1 << 20));
        for (Object value : List.of(
                DataFrame.of("x", List.of("\ud800", "fine")),
                DataFrame.of("\udc00", List.of(1L)),
                Series.of("s", List.of("\ud800")),
                DataFrame.of("x", List.of(1L, 2L)).withIndex(longName))) {
            byte[] body = Bodies.written(value);
            assertEquals(Bodies.JSON, Bodies.metadata(body).substring(0, 15));
            assertEquals(value, Bodies.value(body));
            assertEquals(List.of(value, 1L), Bodies.value(Bodies.written(List.of(value, 1L))));
        }
    }

    @Test
    void namesMayBeAnyValues() throws IOException {
        Series series = new Series(
                java.time.LocalDate.EPOCH, new RangeIndex(5, -1, -3, NdArray.of(1.5)), Column.of(true, false));
        Series again = (Series) Bodies.value(Bodies.written(series));
        assertEquals(series, again);
        assertEquals(NdArray.of(1.5), again.rowIndex().names().get(0));
    }

    @Test
    void refusesToWriteColumnsOfRecords() {
        Column records = Column.of(NdArray.zeros(DType.record(List.of(new DType.Field("a", DType.INT8))), 1));
        DataFrame frame = DataFrame.of(Index.range(1), Index.of("r"), List.of(records));
        assertEquals(
                "a column of records; a column has one dtype (at [1])",
                assertThrows(IllegalArgumentException.class, () -> Bodies.written(List.of(1L, frame)))
                        .getMessage());
    }

    private static String series(String rows, String index, String fields) {
        return "{\"type\":\"pandas.Series\",\"name\":\"s\",\"rows\":" + rows + ",\"row_index\":" + index
                + ",\"fields\":" + fields + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "2~ []~ a series has one field, not 0",
                "2~ {}~ fields is a list, not an object",
                "-1~ [{\"dtype\":\"<i8\",\"size\":16}]~ rows is a whole number from 0 of at most 64 bits, not -1",
                "2.0~ [{\"dtype\":\"<i8\",\"size\":16}]~ rows is a whole number from 0 of at most 64 bits, not 2.0",
                "3~ [{\"dtype\":\"<i8\",\"size\":16}]~ row_index has 2 labels, not 3",
                "2~ [7]~ field 0 is an object of dtype and size, a whole number from 0, not 7",
                "2~ [{\"dtype\":\"<i8\",\"size\":-8}]~ field 0 is an object of dtype and size, a whole number from 0, not"
                        + " one of size -8",
                "2~ [{\"dtype\":\"<i8\"}]~ field 0 is an object of dtype and size, a whole number from 0, not one of size"
                        + " null",
                "2~ [{\"size\":16}]~ dtype is a name or a list of fields, not null",
                "2~ [{\"dtype\":[[\"a\",\"<i8\"]],\"size\":16}]~ field 0 is of records; it has one dtype",
                "2~ [{\"dtype\":\"<i8\",\"size\":8}]~ field 0: 2 elements of i8 take 16 bytes, its size is 8",
                "2~ [{\"dtype\":\"<i4\",\"size\":8}]~ the buffers end 8 bytes before the data does",
                "2~ [{\"dtype\":\"<c16\",\"size\":32}]~ a buffer of 32 bytes; there are 16 more in the frame",
                "2~ [{\"dtype\":\"<i4\",\"size\":8,\"validity\":1}]~ field 0: validity is true or false, not 1",
                "2~ [{\"dtype\":\"<i4\",\"size\":8,\"validity\":true}]~ field 0: the validity of element 1 is 0 or 1, not"
                        + " 2",
                "1~ [{\"dtype\":\"<i8\",\"size\":16,\"validity\":true}]~ row_index has 2 labels, not 1",
                "2~ [{\"dtype\":\"str\",\"size\":16}]~ 2 texts of dtype str have 2 + 1 offsets of 8 bytes; there are 16"
                        + " bytes"
            })
    void refusesFieldsThatDoNotFit(String rows, String fields, String message) {
        byte[] data = Bodies.longs(0x0201, 0);
        assertEquals(
                "bad_request: frame 1 (pandas.Series): " + message,
                Bodies.refused(Bodies.frame(series(rows, RANGE, fields), data)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "null~ row_index is an object of type (a text) and data (an object), not null",
                "{\"type\":\"pandas.RangeIndex\",\"data\":[]}~ row_index is an object of type (a text) and data (an"
                        + " object), not an object",
                "{\"type\":\"pandas.Other\",\"data\":{}}~ row_index is a pandas.RangeIndex, pandas.Index or"
                        + " pandas.MultiIndex, not \"pandas.Other\"",
                "{\"type\":\"pandas.RangeIndex\",\"data\":{\"start\":0,\"stop\":2}}~ pandas.RangeIndex: step is missing",
                "{\"type\":\"pandas.RangeIndex\",\"data\":{\"start\":0,\"stop\":2,\"step\":0}}~ step of an index is 0;"
                        + " give one above or below it",
                "{\"type\":\"pandas.RangeIndex\",\"data\":{\"start\":0,\"stop\":2,\"step\":1.0}}~ pandas.RangeIndex: step"
                        + " is a whole number of at most 64 bits, not 1.0",
                "{\"type\":\"pandas.Index\",\"data\":{\"name\":null}}~ pandas.Index: values is missing",
                "{\"type\":\"pandas.MultiIndex\",\"data\":{\"names\":[],\"arrays\":[]}}~ an index of 0 levels with 0"
                        + " names; give one for each level",
                "{\"type\":\"pandas.MultiIndex\",\"data\":{\"names\":7,\"arrays\":[]}}~ pandas.MultiIndex: names is a"
                        + " list, not 7"
            })
    void refusesWhatIsNoIndex(String index, String message) {
        assertEquals(
                "bad_request: frame 1 (pandas.Series): " + message,
                Bodies.refused(
                        Bodies.frame(series("2", index, "[{\"dtype\":\"<i8\",\"size\":16}]"), Bodies.longs(1, 2))));
    }

    @Test
    void refusesMoreLabelsThanColumns() {
        assertEquals(
                "bad_request: frame 1 (pandas): columns has 2 labels, not 0",
                Bodies.refused(Bodies.frame("{\"type\":\"pandas\",\"rows\":2,\"row_index\":" + RANGE + ",\"columns\":"
                        + RANGE + ",\"fields\":[]}")));
    }
}
