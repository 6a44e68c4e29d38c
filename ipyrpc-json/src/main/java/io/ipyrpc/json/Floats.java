package io.ipyrpc.json;

/** The floats that are no JSON numbers. */
final class Floats {
    private Floats() {}

    /** The float of that name; 0 if there is none. */
    static double special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }
}
