package io.ipyrpc.http.server;

import io.ipyrpc.spi.Body;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A request's body as it arrives; it counts, stops at {@code max_body}, and does not wait for ever. */
final class RequestBody extends InputStream implements Body {
    private final InputStream in;
    private final long length;
    private final long most;
    private final PeerWatch watch;
    private final Timeouts timeouts;
    private long patience;
    private volatile long read;
    private volatile boolean ended;
    private volatile RpcException malformed;

    /**
     * A body.
     *
     * @param length its Content-Length, or -1 where it comes in chunks
     * @param most max_body
     */
    RequestBody(InputStream in, long length, long most, PeerWatch watch) {
        this.in = in;
        this.length = length;
        this.most = most;
        this.watch = watch;
        this.timeouts = watch.timeouts();
        this.patience = timeouts.requestNanos();
        this.ended = length == 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream stream() {
        return this;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        transferTo(out);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        int n = receive(target, offset, count);
        if (n < 0) {
            if (length > read) {
                throw new EOFException("the body was cut after " + read + " of " + length + " bytes");
            }
            ended = true;
            return -1;
        }
        read += n;
        if (read > most) {
            throw new RpcException(ErrorCode.TOO_LARGE, "the body is over " + most + " bytes, which is max_body");
        }
        ended = read == length;
        return n;
    }

    /** Waits for the client alone use up its time: how fast the server takes the bytes is not its fault. */
    private int receive(byte[] target, int offset, int count) throws IOException {
        long began = System.nanoTime();
        PeerWait wait = watch.begin(patience);
        int n;
        try {
            n = take(target, offset, count);
        } catch (IOException e) {
            if (wait.end()) {
                throw new RpcException(ErrorCode.TIMEOUT, timeouts.tooSlow(read, length));
            }
            throw e;
        } finally {
            wait.end();
        }
        patience = timeouts.left(patience, System.nanoTime() - began, Math.max(0, n));
        return n;
    }

    /** Tells a body that is wrong, whose client waits for an answer, from a client that is gone. */
    private int take(byte[] target, int offset, int count) throws IOException {
        if (malformed != null) {
            throw malformed;
        }
        try {
            return in.read(target, offset, count);
        } catch (IOException | IndexOutOfBoundsException e) {
            malformed = length < 0 ? MalformedChunks.refusal(e) : null;
            if (malformed == null) {
                throw e;
            }
            throw malformed;
        }
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : in.available();
    }

    /** How many bytes the client may still send, {@code Long.MAX_VALUE} where it did not say, 0 after the end. */
    long unread() {
        if (ended) {
            return 0;
        }
        return length < 0 ? Long.MAX_VALUE : length - read;
    }

    /** Comes to the end if that is near, also in the eyes of the JDK's stream. */
    void settle(long near) throws IOException {
        if (unread() <= near && drain(near + 1)) {
            in.read();
        }
    }

    /** Whether there is something in the chunks that nothing can follow. */
    boolean isMalformed() {
        return malformed != null;
    }

    /**
     * Reads and forgets what follows a malformed chunk, whatever it is; how many bytes that was, roughly.
     *
     * @throws IOException at the end of the connection
     */
    int skip(byte[] chunk) throws IOException {
        try {
            int n = in.read(chunk);
            if (n < 0) {
                throw new EOFException("the body is over");
            }
            return n;
        } catch (IOException e) {
            if (MalformedChunks.refusal(e) == null) {
                throw e;
            }
            return MalformedChunks.COST;
        }
    }

    /** Reads and forgets, for a client that listens only once it has sent all; whether it came to the end. */
    boolean drain(long bytes) throws IOException {
        byte[] chunk = new byte[16 << 10];
        for (long left = bytes; left > 0 && !ended; ) {
            int n = in.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (n < 0) {
                ended = true;
                break;
            }
            left -= n;
            read += n;
            ended = read == length;
        }
        return ended;
    }
}
