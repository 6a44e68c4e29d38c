package io.ipyrpc.server;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.pointer.PointerPath;
import io.ipyrpc.pointer.Stored;
import io.ipyrpc.pointer.View;
import io.ipyrpc.registry.RpcFunction;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pointers of one call: values in the place of those among its arguments, in use until the call has ended, and the
 * one to its result. For one thread, but for {@link #cancel}.
 */
final class CallPointers implements AutoCloseable {
    private final Pointers pointers;
    private final JobRequest job;
    private final PeerFetch.Fetching fetching;
    /** Each pointer's value once, however often it stands in the arguments. */
    private Map<DataPointer, Object> values = Map.of();

    private List<Vault.Hold> holds = List.of();

    CallPointers(Pointers pointers, JobRequest job) {
        this.pointers = pointers;
        this.job = job;
        this.fetching = pointers.peers().fetching();
    }

    /** Ends the fetching of values, from any thread. */
    void cancel() {
        fetching.cancel();
    }

    /**
     * The arguments with values in the place of pointers, but where the function takes pointers.
     *
     * @throws io.ipyrpc.wire.RpcException if a value cannot be had
     */
    Arguments resolve(RpcFunction function, Arguments arguments) {
        List<Object> positional = arguments.positional();
        List<Object> changed = null;
        for (int i = 0; i < positional.size(); i++) {
            Object given = positional.get(i);
            Object value = isPlain(given) || function.takesPointer(i) ? given : resolve(given);
            if (value != given) {
                changed = changed == null ? new ArrayList<>(positional) : changed;
                changed.set(i, value);
            }
        }
        Map<String, Object> keyword = arguments.keyword();
        Map<String, Object> named = keyword;
        for (Map.Entry<String, Object> argument : keyword.entrySet()) {
            Object given = argument.getValue();
            Object value = isPlain(given) || function.takesPointer(argument.getKey()) ? given : resolve(given);
            if (value != given) {
                named = named == keyword ? new LinkedHashMap<>(keyword) : named;
                named.put(argument.getKey(), value);
            }
        }
        return changed == null && named == keyword
                ? arguments
                : Arguments.of(changed == null ? positional : changed, named);
    }

    private static boolean isPlain(Object value) {
        return !(value instanceof DataPointer || value instanceof List || value instanceof Map);
    }

    private Object resolve(Object value) {
        if (value instanceof DataPointer pointer) {
            return valueOf(pointer);
        }
        if (value instanceof List<?> list) {
            List<Object> changed = null;
            for (int i = 0; i < list.size(); i++) {
                Object item = list.get(i);
                Object resolved = isPlain(item) ? item : resolve(item);
                if (resolved != item) {
                    changed = changed == null ? new ArrayList<>(list) : changed;
                    changed.set(i, resolved);
                }
            }
            return changed == null ? list : changed;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> changed = null;
            for (Map.Entry<?, ?> member : map.entrySet()) {
                Object item = member.getValue();
                Object resolved = isPlain(item) ? item : resolve(item);
                if (resolved != item) {
                    changed = changed == null ? new LinkedHashMap<>(map) : changed;
                    changed.put(member.getKey(), resolved);
                }
            }
            return changed == null ? map : changed;
        }
        return value;
    }

    private Object valueOf(DataPointer pointer) {
        if (values.containsKey(pointer)) {
            return values.get(pointer);
        }
        PointerPath path = PointerPath.of(pointer.path());
        Object value;
        if (pointers.isHere(path)) {
            Vault.Hold hold = pointers.hold(path, pointer.secretKey());
            holds = holds.isEmpty() ? new ArrayList<>() : holds;
            holds.add(hold);
            value = hold.value();
        } else {
            value = fetching.fetch(pointer, path, pointers.addresses());
        }
        values = values.isEmpty() ? new HashMap<>() : values;
        values.put(pointer, value);
        return value;
    }

    /** What the caller gets of a result: the result, or a pointer to it where that is asked. */
    Object result(Object result) {
        View view = result instanceof View part ? part : null;
        Object value = view == null ? result : view.value();
        if (!"pointer".equals(job.options().get("return")) || value instanceof DataPointer) {
            return value;
        }
        // Without a hold it was no pointer that the part was taken of.
        Vault.Hold base = view == null || holds.isEmpty() ? null : holds.get(0);
        return pointers.keep(
                Stored.whole(value, pointers.maxBytes()),
                job.owner(),
                job.options().get("listener"),
                base);
    }

    /** Everything that it used may go. */
    @Override
    public void close() {
        holds.forEach(Vault.Hold::close);
        values = Map.of();
    }
}
