package io.ipyrpc.data;

import java.math.BigDecimal;

/** Single numbers as Python shows them. */
final class ScalarText {
    private ScalarText() {}

    /** The fewest digits that tell it from its neighbours, with at least one decimal: {@code 1.0}, {@code 1e-05}. */
    static String number(double value, int size) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        BigDecimal digits = Digits.shortest(magnitude, size);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= Digits.safe(size))) {
            String fraction = Digits.fraction(digits);
            return sign + digits.unscaledValue().toString().charAt(0) + (fraction.isEmpty() ? "" : "." + fraction) + "e"
                    + Digits.exponentText(Digits.exponent(digits), 2);
        }
        String text = digits.toPlainString();
        return sign + (text.indexOf('.') < 0 ? text + ".0" : text);
    }

    /** {@code (1+2j)}, or without a real part {@code 2j}; size is that of a part. */
    static String complex(double re, double im, int size) {
        String imaginary = bare(im, size);
        if (Double.doubleToRawLongBits(re) == 0) {
            return imaginary + "j";
        }
        return "(" + bare(re, size) + (imaginary.startsWith("-") ? "" : "+") + imaginary + "j)";
    }

    private static String bare(double value, int size) {
        String text = number(value, size);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
