package io.ipyrpc.http.client;

import static io.ipyrpc.http.client.Quoted.quote;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** What comes from the server, buffered; big reads go past the buffer. */
final class HttpInput {
    private static final int SIZE = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int at;
    private int end;
    private long received;
    private boolean patient = true;

    HttpInput(InputStream in) {
        this.in = in;
    }

    /** Begins the count of {@link #received} anew, and waits again. */
    void startAnswer() {
        received = 0;
        patient = true;
    }

    /** Returns how many bytes have come since the exchange began. */
    long received() {
        return received;
    }

    /** Returns whether bytes lie in the buffer. */
    boolean buffered() {
        return at < end;
    }

    /** Returns whether bytes have arrived that nobody has read; never waits. */
    boolean arrived() throws IOException {
        return at < end || in.available() > 0;
    }

    /** Makes every later read fail that would have to wait. */
    void waitNoLonger() {
        patient = false;
    }

    /** Waits for a byte; returns false at the end of the stream. */
    boolean await() throws IOException {
        return at < end || fill();
    }

    /** Returns the next byte, or -1 at the end of the stream. */
    int read() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    /** Returns how many bytes were read, at least one, or -1 at the end of the stream; {@code length} is above 0. */
    int read(byte[] to, int offset, int length) throws IOException {
        if (at == end) {
            if (length >= SIZE && patient) {
                int n = in.read(to, offset, length);
                received += Math.max(n, 0);
                return n;
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, to, offset, n);
        at += n;
        return n;
    }

    /** Returns the next byte without taking it; only after {@link #await} has returned true. */
    int peek() {
        return buffer[at] & 0xff;
    }

    /**
     * Reads a line. It ends with CR LF: an end of LF alone is refused, as two readers who differ over where a line ends
     * can be made to differ over where an answer ends.
     *
     * @param limit the most bytes it may have, its end included
     * @param part what the line belongs to, for messages
     * @return the line without its end, one character a byte; null if it exceeds the limit
     */
    String line(int limit, String part) throws IOException {
        ByteArrayOutputStream held = null;
        int length = 0;
        boolean cr = false;
        for (; ; ) {
            if (at == end && !fill()) {
                throw new EOFException(part + " was cut");
            }
            int start = at;
            while (at < end) {
                if (++length > limit) {
                    return null;
                }
                byte b = buffer[at++];
                if (cr && b == '\n') {
                    String line = lineSoFar(held, start);
                    return line.substring(0, line.length() - 2);
                }
                if (cr || b == 127 || b >= 0 && b < ' ' && b != '\t' && b != '\r') {
                    throw new ProtocolException(part + " has a control character, or a line end other than CR LF, at"
                            + " the end of " + quote(lineSoFar(held, start)));
                }
                cr = b == '\r';
            }
            if (held == null) {
                held = new ByteArrayOutputStream();
            }
            held.write(buffer, start, at - start);
        }
    }

    private String lineSoFar(ByteArrayOutputStream held, int start) {
        String rest = new String(buffer, start, at - start, ISO_8859_1);
        return held == null ? rest : held.toString(ISO_8859_1) + rest;
    }

    private boolean fill() throws IOException {
        if (!patient && in.available() <= 0) {
            throw new IOException("nothing more has arrived");
        }
        int n = in.read(buffer, 0, SIZE);
        at = 0;
        end = Math.max(n, 0);
        received += end;
        return n > 0;
    }
}
