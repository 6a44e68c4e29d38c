package io.ipyrpc.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Small, strict JSON (RFC 8259) for the protocol's own objects: metadata, replies and the configuration. Values of
 * functions go through a {@link io.ipyrpc.spi serializer} instead.
 *
 * <p>Objects become {@code Map<String, Object>} in their order, arrays {@code List<Object>}, numbers {@code Long} or
 * {@code BigInteger} without a fraction and {@code Double} with one. Duplicate members, trailing text, a number or a
 * nesting beyond {@link Limits} are errors with the position in them. Stateless, safe for use by any number of threads.
 */
public final class Json {
    private Json() {}

    /**
     * Reads one value that is the whole text.
     *
     * @throws LimitException if it passes a limit; the message names it, with line and column
     * @throws IllegalArgumentException if it is not JSON; the message has line and column
     */
    public static Object parse(String text, Limits limits) {
        return new JsonParser(text, limits, limits.maxDepth()).parse();
    }

    /**
     * Reads one value that is the whole of the UTF-8 bytes.
     *
     * @throws LimitException if it passes a limit; the message names it, with line and column
     * @throws IllegalArgumentException if it is not JSON in UTF-8
     */
    public static Object parse(byte[] utf8, Limits limits) {
        return parse(utf8, limits, limits.maxDepth());
    }

    /**
     * Reads one value that is the whole of the UTF-8 bytes, for those who read objects in it as something else: such
     * values are nested less deep than their text.
     *
     * @param brackets how deep objects and arrays of the text may stand inside one another; beyond that {@code max_depth}
     *     is passed
     * @throws LimitException if it passes a limit; the message names it, with line and column
     * @throws IllegalArgumentException if it is not JSON in UTF-8
     */
    public static Object parse(byte[] utf8, Limits limits, int brackets) {
        return new JsonParser(text(utf8), limits, brackets).parse();
    }

    private static String text(byte[] utf8) {
        if (isAscii(utf8)) {
            return new String(utf8, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the JSON text is not UTF-8", e);
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a value on one line.
     *
     * @param value null, text, booleans, numbers, maps with text keys, and iterables of these
     * @throws IllegalArgumentException if there is anything else in it, or a number that JSON does not have
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder(128);
        new JsonWriter(out, null).write(value, 0);
        return out.toString();
    }

    /** {@link #write} in UTF-8. */
    public static byte[] writeBytes(Object value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /** {@link #write} over several lines, for people. */
    public static String pretty(Object value) {
        StringBuilder out = new StringBuilder(256);
        new JsonWriter(out, "  ").write(value, 0);
        return out.toString();
    }
}
