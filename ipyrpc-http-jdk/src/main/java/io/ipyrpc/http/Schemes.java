package io.ipyrpc.http;

import java.net.URI;

/** Holds an address to the transport that it was given to. */
final class Schemes {
    private Schemes() {}

    static void require(String scheme, URI address) {
        if (!scheme.equalsIgnoreCase(address.getScheme())) {
            throw new IllegalArgumentException("the transport " + scheme + " takes addresses of the form " + scheme
                    + "://HOST:PORT, not " + address);
        }
    }
}
