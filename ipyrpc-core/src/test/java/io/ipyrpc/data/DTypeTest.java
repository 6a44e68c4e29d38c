package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DTypeTest {
    private static final String KNOWN =
            "; known: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit]" + " U<n> S<n> O str";

    private static String refusal(String name) {
        return assertThrows(IllegalArgumentException.class, () -> DType.of(name), name)
                .getMessage();
    }

    @Test
    void readsEveryNameAndGivesItBack() {
        String names = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[Y] M8[ns] M8[as] m8[D] M8[25s] m8[999999999us]"
                + " U0 U5 S0 S3 O str";
        for (String name : names.split(" ")) {
            assertEquals(name, DType.of(name).name());
            assertEquals(DType.of(name), DType.of(name));
            assertEquals(DType.of(name).hashCode(), DType.of(name).hashCode());
        }
        assertEquals("M8[ns, Europe/Paris]", DType.of("M8[ns, Europe/Paris]").name());
        assertEquals("M8[ns, UTC]", DType.of("M8[ns,UTC]").toString());
        assertSame(DType.FLOAT64, DType.of("f8"));
    }

    @Test
    void refusesWhatIsNoTypeNamingTheKnown() {
        String names = "f16,,f,<f8,F8,i3,M8,M8[],M8[x],M8[0s],M8[1000000000s],M8[-1s],M8[ns,m8[ns, UTC],U,U-1,U01,S+1,"
                + "U536870912,S2147483648,U99999999999,S 1,V8,str1,object,U٣,M8[٣s]";
        for (String name : names.split(",")) {
            assertEquals("unknown dtype '" + name + "'" + KNOWN, refusal(name));
        }
        assertEquals("unknown dtype '" + "x".repeat(64) + "…'" + KNOWN, refusal("x".repeat(100_000)));
        assertThrows(NullPointerException.class, () -> DType.of(null));
    }

    @Test
    void refusesAnUnknownZoneAndUnit() {
        assertEquals(
                "unknown time zone in dtype 'M8[ns, Europe/Pari]'; name one such as UTC or Europe/Paris",
                refusal("M8[ns, Europe/Pari]"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DType.datetime("sec"));
        assertEquals("unknown unit 'sec'; known: Y M W D h m s ms us ns ps fs as", e.getMessage());
    }

    @Test
    void knowsSizesUnitsAndZones() {
        assertEquals(20, DType.unicode(5).itemSize());
        assertEquals(3, DType.bytes(3).itemSize());
        assertEquals(16, DType.COMPLEX128.itemSize());
        assertEquals(0, DType.STR.itemSize());
        assertTrue(DType.unicode(5).isFixedSize());
        assertFalse(DType.OBJECT.isFixedSize());
        assertEquals(Optional.of("25s"), DType.of("M8[25s]").unit());
        assertEquals(Optional.of("ns"), DType.timedelta("ns").unit());
        assertEquals(Optional.empty(), DType.INT8.unit());
        assertEquals(
                Optional.of(ZoneId.of("Europe/Paris")),
                DType.datetime("ns", ZoneId.of("Europe/Paris")).zone());
        assertEquals(DType.of("M8[ns, UTC]"), DType.datetime("ns", ZoneId.of("UTC")));
        assertNotEquals(DType.datetime("ns"), DType.timedelta("ns"));
        assertEquals(DType.Kind.UNICODE, DType.of("U1").kind());
    }

    @Test
    void packsTheFieldsOfRecords() {
        DType type = DType.record(List.of(
                new DType.Field("a", DType.FLOAT64),
                new DType.Field("b", DType.INT8),
                new DType.Field("c", DType.unicode(2))));
        assertEquals(17, type.itemSize());
        assertEquals("[('a', 'f8'), ('b', 'i1'), ('c', 'U2')]", type.name());
        assertTrue(type.isFixedSize());
        assertFalse(DType.record(List.of(new DType.Field("s", DType.STR))).isFixedSize());
        assertEquals(0, DType.record(List.of()).itemSize());
    }

    @Test
    void refusesAbsurdRecords() {
        DType.Field a = new DType.Field("a", DType.INT8);
        DType.Field large = new DType.Field("b", DType.bytes(Integer.MAX_VALUE));
        assertEquals(
                "field 'a' comes twice; name each field once",
                assertThrows(IllegalArgumentException.class, () -> DType.record(List.of(a, a)))
                        .getMessage());
        assertEquals(
                "a record of 2147483648 bytes; at most 2147483647",
                assertThrows(IllegalArgumentException.class, () -> DType.record(List.of(a, large)))
                        .getMessage());
        DType nested = DType.INT8;
        for (int i = 0; i < 32; i++) {
            nested = DType.record(List.of(new DType.Field("x", nested)));
        }
        DType deepest = nested;
        assertEquals(
                "records nested 33 deep; at most 32",
                assertThrows(IllegalArgumentException.class, () -> DType.record(List.of(new DType.Field("x", deepest))))
                        .getMessage());
    }
}
