package io.ipyrpc.spi;

import java.net.URI;

/** A listening address of a server. Safe for use by any number of threads. */
public interface Listener extends AutoCloseable {
    /** The address, with the port that was taken. */
    URI address();

    /** Stops to listen and ends what is open. Idempotent; all threads are gone on return. */
    @Override
    void close();
}
