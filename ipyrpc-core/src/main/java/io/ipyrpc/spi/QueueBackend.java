package io.ipyrpc.spi;

import io.ipyrpc.wire.Limits;
import java.net.URI;

/**
 * SPI: keeps jobs. Found by {@code ServiceLoader}; stateless, with a public constructor without parameters that never
 * throws. The rules that every implementation keeps are numbered in the {@linkplain io.ipyrpc.spi package's
 * documentation}, Q1 and on.
 */
public interface QueueBackend {
    /** The scheme of its addresses, such as {@code memory}. */
    String name();

    /**
     * Opens a queue.
     *
     * @param address where it is, such as {@code memory:}
     * @param settings the server's settings; a backend looks at those that it documents
     * @throws IllegalArgumentException if the address or a setting is not usable; the message names it
     */
    JobQueue open(URI address, Settings settings, Limits limits);
}
