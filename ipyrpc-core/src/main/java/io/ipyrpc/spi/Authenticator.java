package io.ipyrpc.spi;

/**
 * SPI: knows callers. Found by {@code ServiceLoader}; stateless, with a public constructor without parameters that never
 * throws.
 */
public interface Authenticator {
    /** The name that settings know it by, such as {@code hmac}. */
    String name();

    /**
     * What a server asks about each request.
     *
     * @throws IllegalArgumentException if a setting is not usable; the message names it
     */
    Verifier verifier(Settings settings);

    /**
     * What a client signs its requests with.
     *
     * @throws IllegalArgumentException if the credentials are not usable; the message never shows them
     */
    Signer signer(Settings credentials);
}
