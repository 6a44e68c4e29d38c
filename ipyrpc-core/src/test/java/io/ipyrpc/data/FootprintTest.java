package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FootprintTest {
    /** A class of a user, whose fields are looked at. */
    private static final class Model {
        final double[] weights = new double[1000];
        final Map<String, float[]> layers = Map.of("a", new float[500]);
        Model self = this;
    }

    private static void about(long expected, Object value) {
        long bytes = Footprint.of(value);
        assertTrue(bytes >= expected && bytes < expected * 1.2 + 200, bytes + " bytes, expected about " + expected);
    }

    @Test
    void arraysAreCountedToTheByteAndAllTheMemoryThatTheyKeep() {
        NdArray array = NdArray.zeros(DType.FLOAT64, 1000, 10);
        assertEquals(80_032, Footprint.of(array));
        assertEquals(80_032, Footprint.of(array.slice(0, 1)));
        assertEquals(80_032, Footprint.of(array.column(3)));
        about(80_000, List.of(array, array.row(1), array.transpose(), List.of(array)));
        about(160_000, List.of(array, array.copy()));
    }

    @Test
    void framesAreTheirColumns() {
        DataFrame frame = DataFrame.of("x", new double[1000], "n", new long[1000]);
        about(16_000, frame);
        about(16_000, frame.slice(0, 3));
        about(8_000, new Series("x", Index.range(1000), Column.of(new double[1000])));
        about(1000 * (8 + 42), Column.of(Collections.nCopies(1000, "0123456789")));
    }

    @Test
    void javasObjectsAreGuessedByTheirFields() {
        about(8_000, new double[1000]);
        about(8_000, new double[10][100]);
        about(10_000, new Model());
        about(24_000, new ArrayList<>(Collections.nCopies(1000, 5L)));
        about(1032, "x".repeat(1000));
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        map.put("array", new int[1000]);
        about(4_000, map);
        assertEquals(16, Footprint.of(null));
    }

    @Test
    void manyObjectsAreBounded() {
        List<Object> large = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            large.add(new double[4]);
        }
        long bytes = Footprint.of(large);
        assertTrue(bytes >= 300_000L * 40 && bytes <= 300_000L * 80, bytes + " bytes");
    }
}
