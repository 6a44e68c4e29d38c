package io.ipyrpc.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * How numpy prints the floats of one array: all in one notation, aligned at the point, with no more than 8 decimals.
 */
final class FloatFormat {
    private static final int PRECISION = 8;

    private final int size;
    private final boolean plus;
    private boolean scientific;
    private int left;
    private int right;
    private int decimals;
    private int exponentDigits;

    /** For numbers that are shown together; plus as for imaginary parts, which have a sign of their own. */
    FloatFormat(List<Double> values, int size, boolean plus) {
        this.size = size;
        this.plus = plus;
        List<Double> finite = values.stream().filter(Double::isFinite).toList();
        scientific = isScientific(finite);
        for (double value : finite) {
            measure(value);
        }
        if (scientific) {
            right = exponentDigits + 2 + decimals;
        }
        if (finite.size() < values.size()) {
            boolean sign = plus || values.contains(Double.NEGATIVE_INFINITY);
            left = Math.max(left, (sign ? 4 : 3) - (right + 1));
        }
    }

    private boolean isScientific(List<Double> finite) {
        double max = 0;
        double min = Double.POSITIVE_INFINITY;
        for (double value : finite) {
            if (value != 0) {
                max = Math.max(max, Math.abs(value));
                min = Math.min(min, Math.abs(value));
            }
        }
        double most = Math.min(1e8, Digits.safe(size));
        return max > 0 && (max >= most || min < 0.0001 || ratio(max, min) > 1000);
    }

    /** In the precision of the numbers themselves, as numpy divides. */
    private double ratio(double max, double min) {
        return switch (size) {
            case 2 -> Half.toDouble(Half.of(max / min));
            case 4 -> (float) max / (float) min;
            default -> max / min;
        };
    }

    private void measure(double value) {
        if (scientific) {
            BigDecimal digits = Digits.scientific(Math.abs(value), size, PRECISION);
            decimals = Math.max(decimals, Digits.fraction(digits).length());
            int width = Integer.toString(Math.abs(Digits.exponent(digits))).length();
            exponentDigits = Math.max(exponentDigits, Math.max(2, width));
            left = Math.max(left, sign(value).length() + 1);
        } else {
            BigDecimal digits = Digits.positional(Math.abs(value), size, PRECISION);
            left = Math.max(left, sign(value).length() + whole(digits).length());
            right = Math.max(right, Math.max(0, digits.scale()));
        }
    }

    private String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : plus ? "+" : "";
    }

    private static String whole(BigDecimal digits) {
        return digits.toBigInteger().toString();
    }

    String format(double value) {
        if (!Double.isFinite(value)) {
            String text = Double.isNaN(value) ? (plus ? "+" : "") + "nan" : sign(value) + "inf";
            return " ".repeat(Math.max(0, left + right + 1 - text.length())) + text;
        }
        double magnitude = Math.abs(value);
        String head;
        String tail;
        if (scientific) {
            // Where the fewest digits are too few, the exact ones follow, not zeros.
            BigDecimal digits = Digits.shortest(magnitude, size);
            if (digits.precision() != decimals + 1) {
                digits = new BigDecimal(magnitude).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
            }
            String all = digits.unscaledValue().toString();
            String fraction = all.substring(1, Math.min(all.length(), decimals + 1));
            head = sign(value) + all.charAt(0);
            tail = fraction + "0".repeat(decimals - fraction.length()) + "e"
                    + Digits.exponentText(Digits.exponent(digits), exponentDigits);
        } else {
            BigDecimal digits = Digits.positional(magnitude, size, PRECISION);
            String text = digits.toPlainString();
            int point = text.indexOf('.');
            head = sign(value) + (point < 0 ? text : text.substring(0, point));
            String fraction = point < 0 ? "" : text.substring(point + 1);
            tail = fraction + " ".repeat(right - fraction.length());
        }
        return " ".repeat(left - head.length()) + head + "." + tail;
    }
}
