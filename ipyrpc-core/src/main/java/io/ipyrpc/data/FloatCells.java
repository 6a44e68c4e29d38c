package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Floats as pandas shows them: with one number of decimals, at most 6, or all in scientific notation. */
final class FloatCells {
    private static final int DECIMALS = 6;

    private FloatCells() {}

    /**
     * What is not present is null and shown as the text for it.
     *
     * @param size of a float, in bytes
     */
    static List<String> of(List<Double> values, int size, String missing) {
        List<String> fixed =
                trimmed(values.stream().map(v -> isNan(v) ? missing : fixed(v)).toList());
        boolean large = values.stream().anyMatch(v -> v != null && Math.abs(v) > 1e6);
        double least = least(size);
        boolean small = values.stream().anyMatch(v -> v != null && v != 0 && Math.abs(v) < least);
        boolean tooLong = TextTable.width(fixed) > DECIMALS + 6;
        return small || (tooLong && large)
                ? values.stream().map(v -> isNan(v) ? missing : scientific(v)).toList()
                : fixed;
    }

    /** pandas compares in the precision of the numbers: 1e-6f is less than 1e-6, but not less than itself. */
    private static double least(int size) {
        return size == 4 ? 1e-6f : 1e-6;
    }

    private static boolean isNan(Double value) {
        return value == null || value.isNaN();
    }

    /** One that stands among values of other kinds. */
    static String single(double value) {
        return trimmed(List.of(fixed(value))).get(0);
    }

    private static String signed(double value, String digits) {
        return (Double.doubleToRawLongBits(value) < 0 ? "-" : " ") + digits;
    }

    private static String fixed(double value) {
        return Double.isInfinite(value)
                ? signed(value, "inf")
                : signed(
                        value,
                        new BigDecimal(Math.abs(value))
                                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                                .toPlainString());
    }

    private static String scientific(double value) {
        if (Double.isInfinite(value)) {
            return signed(value, "inf");
        }
        BigDecimal digits =
                new BigDecimal(Math.abs(value)).round(new MathContext(DECIMALS + 1, RoundingMode.HALF_EVEN));
        String all = digits.unscaledValue() + "0".repeat(DECIMALS);
        return signed(
                value,
                all.charAt(0) + "." + all.substring(1, DECIMALS + 1) + "e"
                        + Digits.exponentText(Digits.exponent(digits), 2));
    }

    /** Without the zeros that all numbers end with, but for the first decimal. */
    private static List<String> trimmed(List<String> texts) {
        int zeros = DECIMALS;
        for (String text : texts) {
            if (text.indexOf('.') >= 0) {
                int end = text.length();
                while (text.charAt(end - 1) == '0') {
                    end--;
                }
                zeros = Math.min(zeros, text.length() - end);
            }
        }
        int cut = Math.min(zeros, DECIMALS - 1);
        return texts.stream()
                .map(t -> t.indexOf('.') >= 0 ? t.substring(0, t.length() - cut) : t)
                .toList();
    }

    /**
     * Complex numbers: each trimmed by itself, then filled up with zeros to one length; or all scientific.
     *
     * @param size of one part, in bytes
     */
    static List<String> complex(List<Complex> values, int size) {
        int longest = 0;
        boolean large = false;
        boolean small = false;
        for (Complex value : values) {
            if (!isNan(value)) {
                double magnitude = Math.hypot(value.re(), value.im());
                magnitude = size == 4 ? (float) magnitude : magnitude;
                large |= magnitude > 1e6;
                small |= magnitude < least(size) && magnitude > 0;
                longest = Math.max(longest, complex(value, 0).length());
            }
        }
        boolean scientific = small || (large && longest > DECIMALS + 6);
        List<String> cells = new ArrayList<>();
        for (Complex value : values) {
            cells.add(
                    isNan(value)
                            ? "NaN"
                            : scientific
                                    ? scientific(value.re()) + plus(scientific(value.im())) + "j"
                                    : complex(
                                            value, (longest - complex(value, 0).length()) / 2));
        }
        return cells;
    }

    private static boolean isNan(Complex value) {
        return value == null || Double.isNaN(value.re()) || Double.isNaN(value.im());
    }

    private static String complex(Complex value, int zeros) {
        List<String> parts = trimmed(List.of(fixed(value.re()), fixed(value.im())));
        String more = "0".repeat(zeros);
        return parts.get(0) + more + plus(parts.get(1)) + more + "j";
    }

    private static String plus(String number) {
        return number.replace(' ', '+');
    }
}
