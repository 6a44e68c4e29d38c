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
}
