package io.ipyrpc.spi;

/** Answers requests; what a server hands to its {@link Listener}s. Safe for use by any number of threads. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers a request, during this method or later and in other threads. It may block, also by reading the body, and
     * it never throws: whatever goes wrong is answered.
     *
     * @param request the request; its body can be read until this method returns
     * @param reply where the answer goes
     */
    void handle(Request request, Reply reply);
}
