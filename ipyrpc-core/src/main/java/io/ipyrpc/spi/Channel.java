package io.ipyrpc.spi;

/** A client's way to one server, for many exchanges at once. Safe for use by any number of threads. */
public interface Channel extends AutoCloseable {
    /**
     * Prepares an exchange; nothing is sent before {@link Exchange#next} is first called.
     *
     * @throws IllegalStateException if the channel is closed
     */
    Exchange open(Request request);

    /** Ends all exchanges and lets go of connections. Idempotent. */
    @Override
    void close();
}
