package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataPointerTest {
    private static DataPointer pointer(int port, String secret, Map<String, Object> info) {
        return new DataPointer("http", "10.0.0.5", port, "/data/S/1", secret, info);
    }

    @Test
    void neverShowsItsSecret() {
        assertEquals(
                "DataPointer[http://10.0.0.5:7777/data/S/1]",
                pointer(7777, "hush", Map.of()).toString());
        assertEquals(
                "DataPointer[http://10.0.0.5:7777/data/S/1 {nbytes=8}]",
                pointer(7777, "hush", Map.of("nbytes", 8)).toString());
    }

    @Test
    void equalsByEverythingButInfo() {
        DataPointer one = pointer(7777, "hush", Map.of("nbytes", 8));
        assertEquals(one, pointer(7777, "hush", Map.of()));
        assertEquals(one.hashCode(), pointer(7777, "hush", Map.of()).hashCode());
        assertNotEquals(one, pointer(7778, "hush", Map.of()));
        assertNotEquals(one, pointer(7777, "loud", Map.of()));
    }

    @Test
    void copiesItsInfo() {
        Map<String, Object> info = new HashMap<>(Map.of("a", 1));
        DataPointer pointer = pointer(1, "s", info);
        info.put("b", 2);
        assertEquals(Map.of("a", 1), pointer.info());
        assertThrows(UnsupportedOperationException.class, () -> pointer.info().put("c", 3));
    }

    @Test
    void refusesAPortOutOfRange() {
        assertEquals(
                "port 65536 of a pointer; ports are 0 to 65535",
                assertThrows(IllegalArgumentException.class, () -> pointer(65536, "s", Map.of()))
                        .getMessage());
    }
}
