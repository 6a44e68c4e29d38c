package io.ipyrpc.http.client;

import java.io.IOException;

/** A body that ends when the server closes the connection. */
final class UntilCloseBody extends ResponseBody {
    UntilCloseBody(HttpExchange exchange, HttpInput in) {
        super(exchange, in);
    }

    @Override
    int some(HttpInput in, byte[] to, int offset, int length) throws IOException {
        return in.read(to, offset, length);
    }

    @Override
    boolean ended() {
        return false;
    }

    @Override
    boolean reusable() {
        return false;
    }
}
