package io.ipyrpc.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that can take bytes where they lie, without a copy: a serializer hands large arrays over by
 * {@link #share} where its stream is one of these, and writes them where it is not.
 *
 * <p>For one thread.
 */
public abstract class SharingOutputStream extends OutputStream {
    /** A stream without bytes. */
    protected SharingOutputStream() {}

    /**
     * Takes the bytes as the next ones of the stream. They are shared, not copied: they must not change until whoever
     * reads the stream has read them.
     *
     * @throws IOException if the stream fails
     */
    public abstract void share(Slices bytes) throws IOException;

    /** What a writer holds back, to be written when it leaves. */
    @FunctionalInterface
    public interface Rest {
        /**
         * Writes it to the stream.
         *
         * @throws IOException what the stream throws
         */
        void write() throws IOException;
    }

    /**
     * Flushes, with a rest that belongs behind what was written and may gather more as long as it has not left: small
     * items of a list leave together this way. The stream has it written when it sends, in any thread, but not after
     * {@link #resume}. The default writes it at once.
     *
     * @throws IOException what the stream throws
     */
    public void flush(Rest rest) throws IOException {
        rest.write();
        flush();
    }

    /** The writer goes on: what is left of a rest is its own again. To be called before anything else is written. */
    public void resume() {}
}
