package io.ipyrpc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;

/**
 * What stands before a frame's data (§1): for those who read or write the data themselves, where it lies or as it comes;
 * {@link Frame} is for all others.
 *
 * <p>Immutable as long as nobody changes what was handed over; safe for use by any number of threads.
 *
 * @param metadata a JSON object
 * @param dataSize how many bytes of data follow, from 0
 */
public record FrameHead(Map<String, Object> metadata, long dataSize) {
    private static final int METADATA_SIZE = 0;
    private static final int DATA_SIZE = METADATA_SIZE + Long.BYTES;
    private static final int HEADER = DATA_SIZE + Long.BYTES;

    /**
     * Makes a head.
     *
     * @throws NullPointerException if the metadata is null
     */
    public FrameHead {
        Objects.requireNonNull(metadata, "metadata");
    }

    /** Header and metadata as they stand before the data. */
    public byte[] toBytes() {
        byte[] text = Json.writeBytes(metadata);
        return ByteBuffer.allocate(HEADER + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .putLong(dataSize)
                .put(text)
                .array();
    }

    /**
     * Reads the next head; the data is what the stream goes on with.
     *
     * @return the head, or null where the stream ended before its first byte
     * @throws EOFException if the stream ends inside the head
     * @throws RpcException as {@link Frame#read} throws it
     */
    public static FrameHead read(InputStream in, Limits limits) throws IOException {
        byte[] header = new byte[HEADER];
        int got = in.readNBytes(header, 0, HEADER);
        if (got == 0) {
            return null;
        }
        if (got < HEADER) {
            throw new EOFException("the stream ends inside a frame's header: " + got + " of " + HEADER + " bytes");
        }
        ByteBuffer sizes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long metadataSize = checked("metadata", sizes.getLong(METADATA_SIZE), "max_metadata", limits.maxMetadata());
        long dataSize = checked("data", sizes.getLong(DATA_SIZE), "max_body", limits.maxBody());
        byte[] text = in.readNBytes((int) metadataSize);
        if (text.length < metadataSize) {
            throw cut("metadata", text.length, metadataSize);
        }
        return new FrameHead(parseMetadata(text, limits), dataSize);
    }

    private static long checked(String what, long size, String limit, long most) {
        if (size < 0) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "a frame's " + what + " has the size " + size);
        }
        if (size > most) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE, "a frame's " + what + " is " + size + " bytes, " + limit + " is " + most);
        }
        return size;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parseMetadata(byte[] text, Limits limits) {
        Object value;
        try {
            value = Json.parse(text, limits);
        } catch (LimitException e) {
            throw new RpcException(ErrorCode.TOO_LARGE, "a frame's metadata: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "a frame's metadata is " + e.getMessage());
        }
        if (!(value instanceof Map)) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "a frame's metadata must be a JSON object");
        }
        return (Map<String, Object>) value;
    }

    static EOFException cut(String what, long got, long wanted) {
        return new EOFException("the stream ends inside a frame's " + what + ": " + got + " of " + wanted + " bytes");
    }
}
