package io.ipyrpc.output;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Bytes that are text: hands on what it is given at once, but holds the first bytes of a character until it has the
 * rest. Bytes that are no text become replacement characters.
 */
final class TextStream extends OutputStream {
    private static final byte[] NONE = new byte[0];
    /** One huge line goes on in pieces: no event is longer. */
    private static final int PIECE = 64 << 10;

    private final Consumer<byte[]> sink;
    private final BooleanSupplier full;
    private final Runnable flush;
    private byte[] held = NONE;

    /**
     * A stream to that sink.
     *
     * @param full whether the sink takes nothing any more: then bytes are not even looked at
     * @param flush is run when somebody flushes the stream
     */
    TextStream(Consumer<byte[]> sink, BooleanSupplier full, Runnable flush) {
        this.sink = sink;
        this.full = full;
        this.flush = flush;
    }

    @Override
    public void flush() {
        flush.run();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end && !full.getAsBoolean(); at += PIECE) {
            writePiece(bytes, at, Math.min(PIECE, end - at));
        }
    }

    private void writePiece(byte[] bytes, int offset, int length) {
        byte[] all = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, offset, all, held.length, length);
        int whole = all.length - incomplete(all);
        held = whole == all.length ? NONE : Arrays.copyOfRange(all, whole, all.length);
        if (whole > 0) {
            sink.accept(sound(whole == all.length ? all : Arrays.copyOf(all, whole)));
        }
    }

    /** Gives up on a character that was begun. */
    synchronized void finish() {
        if (held.length > 0) {
            sink.accept(sound(held));
            held = NONE;
        }
    }

    /** How many bytes at the end are the beginning of a character: at most three. */
    private static int incomplete(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int b = bytes[bytes.length - back] & 0xff;
            if (b < 0x80) {
                return 0;
            }
            if (b >= 0xC0) {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }
        }
        return 0;
    }

    private static byte[] sound(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                String text = new String(bytes, StandardCharsets.UTF_8);
                return text.indexOf('\uFFFD') < 0 ? bytes : text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes;
    }
}
