package io.ipyrpc.server;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.SharingOutputStream;
import io.ipyrpc.wire.Slices;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value on its way to whoever fetches it. It goes as one piece, whose length is known, unless more than 8 MiB of it are
 * no array's own memory: then in pieces of that size while it is written.
 */
final class FetchOutput extends SharingOutputStream {
    private static final long PIECE = 8 << 20;

    private final String serializer;
    private final Reply reply;
    private SlicesBuilder piece = new SlicesBuilder();
    private long copied;
    private long seq;

    FetchOutput(String serializer, Reply reply) {
        this.serializer = serializer;
        this.reply = reply;
    }

    @Override
    public void write(int b) throws IOException {
        piece.write(b);
        copied(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        piece.write(bytes, offset, count);
        copied(count);
    }

    @Override
    public void share(Slices bytes) {
        piece.share(bytes);
    }

    private void copied(int count) throws IOException {
        copied += count;
        if (copied >= PIECE) {
            reply.send(frame(), false);
            piece = new SlicesBuilder();
            copied = 0;
        }
    }

    private Frame frame() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("event", "result");
        metadata.put("seq", ++seq);
        if (seq == 1) {
            metadata.put("serializer", serializer);
        }
        return new Frame(metadata, piece.build());
    }

    /** Sends what is left, and the end. */
    void end() throws IOException {
        Frame last = frame();
        Map<String, Object> metadata = new LinkedHashMap<>(last.metadata());
        metadata.put("status", "succeeded");
        reply.send(new Frame(metadata, last.data()), true);
    }
}
