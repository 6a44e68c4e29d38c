package io.ipyrpc.plugin;

import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The serializers that a server or client has, by name and alias. Immutable. */
public final class SerializerSet {
    private final Map<String, Serializer> byName;

    private SerializerSet(Map<String, Serializer> byName) {
        this.byName = byName;
    }

    /** These serializers, by every name they have. */
    public static SerializerSet of(Map<String, Serializer> byName) {
        return new SerializerSet(Collections.unmodifiableMap(new TreeMap<>(byName)));
    }

    /**
     * The set with one more.
     *
     * @throws IllegalArgumentException if another has one of its names
     */
    public SerializerSet with(Serializer added) {
        Map<String, Serializer> all = new TreeMap<>(byName);
        List<String> names = new java.util.ArrayList<>(added.aliases());
        names.add(added.name());
        for (String name : names) {
            Serializer before = all.put(name, added);
            if (before != null && before != added) {
                throw new IllegalArgumentException("two serializers are named '" + name + "': "
                        + before.getClass().getName() + " and "
                        + added.getClass().getName());
            }
        }
        return SerializerSet.of(all);
    }

    /** The serializer of that name or alias, or null. */
    public Serializer find(String name) {
        return byName.get(name);
    }

    /**
     * The serializer of that name or alias.
     *
     * @throws RpcException with {@code unsupported_serializer} if there is none
     */
    public Serializer get(String name) {
        Serializer serializer = byName.get(name);
        if (serializer == null) {
            throw new RpcException(
                    ErrorCode.UNSUPPORTED_SERIALIZER,
                    "serializer '" + name + "' is not installed; installed: " + String.join(", ", names()));
        }
        return serializer;
    }

    /** What stands in a rule, with serializers by the one name that they have besides their aliases. */
    public Object byOwnNames(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::byOwnNames).toList();
        }
        if (value instanceof Serializer own) {
            return own.name();
        }
        Serializer named = value instanceof String name ? byName.get(name) : null;
        return named == null ? value : named.name();
    }

    /** The serializers' names, without aliases. */
    public List<String> names() {
        return byName.values().stream()
                .map(Serializer::name)
                .distinct()
                .sorted()
                .toList();
    }

    /** The media types by the serializers' names. */
    public Map<String, String> mediaTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        byName.values().forEach(serializer -> types.put(serializer.name(), serializer.mediaType()));
        return types;
    }
}
