package io.ipyrpc.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Cuts a serialized result into {@code result} events while it is written; the last one is the end of the call too. */
final class ResultOutput extends OutputStream {
    private static final int FIRST = 512;
    private static final int PIECE = 256 << 10;

    private final String serializer;
    private final long most;
    private final Consumer<Frame> events;
    private byte[] buffer = new byte[FIRST];
    private int filled;
    private long sent;
    private boolean first = true;

    /**
     * A result that becomes events.
     *
     * @param most how many bytes it may have ({@code max_result})
     */
    ResultOutput(String serializer, long most, Consumer<Frame> events) {
        this.serializer = serializer;
        this.most = most;
        this.events = events;
    }

    /** The serializer that the result is to be written with. */
    String serializer() {
        return serializer;
    }

    @Override
    public void write(int b) {
        ensureRoom(1);
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            ensureRoom(left);
            int n = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, n);
            filled += n;
            at += n;
            left -= n;
        }
    }

    private void ensureRoom(int wanted) {
        if (filled == PIECE) {
            sent += filled;
            if (sent > most) {
                throw new RpcException(
                        ErrorCode.TOO_LARGE,
                        "the result of a submitted job is more than max_result " + most
                                + " bytes; a call has no such bound");
            }
            events.accept(piece(new LinkedHashMap<>()));
            buffer = new byte[PIECE];
        } else if (wanted > buffer.length - filled) {
            int needed = filled + Math.min(wanted, PIECE - filled);
            buffer = Arrays.copyOf(buffer, Math.min(PIECE, Math.max(needed, 2 * buffer.length)));
        }
    }

    private Frame piece(Map<String, Object> more) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("event", "result");
        if (first) {
            metadata.put("serializer", serializer);
        }
        metadata.putAll(more);
        Frame frame = new Frame(metadata, Slices.of(buffer, 0, filled));
        filled = 0;
        first = false;
        return frame;
    }

    /** The last piece, which says that the job succeeded. */
    Frame last(String job) {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("job", job);
        end.put("status", "succeeded");
        return piece(end);
    }
}
