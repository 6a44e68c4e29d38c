package io.ipyrpc.binary;

import io.ipyrpc.wire.FrameHead;
import io.ipyrpc.wire.SharingOutputStream;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes frames: data that is large is handed over where it lies, if the stream takes it so. */
final class FrameOutput {
    /** The most bytes of metadata that readers take (§1). */
    private static final int MOST_METADATA = 1 << 20;

    /** Fewer bytes are copied sooner than handed over. */
    private static final int LEAST_SHARED = 4096;

    private static final int HEADER = 2 * Long.BYTES;
    private static final byte[] ZEROS = new byte[Long.BYTES];
    private static final byte[] JSON_HEAD = new FrameHead(Map.of("type", Types.JSON), 0).toBytes();
    private static final byte[] ITEMS_HEAD = new FrameHead(Map.of("type", Types.ITEMS), 0).toBytes();

    private final OutputStream out;

    FrameOutput(OutputStream out) {
        this.out = out;
    }

    /** A frame of JSON, with a key where that is not null. */
    void json(byte[] text, String key) throws IOException {
        if (key == null) {
            out.write(sized(JSON_HEAD, text.length));
        } else {
            begin(Types.JSON, key, text.length);
        }
        out.write(text);
    }

    /** A frame of some items of a list, a JSON array of so many bytes. */
    void items(byte[] text, int length) throws IOException {
        out.write(sized(ITEMS_HEAD, length));
        out.write(text, 0, length);
    }

    private static byte[] sized(byte[] head, long size) {
        byte[] sized = head.clone();
        ByteBuffer.wrap(sized).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.BYTES, size);
        return sized;
    }

    /** What stands before data of a type that needs no more metadata. */
    void begin(String type, String key, long dataSize) throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>(4);
        metadata.put("type", type);
        if (key != null) {
            metadata.put("key", key);
        }
        begin(metadata, dataSize);
    }

    /** What stands before the data; the caller goes on with just so many bytes of that. */
    void begin(Map<String, Object> metadata, long dataSize) throws IOException {
        if (!head(metadata, dataSize)) {
            throw new UnsendableException("the metadata of a frame of type " + metadata.get("type")
                    + " takes more than " + MOST_METADATA + " bytes; shorten names and keys");
        }
    }

    /** As {@link #begin}, but false, and nothing is written, where the metadata is more than readers take. */
    boolean head(Map<String, Object> metadata, long dataSize) throws IOException {
        byte[] head = new FrameHead(metadata, dataSize).toBytes();
        if (head.length - HEADER > MOST_METADATA) {
            return false;
        }
        out.write(head);
        return true;
    }

    void data(ByteBuffer bytes) throws IOException {
        Slices slices = Slices.of(List.of(bytes));
        if (out instanceof SharingOutputStream sharing && slices.length() >= LEAST_SHARED) {
            sharing.share(slices);
        } else {
            slices.writeTo(out);
        }
    }

    /** What fills a buffer of that size up to a multiple of 8. */
    void padding(long size) throws IOException {
        out.write(ZEROS, 0, paddingOf(size));
    }

    /** How many bytes of padding follow a buffer. */
    static int paddingOf(long size) {
        return (int) (-size & (Long.BYTES - 1));
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Flushes, and has what the batch holds written when it leaves; until then it is not to be touched. */
    void flush(ItemBatch batch) throws IOException {
        if (out instanceof SharingOutputStream sharing) {
            sharing.flush(batch::write);
        } else {
            batch.write();
            out.flush();
        }
    }

    /** What is in the batch that was flushed is the caller's again. */
    void resume() {
        if (out instanceof SharingOutputStream sharing) {
            sharing.resume();
        }
    }
}
