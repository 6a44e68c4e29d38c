package io.ipyrpc.server;

import java.util.regex.Pattern;

/** Reads seconds that a caller wrote: Java's own parser takes {@code 0x1p3} and {@code 5d} too, which no other does. */
final class DecimalSeconds {
    /** Clients write small and large ones with an exponent, as their languages print floats. */
    private static final Pattern DECIMAL =
            Pattern.compile("(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,3})?");

    private DecimalSeconds() {}

    /** The seconds, or NaN where the text is no decimal number; a sign is none, since no field takes less than 0. */
    static double parse(String text) {
        return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }
}
