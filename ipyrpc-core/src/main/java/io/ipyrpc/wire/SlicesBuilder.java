package io.ipyrpc.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gathers written bytes as {@link Slices}, in pieces that grow: nothing is copied again. For one thread. */
public final class SlicesBuilder extends SharingOutputStream {
    private static final int FIRST = 512;
    private static final int LARGEST = 1 << 20;

    private final List<ByteBuffer> full = new ArrayList<>();
    private byte[] piece = new byte[FIRST];
    private int filled;
    private long length;

    /** A builder without bytes. */
    public SlicesBuilder() {}

    @Override
    public void write(int b) {
        ensureRoom();
        piece[filled++] = (byte) b;
        length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int at = offset;
        int left = count;
        while (left > 0) {
            ensureRoom();
            int n = Math.min(left, piece.length - filled);
            System.arraycopy(bytes, at, piece, filled, n);
            filled += n;
            at += n;
            left -= n;
        }
        length += count;
    }

    @Override
    public void share(Slices bytes) {
        if (filled > 0) {
            full.add(ByteBuffer.wrap(piece, 0, filled).slice());
            piece = new byte[FIRST];
            filled = 0;
        }
        full.addAll(bytes.buffers());
        length += bytes.length();
    }

    private void ensureRoom() {
        if (filled == piece.length) {
            full.add(ByteBuffer.wrap(piece));
            piece = new byte[Math.min(LARGEST, 4 * piece.length)];
            filled = 0;
        }
    }

    /** How many bytes were written. */
    public long length() {
        return length;
    }

    /** What was written; nothing more may be written afterwards. */
    public Slices build() {
        List<ByteBuffer> all = new ArrayList<>(full);
        all.add(ByteBuffer.wrap(piece, 0, filled));
        return Slices.of(all);
    }
}
