package io.ipyrpc.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in pieces, with a 64-bit length: a body, or the data of a frame, that need never stand in one array.
 *
 * <p>The pieces are shared, not copied: whoever hands bytes over does not change them afterwards. Safe for use by any
 * number of threads; every reader has positions of its own.
 */
public final class Slices {
    /** No bytes. */
    public static final Slices EMPTY = new Slices(List.of(), 0);

    /** Null once the bytes were given away. */
    private volatile List<ByteBuffer> pieces;

    private final long length;

    private Slices(List<ByteBuffer> pieces, long length) {
        this.pieces = pieces;
        this.length = length;
    }

    /** The array's bytes, not copied. */
    public static Slices of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Slices(List.of(ByteBuffer.wrap(bytes)), bytes.length);
    }

    /** A part of an array, not copied. */
    public static Slices of(byte[] bytes, int offset, int length) {
        return length == 0
                ? EMPTY
                : new Slices(List.of(ByteBuffer.wrap(bytes, offset, length).slice()), length);
    }

    /** The text in UTF-8. */
    public static Slices utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What remains in the buffers, in order; their bytes are shared, their positions are not. */
    public static Slices of(List<ByteBuffer> buffers) {
        List<ByteBuffer> pieces = new ArrayList<>(buffers.size());
        long length = 0;
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                pieces.add(buffer.slice());
                length += buffer.remaining();
            }
        }
        return pieces.isEmpty() ? EMPTY : new Slices(List.copyOf(pieces), length);
    }

    /** How many bytes there are. */
    public long length() {
        return length;
    }

    /** Whether there are no bytes. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The pieces, each a view with a position of its own. */
    public List<ByteBuffer> buffers() {
        return pieces().stream().map(ByteBuffer::duplicate).toList();
    }

    private List<ByteBuffer> pieces() {
        List<ByteBuffer> there = pieces;
        if (there == null) {
            throw new IllegalStateException("the " + length + " bytes were given away by consume()");
        }
        return there;
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream out) throws IOException {
        byte[] chunk = null;
        for (ByteBuffer piece : pieces()) {
            if (piece.hasArray()) {
                out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
                continue;
            }
            ByteBuffer rest = piece.duplicate();
            if (chunk == null) {
                chunk = new byte[(int) Math.min(length, 64 << 10)];
            }
            while (rest.hasRemaining()) {
                int n = Math.min(rest.remaining(), chunk.length);
                rest.get(chunk, 0, n);
                out.write(chunk, 0, n);
            }
        }
    }

    /** A stream over the bytes, from the first. */
    public SlicesInputStream inputStream() {
        return new SlicesInputStream(buffers());
    }

    /**
     * A stream over the bytes that alone holds them, so that their memory is free when the stream is done with, whoever
     * still has these slices. Only for the one owner of the bytes: whoever wants them afterwards, other than their
     * length, gets an IllegalStateException.
     */
    public SlicesInputStream consume() {
        SlicesInputStream stream = inputStream();
        if (length > 0) {
            pieces = null;
        }
        return stream;
    }

    /**
     * The bytes in one new array.
     *
     * @throws IllegalStateException if they are more than one array can hold
     */
    public byte[] toByteArray() {
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(length + " bytes do not fit into one array; read them in pieces");
        }
        byte[] all = new byte[(int) length];
        int at = 0;
        for (ByteBuffer piece : pieces()) {
            int n = piece.remaining();
            piece.get(piece.position(), all, at, n);
            at += n;
        }
        return all;
    }

    /**
     * The bytes as UTF-8 text; malformed input becomes replacement characters.
     *
     * @throws IllegalStateException if they are more than one array can hold
     */
    public String utf8() {
        List<ByteBuffer> there = pieces();
        if (there.size() == 1 && there.get(0).hasArray()) {
            ByteBuffer only = there.get(0);
            return new String(
                    only.array(), only.arrayOffset() + only.position(), only.remaining(), StandardCharsets.UTF_8);
        }
        return new String(toByteArray(), StandardCharsets.UTF_8);
    }

    /** The length, never the content. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
