package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The body of a request: its length, and how to write it.
 *
 * <p>A body is used by one exchange at a time. One that can be written more than once, as those made by the factories
 * here can, may stand in a request that is {@linkplain HttpRequest.Builder#repeatable repeatable}.
 */
public interface HttpBody {
    /**
     * Returns the number of bytes that {@link #writeTo} will write.
     *
     * @return the length in bytes, or -1 when it is unknown: then the body is sent in chunks
     */
    long length();

    /**
     * Writes the body.
     *
     * @param out takes the body; closing it is harmless, {@code flush} sends what was written so far
     * @throws IOException when the body cannot be had, or {@code out} takes no more (rethrow that one)
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * Returns the body of no bytes.
     *
     * @return the empty body
     */
    static HttpBody empty() {
        return SliceBody.EMPTY;
    }

    /**
     * Returns a body of these bytes, which are not copied.
     *
     * @param bytes the body; must not change until it is sent
     * @return the body
     */
    static HttpBody of(byte[] bytes) {
        return new SliceBody(List.of(ByteBuffer.wrap(bytes)));
    }

    /**
     * Returns a body of these slices one after the other: of each the bytes from its position to its limit, which are
     * not copied.
     *
     * @param slices the pieces; their bytes must not change until they are sent, their positions may
     * @return the body
     */
    static HttpBody of(List<ByteBuffer> slices) {
        return new SliceBody(slices.stream().map(ByteBuffer::duplicate).toList());
    }
}
