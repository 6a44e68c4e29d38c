package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Takes a body of known length, and holds it to that length. */
final class FixedBodyOutput extends OutputStream {
    private final RequestWriter out;
    private final long length;
    private long written;

    FixedBodyOutput(RequestWriter out, long length) {
        this.out = out;
        this.length = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (count > length - written) {
            throw new IOException("the request's body wrote more than the " + length + " bytes of its length()");
        }
        out.bytes(from, offset, count);
        written += count;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    void requireWhole() throws IOException {
        if (written < length) {
            throw new IOException(
                    "the request's body wrote " + written + " bytes, but its length() is " + length + " bytes");
        }
    }
}
