package io.ipyrpc.spi;

import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.io.InputStream;

/** One request and its answer, from the client's side. For one thread, but for {@link #close}. */
public interface Exchange extends AutoCloseable {
    /**
     * The answer's next frame; the first call sends the request. It blocks until there is one. Frames come as
     * {@link Reply} has them, in order; {@code ping}s come too.
     *
     * @return the frame, or null after the last
     * @throws DisconnectedException if the peer cannot be reached, or the connection broke before the answer's end
     * @throws IOException if the answer cannot be understood (the message names the address), or the exchange was closed
     *     meanwhile
     */
    Frame next() throws IOException;

    /**
     * As {@link #next}, for those who read large results as they arrive: a {@code result} may come without its data, and
     * {@link #rest} then gives them. The default waits for the whole frame.
     *
     * @throws IOException as {@link #next}
     */
    default Frame nextHead() throws IOException {
        return next();
    }

    /**
     * The data of the frame that {@link #nextHead} gave last, where it came without them; else no bytes. To be read before
     * the next frame is asked for: what is left then is passed over.
     */
    default InputStream rest() {
        return InputStream.nullInputStream();
    }

    /** Ends the exchange, from any thread: one that waits in {@link #next} is woken by an IOException. Idempotent. */
    @Override
    void close();
}
