package io.ipyrpc.data;

/**
 * A complex number, as elements of {@code c8} and {@code c16} arrays are read and written.
 *
 * <p>Immutable, and so safe for any number of threads.
 *
 * @param re the real part
 * @param im the imaginary part
 */
public record Complex(double re, double im) {
    /** Shows the number as Python does: {@code (1+2j)}. */
    @Override
    public String toString() {
        return ScalarText.complex(re, im, 8);
    }
}
