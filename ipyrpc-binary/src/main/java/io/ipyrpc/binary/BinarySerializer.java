package io.ipyrpc.binary;

import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Limits;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The serializer {@code binary}: a frame for each array, data frame and byte array, and JSON inside a frame for the rest
 * (§2 of the protocol).
 *
 * <pre>{@code
 * var binary = new BinarySerializer();
 * binary.writer(out).value(Map.of("x", NdArray.of(1.5, 2.5)));
 * Object value = binary.reader(in, Limits.defaults()).value();
 * }</pre>
 *
 * <p>Elements are not copied where that is not needed. A writer hands arrays of 4 KiB and more over where they lie, if
 * its stream is a {@link io.ipyrpc.wire.SharingOutputStream}; they must not change until the bytes have been read. A
 * reader of a {@link io.ipyrpc.wire.SlicesInputStream} makes arrays of the bytes where these lie, if they are 4 KiB and
 * more and lie together: whoever changes such an array changes the bytes. Bytes that are read-only are copied. A reader of any
 * other stream reads into the arrays' own memory.
 *
 * <p>The items of an {@code Iterator} are flushed one by one, so that none waits for the next.
 *
 * <p>Stateless and safe for use by any number of threads; what it makes is for one thread.
 */
public final class BinarySerializer implements Serializer {
    /** The serializer, ready for use. */
    public BinarySerializer() {}

    @Override
    public String name() {
        return "binary";
    }

    @Override
    public List<String> aliases() {
        return List.of("ipyrpc_binary");
    }

    @Override
    public String mediaType() {
        return "application/vnd.ipyrpc.binary";
    }

    @Override
    public ValueWriter writer(OutputStream out) {
        return new BinaryValueWriter(out);
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new BinaryValueReader(in, limits);
    }
}
