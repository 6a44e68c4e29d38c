package io.ipyrpc.http.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * An HTTP/1.1 client of one server, that keeps connections.
 *
 * <p>Safe for any number of threads: each exchange in flight has a connection of its own. Calls block; no thread is
 * started. Redirects, cookies, proxies and compressed answers are left to the caller.
 *
 * <pre>{@code
 * try (HttpClient client = new HttpClient(URI.create("http://localhost:7777"), HttpClientOptions.defaults());
 *         HttpResponse response = client.send(HttpRequest.builder("GET", "/health").build())) {
 *     System.out.println(response.status());
 * }
 * }</pre>
 */
public final class HttpClient implements Closeable {
    private final Origin origin;
    private final HttpClientOptions options;
    private final ConnectionPool connections;
    private final Dialer dialer;

    /**
     * Makes a client; nothing is dialled yet.
     *
     * @param base scheme (http or https), host and, if it is not the scheme's own, port
     * @param options times and bounds
     * @throws IllegalArgumentException if the base is anything else, or has user, path, query or fragment
     */
    public HttpClient(URI base, HttpClientOptions options) {
        this(base, options, System::nanoTime);
    }

    /** Makes a client for which time passes as the clock says, in nanoseconds, while connections are idle. */
    HttpClient(URI base, HttpClientOptions options, LongSupplier clock) {
        this.origin = Origin.of(base);
        this.options = Objects.requireNonNull(options, "options");
        this.connections = new ConnectionPool(options, clock);
        this.dialer = new Dialer(origin, options);
    }

    /**
     * Prepares an exchange, so that it can be aborted from the first moment; nothing is sent yet.
     *
     * @param request what to send
     * @return the exchange, to be sent once
     */
    public HttpExchange open(HttpRequest request) {
        return new HttpExchange(this, Objects.requireNonNull(request, "request"));
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @param request what to send
     * @return the answer, whatever its status; to be closed, or read to its end
     * @throws IOException as {@link HttpExchange#send} says
     */
    public HttpResponse send(HttpRequest request) throws IOException {
        return open(request).send();
    }

    /** Closes all connections, those in use too: their exchanges fail, and so does every later one. */
    @Override
    public void close() {
        connections.close();
    }

    void requireOpen() throws IOException {
        if (connections.closed()) {
            throw new IOException("the HTTP client of " + origin + " is closed");
        }
    }

    Origin origin() {
        return origin;
    }

    HttpClientOptions options() {
        return options;
    }

    ConnectionPool connections() {
        return connections;
    }

    Dialer dialer() {
        return dialer;
    }

    @Override
    public String toString() {
        return "HTTP client of " + origin;
    }
}
