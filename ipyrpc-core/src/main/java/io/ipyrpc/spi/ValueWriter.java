package io.ipyrpc.spi;

import io.ipyrpc.function.Arguments;
import java.io.IOException;

/** Writes one body: one value, or the arguments of one call. For one thread. */
public interface ValueWriter {
    /**
     * Writes a value; all its bytes have gone to the stream on return. The items of an {@code Iterator} are written as
     * it gives them, and the stream is flushed after each so that it can be read without the next.
     *
     * @throws IllegalArgumentException if there is something in it that cannot be sent; the message says what and where
     * @throws IOException if the stream fails
     */
    void value(Object value) throws IOException;

    /**
     * Writes the arguments of a call (§3).
     *
     * @throws IllegalArgumentException as for {@link #value}
     * @throws IOException if the stream fails
     */
    void arguments(Arguments arguments) throws IOException;
}
