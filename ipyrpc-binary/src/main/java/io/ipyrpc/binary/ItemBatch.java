package io.ipyrpc.binary;

import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.util.Arrays;

/** Small items of a list on their way into one frame of type {@code items}. */
final class ItemBatch {
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_ITEMS = 1000;
    private static final int LEAST_AT_ONCE = 4 << 10;

    private final FrameOutput out;
    private byte[] text = new byte[256];
    private int length;
    private int count;

    ItemBatch(FrameOutput out) {
        this.out = out;
    }

    /** Adds an item that JSON has; batches that are full are written. */
    void add(Object tree) throws IOException {
        byte[] item = Json.writeBytes(tree);
        if (count == MOST_ITEMS || (count > 0 && length + item.length >= MOST_BYTES)) {
            write();
        }
        if (item.length > text.length - length - 2) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, Math.addExact(length + 2, item.length)));
        }
        text[length++] = (byte) (count++ == 0 ? '[' : ',');
        System.arraycopy(item, 0, text, length, item.length);
        length += item.length;
    }

    /** Small items of a stream are held back to share a frame; what is worth one of its own is not. */
    void writeUnlessSmall() throws IOException {
        if (length >= LEAST_AT_ONCE) {
            write();
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Writes what has not been. */
    void write() throws IOException {
        if (count > 0) {
            text[length++] = ']';
            out.items(text, length);
            length = 0;
            count = 0;
            if (text.length > MOST_BYTES) {
                text = new byte[256];
            }
        }
    }
}
