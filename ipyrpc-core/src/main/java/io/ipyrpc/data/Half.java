package io.ipyrpc.data;

/** Half-precision floats: 1 bit of sign, 5 of exponent, 10 of fraction. The JDK has them only since 20. */
final class Half {
    private Half() {}

    static double toDouble(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24;
        } else {
            magnitude = Math.scalb(1024.0 + fraction, exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The nearest half, ties to even. */
    static short of(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(value);
        if (Double.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        // 65520 is the middle between the largest half and the next power of two.
        if (magnitude >= 65520) {
            return (short) (sign | 0x7C00);
        }
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        // Scaled so that a unit in the last place is 1; rint does the ties. A carry runs into the exponent as it
        // should.
        int fraction = (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
        return (short) (sign | (fraction + (exponent + 14 << 10)));
    }
}
