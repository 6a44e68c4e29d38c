package io.ipyrpc.output;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * What one call prints, up to its cap: two streams whose bytes become {@code stdout} and {@code stderr} events at once,
 * whole characters only. Safe for use by any number of threads.
 */
public final class CallOutput {
    private final long cap;
    private final BiConsumer<String, byte[]> sink;
    private final Runnable flush;
    private PrintStream out;
    private PrintStream err;
    private TextStream outText;
    private TextStream errText;
    private long written;
    private volatile boolean marked;
    private boolean closed;

    /**
     * Output that goes to a sink.
     *
     * @param cap how many bytes both streams may have together ({@code max_output})
     * @param sink takes the event's name and the text in UTF-8
     * @param flush is run when a stream is flushed
     */
    public CallOutput(long cap, BiConsumer<String, byte[]> sink, Runnable flush) {
        this.cap = cap;
        this.sink = sink;
        this.flush = flush;
    }

    /** The call's standard output. */
    public synchronized PrintStream out() {
        if (out == null) {
            outText = new TextStream(bytes -> emit("stdout", bytes), () -> marked, flush, Charset.defaultCharset());
            out = new PrintStream(outText, false, StandardCharsets.UTF_8);
        }
        return out;
    }

    /** The call's error output. */
    public synchronized PrintStream err() {
        if (err == null) {
            errText = new TextStream(bytes -> emit("stderr", bytes), () -> marked, flush, Charset.defaultCharset());
            err = new PrintStream(errText, false, StandardCharsets.UTF_8);
        }
        return err;
    }

    /** Ends both streams; what was held back of a character that never was completed goes out as it is. */
    public void close() {
        PrintStream lastOut;
        PrintStream lastErr;
        synchronized (this) {
            lastOut = out;
            lastErr = err;
        }
        // A print stream may hold the first half of a pair of chars; and a TextStream the first bytes of a character.
        if (lastOut != null) {
            lastOut.flush();
            outText.finish();
        }
        if (lastErr != null) {
            lastErr.flush();
            errText.finish();
        }
        synchronized (this) {
            closed = true;
        }
    }

    private void emit(String event, byte[] text) {
        byte[] allowed = text;
        synchronized (this) {
            if (closed || marked) {
                return;
            }
            if (written + text.length > cap) {
                marked = true;
                allowed = cut(text, (int) (cap - written));
            }
            written += allowed.length;
        }
        sink.accept(event, allowed);
    }

    private byte[] cut(byte[] text, int length) {
        int end = length;
        while (end > 0 && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        String newline = end > 0 && text[end - 1] != '\n' ? "\n" : "";
        byte[] marker = (newline + "[output beyond max_output (" + cap + " bytes) is dropped]\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[end + marker.length];
        System.arraycopy(text, 0, all, 0, end);
        System.arraycopy(marker, 0, all, end, marker.length);
        return all;
    }
}
