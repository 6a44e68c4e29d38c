package io.ipyrpc.http.server;

import com.sun.net.httpserver.HttpExchange;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The answer to one request as HTTP: a head, then a body that is whole at once or comes in chunks.
 *
 * <p>An interrupted thread would close the connection by its first write, so a thread's interrupt is set aside while it
 * writes.
 */
final class Answer {
    /** The JDK's server keeps a buffer of twice the largest write of a connection. */
    private static final int LARGEST_WRITE = 64 << 10;

    private interface Step {
        void run() throws IOException;
    }

    private final HttpExchange exchange;
    private final RequestBody body;
    private final Drain drain;
    private final boolean head;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile boolean cut;
    private OutputStream out;

    Answer(HttpExchange exchange, RequestBody body, Drain drain) {
        this.exchange = exchange;
        this.body = body;
        this.drain = drain;
        this.head = exchange.getRequestMethod().equals("HEAD");
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    boolean begun() {
        return begun;
    }

    /**
     * Checks that more may be sent.
     *
     * @throws IllegalStateException if the answer has ended
     * @throws IOException if the client is gone, or wanted the head alone
     */
    void requireOpen() throws IOException {
        if (cut) {
            throw new IOException("the answer was cut");
        }
        if (ended && head) {
            throw new IOException("the client asked for the head alone");
        }
        if (ended) {
            throw new IllegalStateException("the answer has ended; nothing may follow its last frame");
        }
    }

    /** A head without a body. */
    void empty(int status) throws IOException {
        writing(() -> {
            begin(status, -1);
            finish();
        });
    }

    /** A head and a whole body, in as few segments as the JDK's server can. */
    void whole(int status, String type, Slices content) throws IOException {
        header("Content-Type", type);
        writing(() -> {
            if (head) {
                header("Content-Length", Long.toString(content.length()));
            }
            begin(status, content.isEmpty() || head ? -1 : content.length());
            if (!head) {
                write(content);
            }
            finish();
        });
    }

    /** A head whose body comes in pieces, until {@link #end}. */
    void begin(int status, String type) throws IOException {
        header("Content-Type", type);
        writing(() -> {
            begin(status, head ? -1 : 0);
            if (head) {
                finish();
            }
        });
    }

    /** A piece of the body, which leaves at once unless it is the last. */
    void piece(Slices content, boolean last) throws IOException {
        if (head) {
            return;
        }
        writing(() -> {
            write(content);
            if (last) {
                finish();
            } else {
                out.flush();
            }
        });
    }

    private void begin(int status, long length) throws IOException {
        // The client has to hear of it before it sends what nobody will read.
        if (body.unread() > Drain.BY_THE_JDK) {
            header("Connection", "close");
        }
        begun = true;
        if (length < 0) {
            // The JDK's server closes the connection after a bare head unless the request was read to its end.
            body.settle(Drain.BY_THE_JDK);
        }
        exchange.sendResponseHeaders(status, length);
        out = exchange.getResponseBody();
    }

    /** Large pieces go out as they lie; small ones, such as the heads of frames, with what follows them. */
    private void write(Slices content) throws IOException {
        byte[] joined = null;
        int held = 0;
        for (ByteBuffer piece : content.buffers()) {
            while (piece.hasRemaining()) {
                int n = Math.min(piece.remaining(), LARGEST_WRITE - held);
                if (piece.hasArray() && held == 0 && (n == LARGEST_WRITE || n == content.length())) {
                    out.write(piece.array(), piece.arrayOffset() + piece.position(), n);
                    piece.position(piece.position() + n);
                    continue;
                }
                joined = joined == null ? new byte[(int) Math.min(content.length(), LARGEST_WRITE)] : joined;
                piece.get(joined, held, n);
                held += n;
                if (held == LARGEST_WRITE) {
                    out.write(joined, 0, held);
                    held = 0;
                }
            }
        }
        if (held > 0) {
            out.write(joined, 0, held);
        }
    }

    private void finish() throws IOException {
        ended = true;
        if (body.unread() > Drain.BY_THE_JDK) {
            if (!head) {
                out.flush();
            }
            drain.start(body, exchange::close, this::cut);
        } else {
            exchange.close();
        }
    }

    /**
     * Closes the connection in the middle of things. {@code HttpExchange.close} alone would complete a body in chunks,
     * and so pass for an end; there is no way to the connection but to read or write as an interrupted thread.
     */
    void cut() {
        cut(true);
    }

    /** Where a write has failed, the JDK's chunk is full still: one more byte is beyond its end. */
    private void cut(boolean write) {
        cut = true;
        ended = true;
        boolean interrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            if (write) {
                exchange.getResponseBody().write(0);
            }
            exchange.getResponseBody().flush();
        } catch (IOException | IndexOutOfBoundsException e) {
            // Just this was wanted. After a write that failed the JDK's buffer of a chunk is full for ever.
        } finally {
            // For the same reason its own stream could not be closed, and the connection would stay.
            exchange.setStreams(null, new Unclosable());
            exchange.close();
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Cuts an answer that is under way. */
    void cutUnlessEnded() {
        if (!ended) {
            cut();
        }
    }

    private void writing(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            step.run();
        } catch (IOException e) {
            cut(false);
            throw new IOException("the client is gone: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What fails to close makes the JDK close the connection. */
    private static final class Unclosable extends OutputStream {
        @Override
        public void write(int b) {}

        @Override
        public void close() throws IOException {
            throw new IOException("the answer was cut");
        }
    }
}
