package io.ipyrpc.spi;

import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The body of a request: read once where it comes from a peer, as often as needed where it is a client's own. */
public interface Body {
    /** No bytes. */
    Body EMPTY = of(Slices.EMPTY);

    /** How many bytes there are, or -1 where that is known only at the end. */
    long length();

    /**
     * The bytes, as they arrive.
     *
     * @throws IOException if they cannot be had any more
     */
    InputStream stream() throws IOException;

    /** Writes the bytes. */
    void writeTo(OutputStream out) throws IOException;

    /** A body of bytes that are there. */
    static Body of(Slices bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length();
            }

            @Override
            public InputStream stream() {
                return bytes.inputStream();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                bytes.writeTo(out);
            }
        };
    }
}
