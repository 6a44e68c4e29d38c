package io.ipyrpc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The one unit of the wire (§1): a JSON object and raw bytes. Values, events and stored output are frames.
 *
 * <pre>
 * offset 0      int64   M     size of the metadata, bytes, little-endian
 * offset 8      int64   D     size of the data, bytes, little-endian
 * offset 16     M bytes       metadata: one JSON object in UTF-8
 * offset 16+M   D bytes       raw data
 * </pre>
 *
 * <p>Immutable as long as nobody changes what was handed over; safe for use by any number of threads.
 */
public final class Frame {
    /** The first piece that is taken before anything of a frame's data has arrived (§1). */
    private static final int FIRST_PIECE = 1 << 20;

    private static final int LARGEST_PIECE = 64 << 20;

    private final Map<String, Object> metadata;
    private final Slices data;

    /**
     * A frame of that metadata and those bytes.
     *
     * @throws NullPointerException if either is null
     */
    public Frame(Map<String, Object> metadata, Slices data) {
        this.metadata = Objects.requireNonNull(metadata, "metadata");
        this.data = Objects.requireNonNull(data, "data");
    }

    /** A frame without data. */
    public Frame(Map<String, Object> metadata) {
        this(metadata, Slices.EMPTY);
    }

    /** A frame that is an event (§4) of that name, with one more member where there is one. */
    public static Frame event(String name, Map<String, Object> members, Slices data) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("event", name);
        metadata.putAll(members);
        return new Frame(metadata, data);
    }

    /** The metadata, a JSON object. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** The bytes. */
    public Slices data() {
        return data;
    }

    /** The member {@code event}, or "" where the frame is no event. */
    public String event() {
        return metadata.get("event") instanceof String event ? event : "";
    }

    /** The member {@code seq}, or 0 where there is none. */
    public long seq() {
        return metadata.get("seq") instanceof Number seq ? seq.longValue() : 0;
    }

    /** The same frame with one member more, or another value for it. */
    public Frame with(String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(metadata);
        changed.put(member, value);
        return new Frame(changed, data);
    }

    /** Header and metadata as they stand before the data. */
    public byte[] head() {
        return new FrameHead(metadata, data.length()).toBytes();
    }

    /** Writes the whole frame. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(head());
        data.writeTo(out);
    }

    /**
     * Reads the next frame.
     *
     * @return the frame, or null where the stream ended before its first byte
     * @throws EOFException if the stream ends inside the frame
     * @throws RpcException with {@link ErrorCode#BAD_REQUEST} if it is malformed, {@link ErrorCode#TOO_LARGE} if it
     *     passes {@code max_metadata}, {@code max_body}, {@code max_depth} or {@code max_number_length}
     */
    public static Frame read(InputStream in, Limits limits) throws IOException {
        FrameHead head = FrameHead.read(in, limits);
        return head == null ? null : read(head, in);
    }

    /**
     * Reads the data of a frame whose head was read.
     *
     * @throws EOFException if the stream ends before the data do
     */
    public static Frame read(FrameHead head, InputStream in) throws IOException {
        return new Frame(head.metadata(), readData(in, head.dataSize()));
    }

    /** Takes memory as bytes arrive, so that a size that lies costs at most the first piece. */
    private static Slices readData(InputStream in, long size) throws IOException {
        if (size == 0) {
            return Slices.EMPTY;
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        long arrived = 0;
        while (arrived < size) {
            long room = Math.min(LARGEST_PIECE, Math.max(FIRST_PIECE, 2 * arrived));
            byte[] piece = new byte[(int) Math.min(room, size - arrived)];
            int n = in.readNBytes(piece, 0, piece.length);
            arrived += n;
            if (n < piece.length) {
                throw FrameHead.cut("data", arrived, size);
            }
            pieces.add(ByteBuffer.wrap(piece));
        }
        return Slices.of(pieces);
    }

    /** The metadata and how many bytes of data there are. */
    @Override
    public String toString() {
        return Json.write(metadata) + " + " + data;
    }
}
