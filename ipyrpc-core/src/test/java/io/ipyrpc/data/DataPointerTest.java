package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
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

    @Test
    void comesBackFromItsMembersOnTheWire() {
        DataPointer pointer = pointer(7777, "hush", Map.of("nbytes", 8));
        assertEquals(
                List.of("type", "protocol", "host", "port", "path", "secret_key", "info"),
                List.copyOf(pointer.toMap().keySet()));
        assertEquals("ipyrpc_data_pointer", pointer.toMap().get("type"));
        DataPointer again = DataPointer.fromMap(pointer.toMap());
        assertEquals(pointer, again);
        assertEquals(pointer.info(), again.info());
        assertEquals(
                List.of("type", "protocol", "host", "port", "path", "secret_key"),
                List.copyOf(pointer(1, "s", Map.of()).toMap().keySet()));
    }

    @Test
    void refusesMembersThatAreNotAPointersWithoutShowingTexts() {
        refuses("port is a number from 0 to 65535, not null", "port", null);
        refuses("port is a number from 0 to 65535, not 65536", "port", 65536L);
        refuses("port is a number from 0 to 65535, not 80.5", "port", 80.5);
        refuses("secret_key is no text", "secret_key", List.of("hush"));
        refuses("info is an object or null", "info", "hush");
        Map<String, Object> members = pointer(1, "hush", Map.of()).toMap();
        members.remove("path");
        assertEquals(
                "path is missing",
                assertThrows(IllegalArgumentException.class, () -> DataPointer.fromMap(members))
                        .getMessage());
    }

    private static void refuses(String message, String member, Object value) {
        Map<String, Object> members = pointer(1, "hush", Map.of()).toMap();
        members.put(member, value);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> DataPointer.fromMap(members))
                        .getMessage());
    }
}
