package io.ipyrpc.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The body of an answer: gives the connection back at its end. */
abstract class ResponseBody extends InputStream {
    /** To read past so much is cheaper than a new connection. */
    private static final int MAX_SKIPPED = 64 * 1024;

    private final HttpExchange exchange;
    private final HttpInput in;
    private final byte[] one = new byte[1];
    private boolean finished;
    private boolean closed;
    private long received;

    ResponseBody(HttpExchange exchange, HttpInput in) {
        this.exchange = exchange;
        this.in = in;
    }

    /** Reads at least one byte, or returns -1 at the end of the body; {@code length} is above 0. */
    abstract int some(HttpInput in, byte[] to, int offset, int length) throws IOException;

    /** Returns whether it is known, without reading, that the body has ended. */
    abstract boolean ended();

    /** Returns whether another answer may follow on the connection. */
    abstract boolean reusable();

    /** Gives the connection back at once if the body has no bytes. */
    final ResponseBody begun() {
        finishIfEnded();
        return this;
    }

    @Override
    public final int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        exchange.requireNotAborted();
        if (closed) {
            throw new IOException("the body of the answer is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (finished) {
            return -1;
        }
        try {
            return next(to, offset, length);
        } catch (IOException e) {
            closed = true;
            throw exchange.bodyFailed(e, received);
        }
    }

    private int next(byte[] to, int offset, int length) throws IOException {
        int n = some(in, to, offset, length);
        if (n > 0) {
            received += n;
            finishIfEnded();
        } else {
            finish();
        }
        return n;
    }

    private void finishIfEnded() {
        if (ended()) {
            finish();
        }
    }

    private void finish() {
        finished = true;
        exchange.finish(reusable() && !in.buffered());
    }

    final EOFException cut(String expected) {
        return new EOFException("the body was cut after " + received + " bytes; " + expected);
    }

    /** Keeps the connection if the rest of the body is here already; else closes it, as nobody is to wait here. */
    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (finished) {
            return;
        }
        in.waitNoLonger();
        try {
            byte[] skipped = new byte[1024];
            for (int all = 0; !finished && all < MAX_SKIPPED; ) {
                all += Math.max(next(skipped, 0, skipped.length), 0);
            }
        } catch (IOException e) {
            // The connection is of no more use: closed below.
        }
        exchange.finish(false);
    }
}
