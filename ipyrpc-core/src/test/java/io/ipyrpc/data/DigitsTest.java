package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void everyHalfSurvivesItsDoubleAndItsDigits() {
        for (int bits = 0; bits < 0x10000; bits++) {
            double value = Half.toDouble((short) bits);
            if (Double.isNaN(value)) {
                assertEquals(0x7E00, Half.of(value) & 0x7FFF);
                continue;
            }
            assertEquals((short) bits, Half.of(value));
            if (bits < 0x7C00) {
                assertEquals(
                        value, Half.toDouble(Half.of(Digits.shortest(value, 2).doubleValue())));
            }
        }
    }

    @Test
    void roundsToTheNearestHalfTiesToEven() {
        for (int bits = 1; bits < 0x7C00; bits++) {
            double low = Half.toDouble((short) (bits - 1));
            double high = Half.toDouble((short) bits);
            double middle = (low + high) / 2;
            assertEquals(bits % 2 == 0 ? high : low, Half.toDouble(Half.of(middle)));
            assertEquals(high, Half.toDouble(Half.of(Math.nextUp(middle))));
            assertEquals(-low, Half.toDouble(Half.of(-Math.nextDown(middle))));
        }
        assertEquals(65504, Half.toDouble(Half.of(65519.99)));
        assertEquals(Double.POSITIVE_INFINITY, Half.toDouble(Half.of(65520)));
    }

    @Test
    void findsTheFewestDigitsOnEveryJdk() {
        assertEquals("2E+23", Digits.shortest(2e23, 8).toString());
        assertEquals("5E-324", Digits.shortest(Double.MIN_VALUE, 8).toString());
        assertEquals(
                "1.7976931348623157E+308", Digits.shortest(Double.MAX_VALUE, 8).toString());
        assertEquals("9.5367431640625E-7", Digits.shortest(0x1p-20, 8).toString());
        assertEquals("0.1", Digits.shortest(0.1f, 4).toString());
        assertEquals("0.01563", Digits.shortest(0x1p-6, 2).toString());
    }

    @Test
    void digitsReadBackAndNoFewerDo() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (!Double.isFinite(value) || value == 0) {
                continue;
            }
            BigDecimal digits = Digits.shortest(value, 8);
            assertEquals(value, digits.doubleValue(), () -> "seed " + seed + ", " + value);
            String shown = Double.toString(value);
            assertTrue(
                    digits.precision()
                            <= new BigDecimal(shown).stripTrailingZeros().precision(),
                    () -> "seed " + seed + ", " + shown);
        }
    }
}
