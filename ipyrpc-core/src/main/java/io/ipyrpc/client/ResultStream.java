package io.ipyrpc.client;

import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a result while its pieces arrive. */
final class ResultStream extends InputStream {
    private final Answer answer;
    private final Object serializer;
    private InputStream piece;

    ResultStream(Frame first, Answer answer) {
        this.answer = answer;
        this.serializer = first.metadata().get("serializer");
        this.piece = answer.data(first);
    }

    /** What the first piece says that the result is written in. */
    Object serializer() {
        return serializer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (piece != null) {
            int n = piece.read(target, offset, length);
            if (n > 0) {
                return n;
            }
            Frame next = answer.nextPiece();
            piece = next == null ? null : answer.data(next);
        }
        return -1;
    }

    /** Reads what is left: output, and the end. */
    void drain() throws IOException {
        while (piece != null) {
            Frame next = answer.nextPiece();
            piece = next == null ? null : answer.data(next);
        }
    }
}
