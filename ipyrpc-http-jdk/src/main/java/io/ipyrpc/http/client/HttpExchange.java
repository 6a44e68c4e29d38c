package io.ipyrpc.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * One request and its answer, which another thread can abort at any time.
 *
 * <p>{@link #send} is for one thread, {@link #abort} for all.
 *
 * <pre>{@code
 * HttpExchange exchange = client.open(request);
 * onCtrlC(exchange::abort);
 * try (HttpResponse response = exchange.send()) {
 *     return response.body().readAllBytes();
 * }
 * }</pre>
 */
public final class HttpExchange {
    /** How long to look for an answer after the server stopped taking the request, in milliseconds. */
    private static final int EARLY_ANSWER = 1000;

    private final HttpClient client;
    private final HttpRequest request;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<Connection> held = new AtomicReference<>();
    private volatile boolean aborted;
    private volatile boolean sent;
    private volatile String at = "";
    private boolean reusable;

    HttpExchange(HttpClient client, HttpRequest request) {
        this.client = client;
        this.request = request;
    }

    /**
     * Sends the request and waits for the head of the answer.
     *
     * <p>Interrupting the thread does not end the wait (on a virtual thread it does, by closing the connection): use
     * {@link #abort}.
     *
     * @return the answer, whatever its status; to be closed, or read to its end
     * @throws IllegalStateException if this exchange was sent before
     * @throws java.net.ConnectException if no address of the host takes connections
     * @throws java.net.UnknownHostException if the host has no address
     * @throws SSLException if TLS could not be agreed on, or failed
     * @throws SocketTimeoutException if {@code connectTimeout} or {@code readTimeout} passed
     * @throws ProtocolException if the answer is not HTTP, or exceeds a bound
     * @throws EOFException if the connection was closed before the head of an answer was complete
     * @throws IOException if the exchange was aborted, the client is closed, or the connection broke
     */
    public HttpResponse send() throws IOException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("this exchange, " + request + ", was sent before; open another");
        }
        Connection kept = client.connections().take();
        if (kept != null) {
            HttpResponse response = attempt(kept);
            if (response != null) {
                return response;
            }
        }
        Connection fresh = client.connections().fresh();
        hold(fresh);
        try {
            client.dialer().dial(fresh);
        } catch (IOException e) {
            finish(false);
            requireWanted();
            throw e;
        } catch (RuntimeException | Error e) {
            finish(false);
            throw e;
        }
        return attempt(fresh);
    }

    /**
     * Ends the exchange from any thread: a connection in use is closed, {@link #send} and reads of the body fail with
     * an {@link IOException} {@code aborted}. Only the look-up of a host's name is not cut short. After the end of the
     * exchange this does nothing but to make reads fail; once more it does nothing.
     */
    public void abort() {
        aborted = true;
        finish(false);
    }

    /**
     * Returns whether any of the request may have reached the server. After a failure, false means that the server has
     * certainly not acted on it.
     *
     * @return true from shortly before the first byte leaves
     */
    public boolean sent() {
        return sent;
    }

    /** Returns null if the connection was a kept one, was dead, and the request may go out again. */
    private HttpResponse attempt(Connection connection) throws IOException {
        hold(connection);
        at = connection.address();
        HttpInput in = connection.input();
        in.startAnswer();
        IOException unsent = write(connection);
        try {
            return answer(connection, in, unsent == null);
        } catch (IOException e) {
            finish(false);
            boolean silent = in.received() == 0;
            boolean dead = silent && !(e instanceof SocketTimeoutException && unsent == null);
            if (dead && connection.used() && !aborted && !client.connections().closed()) {
                client.connections().suspect();
                if (request.repeatable()) {
                    return null;
                }
            }
            throw headFailed(e, silent, unsent);
        } catch (RuntimeException | Error e) {
            finish(false);
            throw e;
        }
    }

    /** Returns why the server took no more of the request, or null if it took all. */
    private IOException write(Connection connection) throws IOException {
        RequestWriter out = connection.output();
        sent = true;
        try {
            out.write(request);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            if (out.failure() != null) {
                return out.failure();
            }
            finish(false);
            throw e;
        }
    }

    private HttpResponse answer(Connection connection, HttpInput in, boolean whole) throws IOException {
        HttpClientOptions options = client.options();
        if (!whole) {
            // The server may have said why before it closed: that says more than "broken pipe".
            connection.readTimeout(EARLY_ANSWER);
        }
        HeadReader reader = new HeadReader(in, options);
        ResponseHead head = reader.head();
        if (!whole) {
            connection.readTimeout(options.readTimeout());
        }
        boolean chunked = head.chunked();
        long length = head.contentLength();
        boolean none = request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
        reusable = whole && !head.closes();
        ResponseBody body;
        if (none) {
            body = new FixedBody(this, in, 0);
        } else if (chunked) {
            body = new ChunkedBody(this, in, reader);
        } else if (length != ResponseHead.UNKNOWN) {
            body = new FixedBody(this, in, length);
        } else {
            body = new UntilCloseBody(this, in);
        }
        return new HttpResponse(this, head, body.begun());
    }

    private void hold(Connection connection) throws IOException {
        held.set(connection);
        if (aborted) {
            finish(false);
        }
        requireWanted();
    }

    /** Lets go of the connection, if it is still held: keeps it for others or closes it. */
    void finish(boolean clean) {
        Connection connection = held.getAndSet(null);
        if (connection == null) {
            return;
        }
        if (clean && reusable) {
            client.connections().give(connection);
        } else {
            connection.close();
        }
    }

    void requireNotAborted() throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
    }

    /** Says the true reason of a failure that our own side brought about. */
    private void requireWanted() throws IOException {
        requireNotAborted();
        client.requireOpen();
    }

    /** Names a failure before the head was there; {@code unsent} is why the request could not be sent, or null. */
    private IOException headFailed(IOException e, boolean silent, IOException unsent) throws IOException {
        requireWanted();
        String after = "; the server may or may not have acted on the request";
        if (unsent != null && silent) {
            return Failure.named(
                    unsent, "could not send " + request + " to " + where() + ": " + unsent.getMessage() + after);
        }
        String what;
        String why;
        if (e instanceof SocketTimeoutException) {
            what = silent ? "no answer to " : "no whole answer to ";
            why = "not a byte came in " + client.options().readTimeout() + " ms";
        } else if (silent && (e instanceof EOFException || e instanceof SocketException)) {
            // Which of the two it is, end or reset, is a matter of microseconds.
            what = "no answer to ";
            why = "the server closed the connection";
        } else {
            what = "bad answer to ";
            why = e.getMessage();
        }
        return Failure.named(e, what + request + " from " + where() + ": " + why + after);
    }

    IOException bodyFailed(IOException e, long received) throws IOException {
        finish(false);
        requireWanted();
        String answer = "answer to " + request + " from " + where() + ": ";
        if (e instanceof SocketTimeoutException) {
            return Failure.named(
                    e,
                    answer + "after " + received + " bytes of its body not a byte came in "
                            + client.options().readTimeout() + " ms");
        }
        if (e instanceof EOFException || e instanceof ProtocolException) {
            return Failure.named(e, answer + e.getMessage());
        }
        return Failure.named(e, answer + "after " + received + " bytes of its body: " + e.getMessage());
    }

    private String where() {
        return at + " (" + client.origin() + ")";
    }
}
