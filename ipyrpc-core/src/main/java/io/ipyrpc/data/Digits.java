package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal digits of floats: the fewest that tell a number from its neighbours, or the exact ones, rounded.
 *
 * <p>Done here because {@link Double#toString} gives the fewest only since Java 19, and never for half floats.
 */
final class Digits {
    private Digits() {}

    /** Where whole numbers begin to have more digits than a float of this size is sure of. */
    static double safe(int size) {
        return size == 8 ? 1e16 : size == 4 ? 1e6 : 1e3;
    }

    /** The shortest decimal that reads back as the value, the nearest where there are several; value ≥ 0, finite. */
    static BigDecimal shortest(double value, int size) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = size == 8
                ? new BigDecimal(Double.toString(value))
                : size == 4 ? new BigDecimal(Float.toString((float) value)) : exact.round(new MathContext(5));
        best = best.stripTrailingZeros();
        // If n digits do, so do n + 1: going down from digits that do, the first failure is the last.
        for (int digits = best.precision(); digits > 0; digits--) {
            BigDecimal shorter = nearest(exact, digits, value, size);
            if (shorter == null) {
                break;
            }
            best = shorter;
        }
        return best.stripTrailingZeros();
    }

    /** The nearest decimal of so many digits that reads back as the value, or null. */
    private static BigDecimal nearest(BigDecimal exact, int digits, double value, int size) {
        BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (reads(near, value, size)) {
            return near;
        }
        // At a power of two the gap below is half of the one above: the farther decimal may be the one that reads back.
        BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
        return reads(above, value, size) ? above : null;
    }

    private static boolean reads(BigDecimal decimal, double value, int size) {
        return switch (size) {
            case 2 -> Half.toDouble(Half.of(decimal.doubleValue())) == value;
            case 4 -> decimal.floatValue() == (float) value;
            default -> decimal.doubleValue() == value;
        };
    }

    /** The shortest decimal, or where that has more decimals, the exact value rounded to these. */
    static BigDecimal positional(double value, int size, int decimals) {
        BigDecimal shortest = shortest(value, size);
        return shortest.scale() <= decimals
                ? shortest
                : strip(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
    }

    /** The same for a number of digits after the first. */
    static BigDecimal scientific(double value, int size, int decimals) {
        BigDecimal shortest = shortest(value, size);
        return shortest.precision() <= decimals + 1
                ? shortest
                : strip(new BigDecimal(value).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN)));
    }

    private static BigDecimal strip(BigDecimal decimal) {
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }

    /** The power of ten of the first digit. */
    static int exponent(BigDecimal decimal) {
        return decimal.signum() == 0 ? 0 : decimal.precision() - decimal.scale() - 1;
    }

    /** The digits after the first. */
    static String fraction(BigDecimal decimal) {
        return decimal.unscaledValue().toString().substring(1);
    }

    /** Exponent as Python writes it: a sign and at least so many digits. */
    static String exponentText(int exponent, int width) {
        String digits = Integer.toString(Math.abs(exponent));
        return (exponent < 0 ? "-" : "+") + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
