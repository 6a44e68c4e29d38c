package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A body that lies in memory, in pieces. */
final class SliceBody implements HttpBody {
    static final SliceBody EMPTY = new SliceBody(List.of());
    private static final int CHUNK = 64 * 1024;

    private final List<ByteBuffer> slices;
    private final long length;

    SliceBody(List<ByteBuffer> slices) {
        this.slices = slices;
        long sum = 0;
        for (ByteBuffer slice : slices) {
            sum += slice.remaining();
        }
        this.length = sum;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] chunk = null;
        for (ByteBuffer slice : slices) {
            if (slice.hasArray()) {
                out.write(slice.array(), slice.arrayOffset() + slice.position(), slice.remaining());
                continue;
            }
            if (chunk == null) {
                chunk = new byte[(int) Math.min(CHUNK, length)];
            }
            copy(slice.duplicate(), chunk, out);
        }
    }

    private static void copy(ByteBuffer slice, byte[] chunk, OutputStream out) throws IOException {
        while (slice.hasRemaining()) {
            int n = Math.min(chunk.length, slice.remaining());
            slice.get(chunk, 0, n);
            out.write(chunk, 0, n);
        }
    }
}
