package io.ipyrpc.pointer;

import io.ipyrpc.function.Rpc;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The server's own functions (§4), which look at a value where it lies; each is called by its name behind {@code _}. */
public final class OwnFunctions {
    /** The functions need no state. */
    public OwnFunctions() {}

    /** Some items of a list, or rows of an array, frame or series. */
    @Rpc(doc = "Some items or rows of a pointer's value, as Python's slices have them.")
    public static Object slice(
            @Rpc.Param(name = "pointer") Object pointer,
            @Rpc.Param(name = "start") @Rpc.Default("null") Long start,
            @Rpc.Param(name = "stop") @Rpc.Default("null") Long stop,
            @Rpc.Param(name = "step") @Rpc.Default("null") Long step) {
        return Indexing.of(pointer, new Key.Slice(start, stop, step == null ? 1 : step));
    }

    /** Part of a value by a key. */
    @Rpc(doc = "Part of a pointer's value: of an array, frame, series, list or dict, by a key.")
    public static Object index(@Rpc.Param(name = "pointer") Object pointer, @Rpc.Param(name = "key") Object key) {
        List<?> keys = key instanceof List<?> list ? list : Arrays.asList(key);
        return Indexing.of(pointer, keys.stream().map(Key::of).toArray(Key[]::new));
    }

    /** The first items or rows. */
    @Rpc(doc = "The first items or rows of a pointer's value.")
    public static Object head(
            @Rpc.Param(name = "pointer") Object pointer, @Rpc.Param(name = "n") @Rpc.Default("5") long n) {
        return Indexing.of(pointer, new Key.Slice(null, n, 1));
    }

    /** Type, size, and of numbers what pandas' describe tells. */
    @Rpc(doc = "Type and size of a pointer's value; of numbers count, mean, std, least, quartiles and greatest.")
    public static Map<String, Object> describe(@Rpc.Param(name = "pointer") Object pointer) {
        return Description.of(pointer);
    }
}
