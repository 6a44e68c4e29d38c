package io.ipyrpc.http.client;

import java.io.IOException;

/** A body whose length the head tells; none at all has length 0. */
final class FixedBody extends ResponseBody {
    private final long length;
    private long left;

    FixedBody(HttpExchange exchange, HttpInput in, long length) {
        super(exchange, in);
        this.length = length;
        this.left = length;
    }

    @Override
    int some(HttpInput in, byte[] to, int offset, int count) throws IOException {
        int n = in.read(to, offset, (int) Math.min(count, left));
        if (n < 0) {
            throw cut("Content-Length says " + length);
        }
        left -= n;
        return n;
    }

    @Override
    boolean ended() {
        return left == 0;
    }

    @Override
    boolean reusable() {
        return true;
    }
}
