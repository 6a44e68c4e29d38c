package io.ipyrpc.spi;

import io.ipyrpc.function.Arguments;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * Reads one body: one value, or the arguments of one call. For one thread. Whatever the bytes are, a reader ends with a
 * value or an {@link io.ipyrpc.wire.RpcException} ({@code bad_request}, {@code too_large}), and never runs code or loads
 * a class that they name.
 */
public interface ValueReader {
    /**
     * Reads the value that is the whole body.
     *
     * @throws io.ipyrpc.wire.RpcException if the bytes are not one value, or pass a limit
     * @throws IOException if the stream fails
     */
    Object value() throws IOException;

    /**
     * Reads the arguments that are the whole body; an empty body is no arguments.
     *
     * @throws io.ipyrpc.wire.RpcException if the bytes are not arguments, or pass a limit
     * @throws IOException if the stream fails
     */
    Arguments arguments() throws IOException;

    /**
     * Reads a body that is a list, item by item as the bytes arrive; a body that is another value is its only item.
     *
     * <p>The iterator throws {@link java.io.UncheckedIOException} where the stream fails. The default reads the whole
     * list first.
     *
     * @throws IOException if the stream fails
     */
    default Iterator<Object> items() throws IOException {
        Object value = value();
        return value instanceof List<?> list
                ? java.util.Collections.<Object>unmodifiableList(list).iterator()
                : java.util.Collections.singletonList(value).iterator();
    }
}
