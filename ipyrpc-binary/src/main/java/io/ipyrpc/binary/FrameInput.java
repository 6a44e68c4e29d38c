package io.ipyrpc.binary;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.FrameHead;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.SlicesInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads frames one after another, and the data of each piece by piece. Memory for data is taken as it arrives: at most
 * four times as much at once, and 1 MiB.
 */
final class FrameInput {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int FIRST_PIECE = 1 << 20;
    private static final int GROWTH = 4;
    /** To hold on to a whole body for less than this would cost more than to copy it. */
    private static final int LEAST_VIEW = 4096;

    private static final int MOST_MESSAGE = 500;

    final Limits limits;

    private final Counted in;
    /** Null where the bytes are not in memory. */
    private final SlicesInputStream slices;

    private Map<String, Object> metadata = Map.of();
    private long left;
    private long frames;
    private long most;

    FrameInput(InputStream in, Limits limits) {
        this.in = new Counted(in);
        this.limits = limits;
        this.slices = in instanceof SlicesInputStream inMemory ? inMemory : null;
        this.most = limits.maxBody();
    }

    /** A body that is handed out as it comes may be larger than {@code max_body}; each of its frames may not. */
    void allowAnyLength() {
        most = Long.MAX_VALUE;
    }

    /** Goes on to the next frame, the data of the last having been read; false at the end of the stream. */
    boolean next() throws IOException {
        FrameHead head;
        try {
            head = FrameHead.read(in, limits);
        } catch (EOFException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
        }
        if (head == null) {
            return false;
        }
        frames++;
        metadata = head.metadata();
        left = head.dataSize();
        // One frame alone may have as much data as that.
        if (frames > 1 && left > most - in.count) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE, "the body is larger than max_body, " + limits.maxBody() + " bytes");
        }
        return true;
    }

    Map<String, Object> metadata() {
        return metadata;
    }

    /** The frame's type. */
    String type() {
        if (metadata.get("type") instanceof String type) {
            return type;
        }
        throw bad(
                metadata.containsKey("type")
                        ? "type is a text, not " + Shown.json(metadata.get("type"))
                        : "the metadata has no type");
    }

    /** How many bytes of the frame's data have not been read. */
    long left() {
        return left;
    }

    void needNoData() {
        if (left > 0) {
            throw bad("such a frame has no data, not " + left + " bytes");
        }
    }

    /**
     * The next bytes of the data: where they lie if they lie together in memory that may be written, else
     * in memory of their own.
     */
    ByteBuffer view(long size) throws IOException {
        if (slices != null && size >= LEAST_VIEW) {
            ByteBuffer view = slices.take(checked(size));
            if (view != null) {
                in.count += size;
                left -= size;
                // Read-only, it is another's array in this process, and who gets this one may change it.
                return view.isReadOnly() ? copy(view) : view;
            }
        }
        return ByteBuffer.wrap(bytes(size));
    }

    private static ByteBuffer copy(ByteBuffer view) {
        return ByteBuffer.allocate(view.remaining()).put(view).flip();
    }

    /** The next bytes of the data, in memory of their own. */
    byte[] bytes(long size) throws IOException {
        int whole = checked(size);
        int halvings = 0;
        if (whole > FIRST_PIECE) {
            // From the end back, so that the last piece is the whole and nothing is cut off.
            long room = FIRST_PIECE + GROWTH * (long) Math.max(0, in.available());
            while (part(whole, halvings) > room) {
                halvings += 2;
            }
        }
        byte[] bytes = new byte[part(whole, halvings)];
        int filled = 0;
        while (true) {
            int n = in.readNBytes(bytes, filled, bytes.length - filled);
            filled += n;
            if (filled < bytes.length) {
                throw bad("the stream ends inside the data: " + filled + " of " + whole + " bytes");
            }
            if (halvings == 0) {
                left -= whole;
                return bytes;
            }
            halvings -= 2;
            bytes = Arrays.copyOf(bytes, part(whole, halvings));
        }
    }

    private static int part(int whole, int halvings) {
        return (int) ((whole + (1L << halvings) - 1) >> halvings);
    }

    private int checked(long size) {
        if (size > left) {
            throw bad("a buffer of " + size + " bytes; there are " + left + " more in the frame");
        }
        if (size > MOST_BYTES) {
            throw tooLarge(size + " bytes in one piece; one array, text or byte array holds at most " + MOST_BYTES);
        }
        return (int) size;
    }

    void skipPadding(long size) throws IOException {
        bytes(FrameOutput.paddingOf(size));
    }

    RpcException bad(String what) {
        return new RpcException(ErrorCode.BAD_REQUEST, here() + shortened(what));
    }

    RpcException tooLarge(String what) {
        return new RpcException(ErrorCode.TOO_LARGE, here() + shortened(what));
    }

    /** Names from outside do not fill a log. */
    private static String shortened(String what) {
        return what.length() <= MOST_MESSAGE ? what : what.substring(0, MOST_MESSAGE) + "…";
    }

    private String here() {
        return "frame " + frames
                + (metadata.get("type") instanceof String type ? " (" + Shown.cut(type) + "): " : ": ");
    }

    /** Counts what was read. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
