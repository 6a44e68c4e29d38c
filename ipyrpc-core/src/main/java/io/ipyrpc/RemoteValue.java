package io.ipyrpc;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.HasPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.pointer.PointerText;
import io.ipyrpc.wire.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value that stays on its server: it can be looked at there, fetched, and passed to functions like the value itself.
 *
 * <pre>{@code
 * try (RemoteValue x = rpc.function("simulate").arg(1_000_000).pointer()) {
 *     x;                                         // np.ndarray <f8 [1000000, 3], 24.0 MB, at http://10.0.0.5:7777
 *     x.head(10);                                // ten rows come over the network
 *     x.index(RemoteValue.all(), 0);             // x[:, 0]
 *     rpc.call("fit", x);                        // the function gets the very array, nothing is sent
 * }                                              // released
 * }</pre>
 *
 * <p>The server keeps a value for an hour after its last use (its setting {@code pointers.ttl}), unless it is released
 * before, or pinned. A handle that is not closed releases nothing. Immutable, and safe for use by any number of threads.
 */
public final class RemoteValue implements HasPointer, AutoCloseable {
    private final RemoteCalls calls;
    private final DataPointer pointer;

    RemoteValue(RemoteCalls calls, DataPointer pointer) {
        this.calls = calls;
        this.pointer = Objects.requireNonNull(pointer, "pointer");
    }

    @Override
    public DataPointer pointer() {
        return pointer;
    }

    /** What the server told of the value: {@code type}, and where it has them {@code dtype}, {@code shape}, … */
    public Map<String, Object> info() {
        return pointer.info();
    }

    /** The type of an array's elements as numpy writes it, such as {@code <f8}; "" where the value is no array. */
    public String dtype() {
        return info().get("dtype") instanceof String dtype ? dtype : "";
    }

    /** The sizes of an array's axes, or a frame's rows and columns; empty where the value has none. */
    public long[] shape() {
        return PointerText.shape(info());
    }

    /**
     * Fetches the value.
     *
     * @throws RemoteException with code {@code gone} if it has expired or was released, {@code not_found} if its server
     *     was started anew, {@code not_acceptable} if it is an object that cannot be sent
     * @throws IllegalStateException if its server is neither the client's own nor one of its peers
     * @throws java.io.UncheckedIOException if its server cannot be reached; the message names it
     */
    public Object get() {
        return calls.fetch(pointer);
    }

    /**
     * Fetches the value and converts it; throws as {@link #get()}.
     *
     * @param type as for {@link RpcClient#call(Class, String, Object...)}
     * @throws ClassCastException if the value is not of that type
     */
    public <T> T get(Class<T> type) {
        return RemoteCalls.converted(calls.as(type), "the value of " + pointer.path(), calls.fetch(pointer));
    }

    private Object ask(String function, Object... more) {
        return ask(Object.class, Map.of(), function, more);
    }

    private <T> T ask(Class<T> type, Map<String, String> fields, String function, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(pointer));
        arguments.addAll(Arrays.asList(more));
        return calls.to(pointer).invoke(type, function, Arguments.of(arguments, Map.of()), fields);
    }

    /** Fetches some items or rows, as Python's {@code value[start:stop]} has them; throws as {@link #get()}. */
    public Object slice(long start, long stop) {
        return slice(start, stop, 1);
    }

    /** Fetches some items or rows, as Python's {@code value[start:stop:step]} has them; throws as {@link #get()}. */
    public Object slice(long start, long stop, long step) {
        return ask("_slice", start, stop, step);
    }

    /** Fetches the first items or rows; below zero all but so many of the last. Throws as {@link #get()}. */
    public Object head(long n) {
        return ask("_head", n);
    }

    /**
     * Fetches a part: of an array with a key for each axis; of a frame a column by its name, or rows and columns; of a
     * list an item; of a dict a member. Throws as {@link #get()}.
     *
     * @param key for each axis a position, a name, {@link #range}, {@link #all} or {@link #take}
     */
    public Object index(Object... key) {
        return ask("_index", Arrays.asList(key));
    }

    /**
     * A part that stays on the server too, sharing the memory of this value: of that nothing goes as long as the part is
     * kept. Throws as {@link #get()}.
     *
     * @param key as for {@link #index}
     */
    public RemoteValue view(Object... key) {
        return ask(RemoteValue.class, Map.of("return", "pointer"), "_index", Arrays.asList(key));
    }

    /** Type and size, and of numbers what pandas' {@code describe} tells; throws as {@link #get()}. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> describe() {
        return (Map<String, Object>) ask("_describe");
    }

    /** A key for {@link #index}: the whole of an axis. */
    public static Object all() {
        return range(null, null, null);
    }

    /** A key for {@link #index}: Python's {@code start:stop:step}; null = left out. */
    public static Object range(Long start, Long stop, Long step) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", start);
        range.put("stop", stop);
        range.put("step", step);
        return range;
    }

    /** A key for {@link #index}: some columns of a frame, by names and positions. */
    public static Object take(Object... columns) {
        return Map.of("take", Arrays.asList(columns));
    }

    /**
     * Keeps the value from expiring and from making room for others, until it is unpinned or released.
     *
     * @throws RemoteException as {@link #release}
     */
    public void pin() {
        ask("_pin", true);
    }

    /**
     * Lets the value expire again.
     *
     * @throws RemoteException as {@link #release}
     */
    public void unpin() {
        ask("_pin", false);
    }

    /**
     * Lets go of the value on the server; what uses it just now still has it.
     *
     * @throws RemoteException with code {@code forbidden} if it is another's; {@code gone} or {@code not_found} as for
     *     {@link #get()}
     */
    public void release() {
        calls.to(pointer)
                .asked(connection -> connection.ask(Op.RELEASE, pointer.path(), Map.of("secret", pointer.secretKey())));
    }

    /** {@link #release}, where the value is there and this caller's: what the server refuses is passed over. */
    @Override
    public void close() {
        try {
            release();
        } catch (RemoteException e) {
            // It has expired, or is another's to release: there is nothing left to do about it.
            return;
        }
    }

    /** What it is, how large, and where, on one line; never the secret. */
    @Override
    public String toString() {
        return PointerText.of(pointer);
    }
}
