package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Takes a body of unknown length and sends it in chunks; small writes are joined. */
final class ChunkedBodyOutput extends OutputStream {
    private static final int JOINED = 8 * 1024;

    private final RequestWriter out;
    private final byte[] joined = new byte[JOINED];
    private int filled;

    ChunkedBodyOutput(RequestWriter out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == JOINED) {
            chunk();
        }
        joined[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (count > JOINED - filled) {
            chunk();
        }
        if (count >= JOINED) {
            chunk(from, offset, count);
        } else {
            System.arraycopy(from, offset, joined, filled, count);
            filled += count;
        }
    }

    @Override
    public void flush() throws IOException {
        chunk();
        out.flush();
    }

    /** Ends the body; nothing may be written after. */
    void finish() throws IOException {
        chunk();
        out.ascii("0\r\n\r\n");
    }

    private void chunk() throws IOException {
        // A chunk of length 0 would be the last one.
        if (filled > 0) {
            int n = filled;
            filled = 0;
            chunk(joined, 0, n);
        }
    }

    private void chunk(byte[] from, int offset, int count) throws IOException {
        out.ascii(Integer.toHexString(count));
        out.ascii("\r\n");
        out.bytes(from, offset, count);
        out.ascii("\r\n");
    }
}
