package io.ipyrpc.wire;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@link Slices} from the first byte to the last, or gives parts of them where they lie. For one thread.
 */
public final class SlicesInputStream extends InputStream {
    private final List<ByteBuffer> pieces;
    private int current;

    SlicesInputStream(List<ByteBuffer> pieces) {
        this.pieces = new ArrayList<>(pieces);
    }

    private ByteBuffer piece() {
        while (current < pieces.size() && !pieces.get(current).hasRemaining()) {
            // What was read is held on to no longer.
            pieces.set(current++, null);
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

    /**
     * The next bytes where they lie, if they lie together: a view that shares them.
     *
     * @param length how many bytes, at least 1
     * @return a view of just so many bytes, which are then read; or null, and nothing is read, where they are in several
     *     pieces or there are not so many
     */
    public ByteBuffer take(int length) {
        ByteBuffer piece = piece();
        if (piece == null || piece.remaining() < length) {
            return null;
        }
        ByteBuffer taken = piece.slice(piece.position(), length);
        piece.position(piece.position() + length);
        return taken;
    }

    /** All that is left, as far as an int counts. */
    @Override
    public int available() {
        long left = 0;
        for (int i = current; i < pieces.size(); i++) {
            left += pieces.get(i).remaining();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
