package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that numpy and pandas wrote, against what the index of the vectors says of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorsTest {
    private final List<Map<String, Object>> facts = facts();

    private static byte[] bytes(String file) {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/vectors/" + file)) {
            return assertNotNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static <T> T assertNotNull(T value, String what) {
        org.junit.jupiter.api.Assertions.assertNotNull(value, what);
        return value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> facts() {
        List<Map<String, Object>> facts = new ArrayList<>();
        for (Object vector : (List<?>) Json.parse(bytes("index.json"), Limits.defaults())) {
            Map<String, Object> fact = (Map<String, Object>) vector;
            if (Boolean.TRUE.equals(fact.get("json"))) {
                facts.add(fact);
            }
        }
        return facts;
    }

    List<String> names() {
        return facts.stream().map(fact -> (String) fact.get("name")).toList();
    }

    private Map<String, Object> fact(String name) {
        return facts.stream()
                .filter(fact -> fact.get("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object value(String name) throws IOException {
        return Reading.value(bytes(name + ".json"));
    }

    @Test
    void thereAreFortyVectors() {
        assertEquals(40, facts.size());
    }

    @ParameterizedTest
    @MethodSource("names")
    void isWhatTheIndexSays(String name) throws Exception {
        Map<String, Object> fact = fact(name);
        switch ((String) fact.get("kind")) {
            case "np.ndarray" -> checkArray(fact, (NdArray) value(name));
            case "pandas" -> checkFrame(fact, (DataFrame) value(name));
            case "pandas.Series" -> {
                Series series = (Series) value(name);
                assertEquals(fact.get("rows"), series.size());
                assertEquals(fact.get("name_"), series.name());
            }
            case "bytes" -> {
                byte[] all = new byte[256];
                for (int i = 0; i < 256; i++) {
                    all[i] = (byte) i;
                }
                assertArrayEquals(all, (byte[]) value(name));
            }
            case "list" -> assertEquals(fact.get("length"), (long) ((List<?>) value(name)).size());
            case "dict" -> assertEquals(fact.get("keys"), new ArrayList<>(((Map<?, ?>) value(name)).keySet()));
            case "ipyrpc_data_pointer" -> assertEquals("http", ((DataPointer) value(name)).protocol());
            case "arguments" -> {
                Arguments arguments = Reading.arguments(bytes(name + ".json"));
                assertEquals(
                        fact.get("positional"), (long) arguments.positional().size());
                assertEquals(
                        fact.get("keywords"),
                        arguments.keyword().keySet().stream().sorted().toList());
            }
            default -> {
                assertEquals("json", fact.get("kind"));
                assertEquals(fact.getOrDefault("value_is", value(name)), value(name));
            }
        }
    }

    private static void checkArray(Map<String, Object> fact, NdArray array) throws Exception {
        assertEquals(
                ((String) fact.get("dtype")).replaceFirst("[<>|]", ""),
                array.dtype().name());
        assertEquals(
                fact.get("shape"),
                java.util.Arrays.stream(array.shape()).boxed().toList());
        if (fact.containsKey("sha256_of_data")) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(array.data());
            assertEquals(fact.get("sha256_of_data"), HexFormat.of().formatHex(sha.digest()));
        } else {
            assertEquals(((Number) fact.get("at_1_0")).doubleValue(), array.getDouble(1, 0));
        }
    }

    private static void checkFrame(Map<String, Object> fact, DataFrame frame) {
        Map<String, String> numpyNames = new HashMap<>(Map.of(
                "float64",
                "f8",
                "int64",
                "i8",
                "object",
                "str",
                "bool",
                "b1",
                "datetime64[ns]",
                "M8[ns]",
                "Int64",
                "i8"));
        numpyNames.putAll(Map.of(
                "boolean", "b1", "datetime64[ns, America/New_York]", "M8[ns, America/New_York]", "Float64", "f8"));
        numpyNames.put("UInt8", "u1");
        assertEquals(fact.get("rows"), frame.rows());
        List<String> labels = new ArrayList<>();
        List<String> dtypes = new ArrayList<>();
        for (int i = 0; i < frame.columnCount(); i++) {
            labels.add(frame.columnIndex().label(i).toString());
            dtypes.add(frame.columns().get(i).dtype().name());
        }
        assertEquals(fact.get("columns"), labels);
        assertEquals(
                ((List<?>) fact.get("dtypes")).stream().map(numpyNames::get).toList(), dtypes);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isWrittenAsItWasAndReadBackEqual(String name) throws Exception {
        byte[] written;
        if (fact(name).get("kind").equals("arguments")) {
            Arguments arguments = Reading.arguments(bytes(name + ".json"));
            written = Reading.written(arguments);
            assertEquals(arguments.positional(), Reading.arguments(written).positional());
            assertEquals(arguments.keyword(), Reading.arguments(written).keyword());
        } else {
            Object value = value(name);
            written = Reading.written(value);
            Object again = Reading.value(written);
            if (value instanceof byte[] expected) {
                assertArrayEquals(expected, (byte[]) again);
            } else if (value instanceof DataFrame expected) {
                DataFrame frame = assertInstanceOf(DataFrame.class, again);
                assertEquals(expected.rowIndex(), frame.rowIndex());
                assertEquals(expected.columnIndex(), frame.columnIndex());
                assertEquals(expected.columns(), frame.columns());
            } else {
                assertEquals(value, again);
            }
        }
        assertEquals(
                Json.parse(bytes(name + ".json"), Limits.defaults()),
                Json.parse(written, Limits.defaults()),
                "as JSON");
    }

    @Test
    void missingValuesOfNullableColumnsAreWhereTheyWere() throws Exception {
        DataFrame frame = (DataFrame) value("df_nullable");
        for (Column column : frame.columns()) {
            assertTrue(column.isMissing(1));
            assertTrue(!column.isMissing(0) && !column.isMissing(2));
        }
        assertEquals(3L, frame.columns().get(0).get(2));
        assertEquals("a", frame.columns().get(1).get(0));
        assertEquals(false, frame.columns().get(2).get(2));
    }

    @Test
    void timesAndDecimalsAreOfTheirJavaTypes() throws Exception {
        Map<?, ?> values = (Map<?, ?>) value("decimal_and_times");
        assertEquals(new BigDecimal("1.10"), values.get("d"));
        assertEquals(Instant.parse("2026-11-22T10:00:00.123456789Z"), values.get("t"));
        assertEquals(LocalDateTime.parse("2026-11-22T10:00:00"), values.get("l"));
        assertEquals(LocalDate.parse("2026-11-22"), values.get("day"));
        assertEquals(Duration.ofMillis(1500), values.get("p"));
        assertEquals(Double.NaN, values.get("n"));
    }

    @Test
    void integersAreExactAtAnySize() throws Exception {
        assertEquals(
                List.of(
                        new BigInteger("9223372036854775808"),
                        new BigInteger("-9223372036854775809"),
                        BigInteger.TEN.pow(40),
                        9007199254740993L),
                value("big_integers"));
    }
}
