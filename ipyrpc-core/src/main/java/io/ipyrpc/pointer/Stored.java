package io.ipyrpc.pointer;

import io.ipyrpc.data.Footprint;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;

/** Results as they are kept. */
public final class Stored {
    private Stored() {}

    /**
     * The very object; of an iterator, a stream, or another source of items that is no collection, the list of its
     * items. A source that can be closed is closed then.
     *
     * @param most how many bytes they may have
     * @throws RpcException with {@code too_large} if they have more
     * @throws IllegalStateException if closing throws a checked exception, which is its cause
     */
    public static Object whole(Object value, long most) {
        Iterator<?> items = items(value);
        if (items == null) {
            return value;
        }
        try {
            return list(items, most);
        } finally {
            close(value);
        }
    }

    private static Iterator<?> items(Object value) {
        if (value instanceof Iterator<?> items) {
            return items;
        }
        if (value instanceof BaseStream<?, ?> stream) {
            return stream.iterator();
        }
        boolean lazy = value instanceof Iterable && !(value instanceof Collection || value instanceof Path);
        return lazy ? ((Iterable<?>) value).iterator() : null;
    }

    private static void close(Object source) {
        if (source instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a stream could not be closed: " + e, e);
            }
        }
    }

    private static List<Object> list(Iterator<?> items, long most) {
        List<Object> list = new ArrayList<>();
        long bytes = 0;
        while (items.hasNext()) {
            Object item = items.next();
            bytes += Footprint.of(item);
            if (bytes > most) {
                throw new RpcException(
                        ErrorCode.TOO_LARGE,
                        "the items of the result have more than " + most
                                + " bytes, all that a value may have (pointers.max_bytes); return them by value, item by"
                                + " item, or raise it");
            }
            list.add(item);
        }
        return list;
    }
}
