package io.ipyrpc.output;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Bytes that are text: hands on what it is given at once, but holds the first bytes of a character until it has the
 * rest. What is no UTF-8 is taken for the platform's own encoding, as a terminal would; what is no text there either becomes
 * replacement characters.
 */
final class TextStream extends OutputStream {
    private static final byte[] NONE = new byte[0];
    /** One huge line goes on in pieces: no event is longer. */
    private static final int PIECE = 64 << 10;

    private final Consumer<byte[]> sink;
    private final BooleanSupplier full;
    private final Runnable flush;
    private final Charset platform;
    private byte[] held = NONE;

    /**
     * A stream to that sink.
     *
     * @param full whether the sink takes nothing any more: then bytes are not even looked at
     * @param flush is run when somebody flushes the stream
     * @param platform what people who know nothing of UTF-8 write in
     */
    TextStream(Consumer<byte[]> sink, BooleanSupplier full, Runnable flush, Charset platform) {
        this.sink = sink;
        this.full = full;
        this.flush = flush;
        this.platform = platform;
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

    private byte[] sound(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return isUtf8(bytes) ? bytes : new String(bytes, platform).getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
