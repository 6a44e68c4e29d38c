package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ElementsTest {
    private static Object stored(String dtype, Object value) {
        return NdArray.full(DType.of(dtype), value, 1).get(0);
    }

    private static long ticks(String dtype, Object value) {
        return NdArray.full(DType.of(dtype), value, 1).getLong(0);
    }

    private static String refusal(String dtype, Object value) {
        return assertThrows(IllegalArgumentException.class, () -> stored(dtype, value), dtype + " " + value)
                .getMessage();
    }

    private static Object read(String dtype, long ticks) {
        return NdArray.of(ticks).astype(DType.of(dtype)).get(0);
    }

    @Test
    void numbersReadBackInTheirNaturalTypes() {
        assertEquals(true, stored("b1", true));
        assertEquals(-128L, stored("i1", -128));
        assertEquals(65535L, stored("u2", 65535.0));
        assertEquals(4294967295L, stored("u4", 4294967295L));
        assertEquals(new BigInteger("18446744073709551615"), stored("u8", new BigInteger("18446744073709551615")));
        assertEquals(9007199254740993L, stored("i8", 9007199254740993L));
        assertEquals(0.0999755859375, stored("f2", 0.1));
        assertEquals((double) 0.1f, stored("f4", 0.1));
        assertEquals(3.0, stored("f8", 3));
        assertEquals(new Complex(1.5, -2), stored("c8", new Complex(1.5, -2)));
        assertEquals(new Complex(2, 0), stored("c16", 2));
    }

    @Test
    void refusesWhatANumberTypeDoesNotHold() {
        assertEquals("128 does not fit i1, which holds -128 to 127", refusal("i1", 128));
        assertEquals("-1 does not fit u4, which holds 0 to 4294967295", refusal("u4", -1));
        assertEquals("1.5 is no whole number, which i8 needs; round it", refusal("i8", 1.5));
        assertEquals(
                "cannot store 9223372036854775808 (BigInteger) as i8", refusal("i8", BigInteger.ONE.shiftLeft(63)));
        assertEquals("cannot store 1 (String) as f8", refusal("f8", "1"));
        assertEquals("cannot store null as i4", refusal("i4", null));
        assertEquals("cannot store 1 (Integer) as b1", refusal("b1", 1));
        assertEquals("cannot store true (Boolean) as i8", refusal("i8", true));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> NdArray.of(2.5).getLong(0));
        assertEquals("2.5 of f8 is no whole number of 64 bits; use getDouble", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> NdArray.of("x").getDouble(0));
        assertEquals("elements of str are no numbers; use get", e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class,
                () -> NdArray.zeros(DType.datetime("s"), 1).getDouble(0));
        assertEquals("getDouble needs real numbers, not M8[s]; use get for an element in its own type", e.getMessage());
    }

    @Test
    void takesAnyNumberThatIsExact() {
        assertEquals(5L, stored("i8", new BigDecimal("5.00")));
        assertEquals(100L, stored("u1", new BigDecimal("1e2")));
        assertEquals(0L, stored("i1", new BigDecimal("0E+999999999")));
        assertEquals(new BigInteger("18446744073709551615"), stored("u8", new BigDecimal("18446744073709551615")));
        assertEquals(5L, stored("i8", new AtomicInteger(5)));
        assertEquals(6L, stored("u4", new AtomicLong(6)));
        LongAdder adder = new LongAdder();
        adder.add(7);
        assertEquals(7L, stored("i2", adder));
        DoubleAdder sum = new DoubleAdder();
        sum.add(2);
        assertEquals(2L, stored("i2", sum));
        assertEquals(2.0, stored("f8", sum));
        assertEquals(8.0, stored("f8", new AtomicLong(8)));
        assertEquals((double) 0.1f, stored("f4", new BigDecimal("0.1")));
        assertEquals(new Complex(9, 0), stored("c16", new AtomicInteger(9)));
        assertEquals("1.5 is no whole number, which i8 needs; round it", refusal("i8", new BigDecimal("1.5")));
        assertEquals(
                "1E-999999999 is no whole number, which i8 needs; round it",
                refusal("i8", new BigDecimal("1e-999999999")));
        assertEquals("cannot store 1E+999999999 (BigDecimal) as i8", refusal("i8", new BigDecimal("1e999999999")));
        assertEquals("cannot store 1E+19 (BigDecimal) as i8", refusal("i8", new BigDecimal("1e19")));
        assertEquals("256 does not fit u1, which holds 0 to 255", refusal("u1", new BigDecimal("256")));
    }

    @Test
    void refusesNumbersThatWouldBecomeInfinite() {
        String f4 = " does not fit f4, which holds -3.4028235E38 to 3.4028235E38 and the infinities";
        String f8 =
                " does not fit f8, which holds -1.7976931348623157E308 to 1.7976931348623157E308 and the infinities";
        assertEquals("1.0E39" + f4, refusal("f4", 1e39));
        assertEquals("-1.0E39" + f4, refusal("f4", -1e39));
        assertEquals("1.0E39" + f4, refusal("c8", new Complex(0, 1e39)));
        assertEquals("1E+39" + f4, refusal("f4", new BigDecimal("1e39")));
        assertEquals("1E+400" + f8, refusal("f8", new BigDecimal("1e400")));
        assertEquals("1" + "0".repeat(63) + "…" + f8, refusal("f8", BigInteger.TEN.pow(400)));
        assertEquals(
                "70000.0 does not fit f2, which holds -65504.0 to 65504.0 and the infinities", refusal("f2", 70000));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> NdArray.of(1e39).astype(DType.FLOAT32));
        assertEquals("1.0E39" + f4, e.getMessage());
        assertEquals(65504.0, stored("f2", 65519));
        assertEquals((double) Float.MAX_VALUE, stored("f4", 3.4028235e38));
        for (String type : new String[] {"f2", "f4", "f8"}) {
            assertEquals(Double.POSITIVE_INFINITY, stored(type, Double.POSITIVE_INFINITY));
            assertEquals(Double.NEGATIVE_INFINITY, stored(type, Float.NEGATIVE_INFINITY));
            assertEquals(Double.NaN, stored(type, Double.NaN));
        }
    }

    @Test
    void textKeepsEveryCharacterAndIsNeverCut() {
        assertEquals("né😀", stored("U3", "né😀"));
        assertEquals("", stored("U0", ""));
        assertEquals("text of 4 characters does not fit U3; use U4 or str", refusal("U3", "abcd"));
        NdArray array = NdArray.zeros(DType.unicode(3), 1);
        array.set("abc", 0);
        array.set("x", 0);
        assertEquals("x", array.get(0));
        ByteBuffer hostile = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 'a', 0, 0, 0});
        assertEquals("\uFFFDa", NdArray.wrap(DType.unicode(2), hostile, 1).get(0));
        assertArrayEquals(new byte[] {1, 0, 2}, (byte[]) stored("S5", new byte[] {1, 0, 2, 0}));
        assertEquals("3 bytes do not fit S2; use S3", refusal("S2", new byte[3]));
        assertEquals(
                "cannot store a Integer as str; it holds String and null",
                assertThrows(IllegalArgumentException.class, () -> NdArray.objects(DType.STR, new Object[] {1}, 1))
                        .getMessage());
    }

    @Test
    void timesReadBackInEveryUnit() {
        LocalDateTime time = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999);
        assertEquals(time, stored("M8[ns]", time));
        assertEquals(-1, ticks("M8[ns]", time));
        assertEquals(-1_000_000_000, ticks("M8[as]", time));
        assertEquals(LocalDateTime.of(2026, 1, 1, 0, 0), stored("M8[Y]", LocalDate.of(2026, 1, 1)));
        assertEquals(-1, ticks("M8[M]", LocalDate.of(1969, 12, 1)));
        assertEquals(2, ticks("M8[25s]", LocalDateTime.of(1970, 1, 1, 0, 0, 50)));
        assertEquals(LocalDateTime.of(1970, 1, 8, 0, 0), read("M8[W]", 1));
        assertEquals(Duration.ofMillis(-1500), stored("m8[ms]", Duration.ofMillis(-1500)));
        assertEquals(Period.ofYears(-3), stored("m8[Y]", Period.ofYears(-3)));
        assertEquals(Period.ofMonths(14), stored("m8[M]", Period.of(1, 2, 0)));
        assertEquals(Duration.ofSeconds(7), read("m8[s]", 7));
        assertNull(stored("M8[ns]", null));
        assertNull(read("m8[s]", Long.MIN_VALUE));
        assertEquals(Long.MIN_VALUE, ticks("M8[ns]", null));
        assertEquals(Long.MIN_VALUE + 1, ticks("M8[ns]", read("M8[ns]", Long.MIN_VALUE + 1)));
    }

    @Test
    void timesWithAZoneAreInstants() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        assertEquals(noon.atZone(paris), stored("M8[ns, Europe/Paris]", noon));
        assertEquals(noon.atZone(paris), stored("M8[ns, Europe/Paris]", LocalDateTime.of(2026, 11, 22, 13, 0)));
        assertEquals(noon.atZone(paris), stored("M8[s, Europe/Paris]", ZonedDateTime.parse("2026-11-22T17:30+05:30")));
        assertEquals(noon.getEpochSecond(), ticks("M8[s]", noon));
    }

    @Test
    void timesThatAZoneSkipsAreRefusedAndOfTwoTheEarlierIsTaken() {
        assertEquals(
                "2026-03-29T02:30 does not exist in Europe/Paris, where clocks went from 2026-03-29T02:00 to"
                        + " 2026-03-29T03:00; set an Instant or a ZonedDateTime",
                refusal("M8[ns, Europe/Paris]", LocalDateTime.of(2026, 3, 29, 2, 30)));
        assertEquals(
                "2018-11-04T00:00 does not exist in America/Sao_Paulo, where clocks went from 2018-11-04T00:00 to"
                        + " 2018-11-04T01:00; set an Instant or a ZonedDateTime",
                refusal("M8[ns, America/Sao_Paulo]", LocalDate.of(2018, 11, 4)));
        assertEquals(
                ZonedDateTime.parse("2026-03-29T03:00+02:00[Europe/Paris]"),
                stored("M8[ns, Europe/Paris]", LocalDateTime.of(2026, 3, 29, 3, 0)));
        assertEquals(
                ZonedDateTime.parse("2026-10-25T02:30+02:00[Europe/Paris]"),
                stored("M8[ns, Europe/Paris]", LocalDateTime.of(2026, 10, 25, 2, 30)));
    }

    @Test
    void refusesTimesThatAreLostOrBeyond() {
        assertEquals(
                "2026-11-22T10:00:00.000000001 is no whole number of us; round it or use a finer unit",
                refusal("M8[us]", LocalDateTime.of(2026, 11, 22, 10, 0, 0, 1)));
        assertEquals(
                "2026-11-22T00:00 is no whole number of M; round it or use a finer unit",
                refusal("M8[M]", LocalDate.of(2026, 11, 22)));
        assertEquals(
                "+10000-01-01T00:00 is beyond the range of 64 bits in units of ns",
                refusal("M8[ns]", LocalDate.of(10000, 1, 1)));
        assertEquals("PT1S is no whole number of Y; set a Period or ticks", refusal("m8[Y]", Duration.ofSeconds(1)));
        for (String unit : "Y M W D h m s 25s".split(" ")) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> read("M8[" + unit + "]", Long.MAX_VALUE))
                    .getMessage();
            assertEquals(
                    "9223372036854775807 ticks of " + unit + " do not fit a LocalDateTime; read the ticks with getLong",
                    message);
        }
        assertEquals(
                "1 ticks of ps do not fit a Duration; read the ticks with getLong",
                assertThrows(IllegalArgumentException.class, () -> read("m8[ps]", 1))
                        .getMessage());
    }

    @Test
    void everyTickSurvivesItsJavaType() {
        long seed = 11;
        Random random = new Random(seed);
        String[] units = {"W", "D", "h", "m", "s", "ms", "us", "ns", "7D", "25s", "3ms"};
        for (int i = 0; i < 20_000; i++) {
            String unit = units[random.nextInt(units.length)];
            long ticks = random.nextLong() >> (24 + random.nextInt(32));
            String message = "seed " + seed + ": " + ticks + " " + unit;
            Object duration = read("m8[" + unit + "]", ticks);
            assertEquals(ticks, ticks("m8[" + unit + "]", duration), message);
            if (Math.abs(ticks) < 1_000_000_000L) {
                Object time = read("M8[" + unit + "]", ticks);
                assertEquals(ticks, ticks("M8[" + unit + "]", time), message);
            }
        }
    }

    @Test
    void readOnlyMemoryIsNotWrittenTo() {
        NdArray array = NdArray.wrap(DType.INT8, ByteBuffer.allocate(1).asReadOnlyBuffer(), 1);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> array.set(1, 0));
        assertEquals("the memory of this array is read-only; write to a copy()", e.getMessage());
        NdArray copy = array.copy();
        copy.set(1, 0);
        assertEquals(1, copy.getLong(0));
    }
}
