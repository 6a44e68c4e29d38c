package io.ipyrpc.wire;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads pieces one after the other; each buffer is the reader's own view. */
final class SlicesInputStream extends InputStream {
    private final List<ByteBuffer> pieces;
    private int current;

    SlicesInputStream(List<ByteBuffer> pieces) {
        this.pieces = pieces;
    }

    private ByteBuffer piece() {
        while (current < pieces.size() && !pieces.get(current).hasRemaining()) {
            current++;
        }
        return current < pieces.size() ? pieces.get(current) : null;
    }

    @Override
    public int read() {
        ByteBuffer piece = piece();
        return piece == null ? -1 : piece.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        ByteBuffer piece = piece();
        if (piece == null) {
            return -1;
        }
        int n = Math.min(length, piece.remaining());
        piece.get(target, offset, n);
        return n;
    }

    @Override
    public int available() {
        ByteBuffer piece = piece();
        return piece == null ? 0 : piece.remaining();
    }
}
