package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.Index;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that numpy and pandas wrote, against the same values in JSON and what the index of the vectors says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorsTest {
    private final List<Map<String, Object>> facts = facts();

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> facts() {
        List<Map<String, Object>> facts = new ArrayList<>();
        for (Object vector : (List<?>) Json.parse(Bodies.vector("index.json"), Limits.defaults())) {
            Map<String, Object> fact = (Map<String, Object>) vector;
            if (Boolean.TRUE.equals(fact.get("binary"))) {
                facts.add(fact);
            }
        }
        return facts;
    }

    List<String> values() {
        return facts.stream()
                .filter(fact -> !fact.get("kind").equals("arguments"))
                .map(fact -> (String) fact.get("name"))
                .toList();
    }

    List<String> arrays() {
        return facts.stream()
                .filter(fact -> fact.containsKey("sha256_of_data"))
                .map(fact -> (String) fact.get("name"))
                .toList();
    }

    /** What the JSON twin of a vector stands for, read in a frame. */
    private static Object twin(String name) throws IOException {
        return Bodies.value(Bodies.frame(Bodies.JSON, Bodies.vector(name + ".json")));
    }

    @Test
    void thereAreFortyVectors() {
        assertEquals(40, facts.size());
        assertEquals(39, values().size());
        assertEquals(20, arrays().size());
    }

    @ParameterizedTest
    @MethodSource("values")
    void isWhatItsTwinInJsonIs(String name) throws IOException {
        Bodies.assertSame(parts(twin(name)), parts(Bodies.value(Bodies.vector(name + ".bin"))));
    }

    /** Frames and series in parts, with their labels alone: texts among these are U<n> in JSON and str in binary. */
    private static Object parts(Object value) {
        if (value instanceof DataFrame frame) {
            return List.of(labels(frame.rowIndex()), labels(frame.columnIndex()), frame.columns());
        } else if (value instanceof Series series) {
            return List.of(series.name(), labels(series.rowIndex()), series.column());
        }
        return value;
    }

    private static List<Object> labels(Index index) {
        List<Object> labels = new ArrayList<>(List.of(index.getClass(), index.names()));
        for (long i = 0; i < index.size(); i++) {
            labels.add(index.label(i));
        }
        return labels;
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void hasTheElementsThatNumpyHad(String name) throws Exception {
        Map<String, Object> fact = facts.stream()
                .filter(f -> f.get("name").equals(name))
                .findFirst()
                .orElseThrow();
        NdArray array = (NdArray) Bodies.value(Bodies.vector(name + ".bin"));
        assertEquals(((String) fact.get("dtype")).substring(1), array.dtype().name());
        assertEquals(fact.get("shape"), Arrays.stream(array.shape()).boxed().toList());
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(array.data());
        assertEquals(fact.get("sha256_of_data"), HexFormat.of().formatHex(sha.digest()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void isTheSameHoweverItsBytesLieInMemory(String name) throws IOException {
        byte[] body = Bodies.vector(name + ".bin");
        Object value = Bodies.value(body);
        for (int piece : new int[] {body.length, 64, 7, 1}) {
            Bodies.assertSame(value, Bodies.valueInMemory(body, piece));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void isReadBackEqualFromWhatIsWritten(String name) throws IOException {
        Object value = Bodies.value(Bodies.vector(name + ".bin"));
        Bodies.assertSame(value, Bodies.value(Bodies.written(value)));
        Bodies.assertSame(List.of(value, value), Bodies.value(Bodies.written(List.of(value, value))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void isWrittenInJsonAsItsTwinWhereItStandsAmongAnyValues(String name) throws IOException {
        Object value = twin(name);
        byte[] body = Bodies.written(NdArray.objects(io.ipyrpc.data.DType.OBJECT, new Object[] {value}, 1));
        List<?> cells = (List<?>) Json.parse(Bodies.text(body).getBytes(StandardCharsets.UTF_8), Limits.defaults());
        assertEquals(Json.parse(Bodies.vector(name + ".json"), Limits.defaults()), cells.get(0));
    }

    @Test
    void argumentsAreThoseOfTheirTwinByPositionAndByKeyword() throws IOException {
        Arguments arguments = Bodies.arguments(Bodies.vector("args_mixed.bin"));
        Map<?, ?> twin = (Map<?, ?>) twin("args_mixed");
        assertEquals(twin.get("args"), arguments.positional());
        assertEquals(twin.get("kwargs"), arguments.keyword());
        Arguments again = Bodies.arguments(Bodies.written(arguments));
        assertEquals(arguments.positional(), again.positional());
        assertEquals(arguments.keyword(), again.keyword());
    }

    @Test
    void numpysOtherOrdersAreReadAsTheyAreMeant() throws IOException {
        NdArray swapped = (NdArray) Bodies.value(Bodies.vector("big_endian_i4.bin"));
        assertEquals("i4", swapped.dtype().name());
        assertEquals(3, swapped.getLong(1, 0));
        NdArray fortran = (NdArray) Bodies.value(Bodies.vector("fortran_order.bin"));
        assertEquals(3.0, fortran.getDouble(1, 0));
        assertEquals(List.of(2L, 3L), Arrays.stream(fortran.shape()).boxed().toList());
    }

    @Test
    void missingValuesOfNullableColumnsAreWhereTheyWere() throws IOException {
        DataFrame frame = (DataFrame) Bodies.value(Bodies.vector("df_nullable.bin"));
        for (Column column : frame.columns()) {
            assertTrue(column.isMissing(1));
            assertTrue(!column.isMissing(0) && !column.isMissing(2));
        }
        assertEquals("c", frame.columns().get(1).get(2));
        assertTrue(frame.columns().get(1).validity().isEmpty());
        assertEquals(false, frame.columns().get(2).get(2));
    }
}
