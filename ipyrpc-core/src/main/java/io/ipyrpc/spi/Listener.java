package io.ipyrpc.spi;

import java.net.URI;
import java.util.OptionalLong;

/** A listening address of a server. Safe for use by any number of threads. */
public interface Listener extends AutoCloseable {
    /** The address, with the port that was taken. */
    URI address();

    /** How many connections are open, or empty where it cannot tell. */
    default OptionalLong connections() {
        return OptionalLong.empty();
    }

    /** Stops to listen and ends what is open. Idempotent; all threads are gone on return. */
    @Override
    void close();
}
