package io.ipyrpc.spi;

/** Adds a client's credentials to its requests. Safe for use by any number of threads. */
@FunctionalInterface
public interface Signer {
    /**
     * The request with credentials.
     *
     * @param request what is about to be sent; its body can be read as often as needed
     * @param audience host and port that the client dialled
     */
    Request sign(Request request, String audience);
}
