package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes one body. The stream stays open; nothing of the body is held back when a method returns. */
final class BinaryValueWriter implements ValueWriter {
    private final FrameOutput out;

    BinaryValueWriter(OutputStream out) {
        this.out = new FrameOutput(Objects.requireNonNull(out, "out"));
    }

    @Override
    public void value(Object value) throws IOException {
        whole(value, null);
    }

    @Override
    public void arguments(Arguments arguments) throws IOException {
        for (Object argument : arguments.positional()) {
            whole(argument, null);
        }
        for (Map.Entry<String, Object> argument : arguments.keyword().entrySet()) {
            whole(argument.getValue(), Keys.sendable(argument.getKey()));
        }
    }

    private void whole(Object value, String key) throws IOException {
        try {
            write(value, key, 0, Framing.of(value));
        } catch (StackOverflowError e) {
            throw new UnsendableException(
                    "nested deeper than the stack of this thread holds, or an array that contains itself");
        }
    }

    /** Writes one frame, or those from the beginning to the end of a list or dict. */
    private void write(Object value, String key, int depth, Framing framing) throws IOException {
        if (!framing.isFramed(value)) {
            out.json(Json.writeBytes(framing.tree(value, depth)), key);
        } else if (value instanceof NdArray array) {
            array(array, key, depth);
        } else if (value instanceof byte[] bytes) {
            out.begin(Types.BYTES, key, bytes.length);
            out.data(ByteBuffer.wrap(bytes));
        } else if (value instanceof DataPointer pointer) {
            out.begin(keyed(TreeWriter.pointer(pointer, depth), key), 0);
        } else if (value instanceof List<?> list) {
            list(list, key, depth, framing);
        } else if (value instanceof Iterator<?> items) {
            stream(items, key, depth);
        } else if (value instanceof Map<?, ?> map) {
            dict(map, key, depth, framing);
        } else {
            pandas(value, key, depth);
        }
    }

    /** Writes what has a frame of its own, but no place in it. */
    private void json(Object value, String key, int depth) throws IOException {
        out.json(Json.writeBytes(TreeWriter.tree(value, depth)), key);
    }

    private static Map<String, Object> keyed(Map<String, Object> metadata, String key) {
        if (key != null) {
            metadata.put("key", key);
        }
        return metadata;
    }

    private void array(NdArray array, String key, int depth) throws IOException {
        DType type = array.dtype();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("type", Types.NDARRAY);
        metadata.put("dtype", WireType.tree(type));
        metadata.put("shape", ArrayTree.shape(array.shape()));
        ByteBuffer data;
        if (!type.isFixedSize()) {
            Column flat = Column.of(array.ravel());
            data = type.kind() == DType.Kind.STR && flat.hasMissing() ? null : encoded(flat, depth);
            if (data == null) {
                json(array, key, depth);
                return;
            }
        } else if (!array.isContiguous() && array.transpose().isContiguous()) {
            metadata.put("order", "F");
            data = array.transpose().data();
        } else {
            data = array.data();
        }
        out.begin(keyed(metadata, key), data.remaining());
        out.data(data);
    }

    /** The buffer of elements; null where a text among them has no UTF-8 form. */
    private static ByteBuffer encoded(Column flat, int depth) {
        try {
            return Buffers.of(flat, depth).data();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void pandas(Object value, String key, int depth) throws IOException {
        PandasWriter writer;
        try {
            writer = value instanceof DataFrame frame
                    ? new PandasWriter(frame, depth)
                    : new PandasWriter((Series) value, depth);
        } catch (CharacterCodingException e) {
            json(value, key, depth);
            return;
        }
        if (!writer.writeTo(out, key)) {
            json(value, key, depth);
        }
    }

    private void list(List<?> items, String key, int depth, Framing framing) throws IOException {
        TreeWriter.enter(depth);
        out.begin(Types.LIST, key, 0);
        ItemBatch batch = new ItemBatch(out);
        int index = 0;
        for (Object item : items) {
            item(item, index++, depth, framing, batch);
        }
        batch.write();
        out.begin(Types.END, null, 0);
    }

    /** Items that come one by one: each is flushed, since the next may take long. */
    private void stream(Iterator<?> items, String key, int depth) throws IOException {
        TreeWriter.enter(depth);
        out.begin(Types.LIST, key, 0);
        ItemBatch batch = new ItemBatch(out);
        for (int index = 0; items.hasNext(); index++) {
            Object item = items.next();
            out.resume();
            try {
                item(item, index, depth, null, batch);
            } catch (RuntimeException | StackOverflowError e) {
                // What came before it arrives.
                if (!batch.isEmpty()) {
                    batch.write();
                    out.flush();
                }
                throw e;
            }
            batch.writeUnlessSmall();
            out.flush(batch);
        }
        out.resume();
        batch.write();
        out.begin(Types.END, null, 0);
    }

    /** One item; of a stream where there is no framing: then those before a framed one arrive, whatever becomes of it. */
    private void item(Object item, int index, int depth, Framing framing, ItemBatch batch) throws IOException {
        try {
            Framing itsFraming = framing == null ? Framing.of(item) : framing;
            if (itsFraming.isFramed(item)) {
                if (!batch.isEmpty()) {
                    batch.write();
                    if (framing == null) {
                        out.flush();
                    }
                }
                write(item, null, depth + 1, itsFraming);
            } else {
                batch.add(itsFraming.tree(item, depth + 1));
            }
        } catch (UnsendableException e) {
            throw e.inside(index);
        }
    }

    private void dict(Map<?, ?> map, String key, int depth, Framing framing) throws IOException {
        TreeWriter.enter(depth);
        out.begin(Types.DICT, key, 0);
        for (Map.Entry<?, ?> member : map.entrySet()) {
            String name = Keys.sendable(member.getKey());
            try {
                write(member.getValue(), name, depth + 1, framing);
            } catch (UnsendableException e) {
                throw e.insideMember(name);
            }
        }
        out.begin(Types.END, null, 0);
    }
}
