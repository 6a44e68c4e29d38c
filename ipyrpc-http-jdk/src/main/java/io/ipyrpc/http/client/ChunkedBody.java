package io.ipyrpc.http.client;

import static io.ipyrpc.http.client.Quoted.quote;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/** A body that comes in chunks; extensions and trailer are read past. */
final class ChunkedBody extends ResponseBody {
    private static final int MAX_SIZE_LINE = 1024;
    private static final int MAX_DIGITS = 15;

    private final HeadReader trailer;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(HttpExchange exchange, HttpInput in, HeadReader trailer) {
        super(exchange, in);
        this.trailer = trailer;
    }

    @Override
    int some(HttpInput in, byte[] to, int offset, int length) throws IOException {
        if (left == 0) {
            nextChunk(in);
            if (ended) {
                return -1;
            }
        }
        int n = in.read(to, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw cut("its chunk has " + left + " bytes more");
        }
        left -= n;
        return n;
    }

    private void nextChunk(HttpInput in) throws IOException {
        try {
            if (!first) {
                endOfChunk(in);
            }
            first = false;
            left = size(in.line(MAX_SIZE_LINE, "its chunk size"));
            if (left == 0) {
                trailer.trailer();
                ended = true;
            }
        } catch (EOFException e) {
            throw cut("the last chunk is missing");
        }
    }

    private static void endOfChunk(HttpInput in) throws IOException {
        int cr = in.read();
        int lf = cr == '\r' ? in.read() : cr;
        if (lf < 0) {
            throw new EOFException();
        }
        if (lf != '\n' || cr != '\r') {
            throw new ProtocolException("its chunk is followed by " + quote((char) lf + "") + ", not by CR LF");
        }
    }

    private static long size(String line) throws ProtocolException {
        if (line == null) {
            throw new ProtocolException("its chunk size is in a line of more than " + MAX_SIZE_LINE + " bytes");
        }
        int digits = 0;
        long size = 0;
        while (digits < line.length() && digits <= MAX_DIGITS) {
            int digit = line.charAt(digits) < 128 ? Character.digit(line.charAt(digits), 16) : -1;
            if (digit < 0) {
                break;
            }
            size = size << 4 | digit;
            digits++;
        }
        String rest = line.substring(digits).strip();
        if (digits == 0 || digits > MAX_DIGITS || !rest.isEmpty() && rest.charAt(0) != ';') {
            throw new ProtocolException(
                    "its chunk size is " + quote(line) + ", not a hexadecimal number of at most 15 digits");
        }
        return size;
    }

    @Override
    boolean ended() {
        return ended;
    }

    @Override
    boolean reusable() {
        return true;
    }
}
