package io.ipyrpc.data;

/** One value as Python shows it. */
final class ScalarText {
    private ScalarText() {}

    static String complex(double re, double im, int size) {
        return "(" + re + "+" + im + "j)";
    }
}
