package io.ipyrpc.convert;

import java.util.Objects;

/** A value that is not of the declared type; the message says why, and where in the value. */
public final class ConversionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String problem;

    /** A problem with the value itself. */
    public ConversionException(String problem) {
        this("", problem);
    }

    private ConversionException(String place, String problem) {
        super(place.isEmpty() ? problem : place + ": " + problem, null, false, false);
        this.place = place;
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** {@code 2.5 is not an int}. */
    static ConversionException mismatch(Object value, String wanted) {
        return new ConversionException(Shown.value(value) + " is not " + wanted);
    }

    /** The same problem, told from one level further out. */
    ConversionException in(String outer) {
        String separator = place.isEmpty() || place.startsWith("[") ? "" : ".";
        return new ConversionException(outer + separator + place, problem);
    }
}
