package io.ipyrpc.http.client;

import java.io.Closeable;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An answer: its head, and its body as it comes.
 *
 * <p>The connection is kept for the next exchange once the body has been read to its end, that is until a read returns
 * -1, or all bytes that {@code Content-Length} promises were read. For one thread at a time, but for {@link #abort}.
 *
 * <pre>{@code
 * try (HttpResponse response = client.send(request)) {
 *     if (response.status() == 200) {
 *         byte[] answer = response.body().readAllBytes();
 *     }
 * }
 * }</pre>
 */
public final class HttpResponse implements Closeable {
    private final HttpExchange exchange;
    private final ResponseHead head;
    private final ResponseBody body;

    HttpResponse(HttpExchange exchange, ResponseHead head, ResponseBody body) {
        this.exchange = exchange;
        this.head = head;
        this.body = body;
    }

    /**
     * Returns the status.
     *
     * @return the status, 200 to 599
     */
    public int status() {
        return head.status();
    }

    /**
     * Returns the words after the status.
     *
     * @return the reason, empty if there is none
     */
    public String reason() {
        return head.reason();
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in upper or lower case
     * @return the value without blanks around it, one character a byte; nothing if there is no such header
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.first(Objects.requireNonNull(name, "name")));
    }

    /**
     * Returns all values of a header.
     *
     * @param name the name, in upper or lower case
     * @return the values in the order in which they came; empty if there is no such header
     */
    public List<String> headers(String name) {
        Objects.requireNonNull(name, "name");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < head.fields().size(); i += 2) {
            if (name.equalsIgnoreCase(head.fields().get(i))) {
                values.add(head.fields().get(i + 1));
            }
        }
        return values;
    }

    /**
     * Returns the body. Its reads throw {@link java.io.EOFException} when it was cut, {@link java.net.ProtocolException}
     * when it is malformed, {@link java.net.SocketTimeoutException} after {@code readTimeout}, and another
     * {@link java.io.IOException} when the connection broke or was aborted; after that, and after a close, all fail.
     *
     * @return the body, of no bytes where there is none; the same at every call
     */
    public InputStream body() {
        return body;
    }

    /** Ends the exchange from any thread, as {@link HttpExchange#abort} does. */
    public void abort() {
        exchange.abort();
    }

    /**
     * Closes the body. If it was not read to its end the connection is closed too, unless the rest has arrived already
     * and is small. Never waits for the server.
     */
    @Override
    public void close() {
        body.close();
    }

    @Override
    public String toString() {
        return head.status() + " " + head.reason();
    }
}
