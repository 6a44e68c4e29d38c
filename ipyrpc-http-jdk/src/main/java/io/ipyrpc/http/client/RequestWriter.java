package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes requests to a socket: a head and a small body in one write, big pieces straight from their array. */
final class RequestWriter {
    private static final int SIZE = 16 * 1024;

    private final OutputStream out;
    private final String authority;
    private final boolean near;
    private final byte[] buffer = new byte[SIZE];
    private int filled;
    private IOException failure;

    /** A writer; {@code near} where a new connection to the server costs next to nothing. */
    RequestWriter(OutputStream out, String authority, boolean near) {
        this.out = out;
        this.authority = authority;
        this.near = near;
    }

    /** Returns why the socket took no more, or null if it took all that it was given. */
    IOException failure() {
        return failure;
    }

    /**
     * Writes the request.
     *
     * @throws IOException when the socket takes no more, and then {@link #failure} is not null, or the body failed
     */
    void write(HttpRequest request) throws IOException {
        HttpBody body = request.body();
        long length = body.length();
        head(request, length);
        if (length >= 0) {
            if (length > 0) {
                FixedBodyOutput fixed = new FixedBodyOutput(this, length);
                body.writeTo(fixed);
                fixed.requireWhole();
            }
        } else {
            ChunkedBodyOutput chunked = new ChunkedBodyOutput(this);
            body.writeTo(chunked);
            chunked.finish();
        }
        flush();
    }

    private void head(HttpRequest request, long length) throws IOException {
        String method = request.method();
        ascii(method);
        ascii(" ");
        ascii(request.target());
        // An answer whose length is known leaves the connection open all the same.
        boolean unchunked = near && length >= 0 && request.tellsItsEnd();
        ascii(unchunked ? " HTTP/1.0\r\nConnection: keep-alive\r\nHost: " : " HTTP/1.1\r\nHost: ");
        ascii(authority);
        List<String> fields = request.fields();
        for (int i = 0; i < fields.size(); i += 2) {
            ascii("\r\n");
            ascii(fields.get(i));
            ascii(": ");
            ascii(fields.get(i + 1));
        }
        if (length < 0) {
            ascii("\r\nTransfer-Encoding: chunked");
        } else if (length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            ascii("\r\nContent-Length: ");
            ascii(Long.toString(length));
        }
        ascii("\r\n\r\n");
    }

    void ascii(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (filled == SIZE) {
                flush();
            }
            buffer[filled++] = (byte) text.charAt(i);
        }
    }

    void bytes(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        if (filled > 0 || length < SIZE) {
            // A head goes with the beginning of its body: one packet less, and one wake-up of the server.
            done = Math.min(length, SIZE - filled);
            System.arraycopy(from, offset, buffer, filled, done);
            filled += done;
            if (done == length) {
                return;
            }
            flush();
        }
        if (length - done < SIZE) {
            bytes(from, offset + done, length - done);
        } else {
            send(from, offset + done, length - done);
        }
    }

    void flush() throws IOException {
        if (filled > 0) {
            int n = filled;
            filled = 0;
            send(buffer, 0, n);
        }
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            out.write(from, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
