package io.ipyrpc.spi;

/**
 * SPI: keeps the values behind pointers (§5). Found by {@code ServiceLoader}; stateless, with a public constructor
 * without parameters that never throws. The rules that every implementation keeps are numbered in the
 * {@linkplain io.ipyrpc.spi package's documentation}, P1 and on.
 */
public interface PointerStore {
    /** The name that the setting {@code pointers.store} knows it by, such as {@code memory}. */
    String name();

    /**
     * Opens a vault that holds nothing yet.
     *
     * @param settings the server's section {@code pointers}: {@code ttl} (seconds since the last use), {@code max_bytes},
     *     {@code max_bytes_per_principal}, and what the store itself documents
     * @throws IllegalArgumentException if a setting is unknown or not usable; the message names it
     */
    Vault open(Settings settings);
}
