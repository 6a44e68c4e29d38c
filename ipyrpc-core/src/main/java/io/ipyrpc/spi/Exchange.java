package io.ipyrpc.spi;

import io.ipyrpc.wire.Frame;
import java.io.IOException;

/** One request and its answer, from the client's side. For one thread, but for {@link #close}. */
public interface Exchange extends AutoCloseable {
    /**
     * The answer's next frame; the first call sends the request. It blocks until there is one. Frames come as
     * {@link Reply} has them, in order; {@code ping}s come too.
     *
     * @return the frame, or null after the last
     * @throws IOException if the peer cannot be reached, the answer was cut, or the exchange was closed meanwhile; the
     *     message names the address
     */
    Frame next() throws IOException;

    /** Ends the exchange, from any thread: one that waits in {@link #next} is woken by an IOException. Idempotent. */
    @Override
    void close();
}
