package io.ipyrpc.convert;

/** Turns a wire value into a value of one declared type, where nothing is lost. Safe for use by any number of threads. */
@FunctionalInterface
public interface Converter {
    /**
     * Converts a value.
     *
     * @param value a value as serializers give it; may be null
     * @throws ConversionException if it is not of the type
     */
    Object convert(Object value);
}
