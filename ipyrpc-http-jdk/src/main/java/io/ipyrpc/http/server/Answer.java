package io.ipyrpc.http.server;

import com.sun.net.httpserver.HttpExchange;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * The answer to one request as HTTP: a head, then a body that is whole at once or comes in chunks.
 *
 * <p>An interrupted thread would close the connection by its first write, so a thread's interrupt is set aside while it
 * writes.
 */
final class Answer {
    /** The JDK's server keeps a buffer of twice the largest write of a connection. */
    private static final int LARGEST_WRITE = 64 << 10;
    /** What is left for {@code HttpExchange.close} to write, which keeps to itself that it failed. */
    private static final int SMALL = 4 << 10;

    private interface Step {
        void run() throws IOException;
    }

    private final HttpExchange exchange;
    private final RequestBody body;
    private final Drain drain;
    private final PeerWatch watch;
    private final Timeouts timeouts;
    private final Connections.Visit visit;
    private final boolean head;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile boolean cut;
    private volatile boolean over;
    private volatile Thread waiting;
    private OutputStream out;

    Answer(HttpExchange exchange, RequestBody body, Drain drain, PeerWatch watch, Connections.Visit visit) {
        this.exchange = exchange;
        this.body = body;
        this.drain = drain;
        this.watch = watch;
        this.timeouts = watch.timeouts();
        this.visit = visit;
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
            if (!head && !content.isEmpty()) {
                writeLast(content);
                out.flush();
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
            if (last) {
                writeLast(content);
                if (content.length() > SMALL) {
                    out.flush();
                }
                finish();
            } else {
                write(content);
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
            watch.begin(timeouts.requestNanos());
            body.settle(Drain.BY_THE_JDK);
            watch.begin(timeouts.sendNanos());
            visit.leave();
        }
        exchange.sendResponseHeaders(status, length);
        out = exchange.getResponseBody();
    }

    /** A client may ask again as soon as it has seen the last byte, which is before we know that it has. */
    private void writeLast(Slices content) throws IOException {
        if (content.length() <= LARGEST_WRITE) {
            visit.leave();
        }
        write(content);
    }

    /** Large pieces go out as they lie; small ones, such as the heads of frames, with what follows them. */
    private void write(Slices content) throws IOException {
        byte[] joined = null;
        int held = 0;
        for (ByteBuffer piece : content.buffers()) {
            while (piece.hasRemaining()) {
                int n = Math.min(piece.remaining(), LARGEST_WRITE - held);
                if (piece.hasArray() && held == 0 && (n == LARGEST_WRITE || n == content.length())) {
                    write(piece.array(), piece.arrayOffset() + piece.position(), n);
                    piece.position(piece.position() + n);
                    continue;
                }
                joined = joined == null ? new byte[(int) Math.min(content.length(), LARGEST_WRITE)] : joined;
                piece.get(joined, held, n);
                held += n;
                if (held == LARGEST_WRITE) {
                    write(joined, 0, held);
                    held = 0;
                }
            }
        }
        if (held > 0) {
            write(joined, 0, held);
        }
    }

    private void write(byte[] bytes, int from, int count) throws IOException {
        watch.begin(timeouts.sendNanos());
        out.write(bytes, from, count);
    }

    private void finish() throws IOException {
        ended = true;
        if (body.unread() > Drain.BY_THE_JDK) {
            if (!head) {
                out.flush();
            }
            drain.start(body, this::close, this::cut);
        } else {
            if (body.unread() > 0) {
                // The JDK's server takes it in now.
                watch.begin(timeouts.requestNanos());
            }
            close();
        }
    }

    private void close() {
        try {
            exchange.close();
        } finally {
            over();
        }
    }

    private void over() {
        over = true;
        LockSupport.unpark(waiting);
    }

    /**
     * Waits until the answer has ended in whichever thread, or this one is interrupted. The JDK's server forgets a
     * connection that broke, and its buffers, only if it hears of it by an exception in the thread that it began the
     * request in; so that thread has to stay.
     *
     * @throws IOException if the answer was cut; whoever gets it, closes the connection
     */
    void awaitEnd() throws IOException {
        waiting = Thread.currentThread();
        while (!over && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        if (cut) {
            throw new IOException("the answer was cut");
        }
    }

    /**
     * Closes the connection in the middle of things. {@code HttpExchange.close} would complete a body in chunks, and so
     * pass for an end; there is no way to the connection but to read or write as an interrupted thread.
     */
    void cut() {
        boolean interrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            if (begun) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
            } else {
                exchange.close();
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            // Just this was wanted. After a write that failed the JDK's buffer of a chunk is full for ever.
        } finally {
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            broken();
        }
    }

    private void broken() {
        cut = true;
        ended = true;
        over();
    }

    /** Cuts an answer that is under way. */
    void cutUnlessEnded() {
        if (!ended) {
            cut();
        }
    }

    private void writing(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        PeerWait wait = watch.begin(timeouts.sendNanos());
        try {
            step.run();
        } catch (IOException e) {
            boolean late = wait.end();
            broken();
            String why = late
                    ? "the client took nothing of its answer for send_timeout (" + timeouts.send() + " s)"
                    : "the client is gone: " + e.getMessage();
            throw new IOException(why, e);
        } catch (RuntimeException | Error e) {
            broken();
            throw e;
        } finally {
            wait.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
