package io.ipyrpc.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The bounds that untrusted bytes are held to, each a named setting with a default; the error that a bound causes names
 * the setting.
 *
 * <table>
 * <caption>The settings</caption>
 * <tr><th>setting</th><th>default</th><th>bounds</th></tr>
 * <tr><td>max_body</td><td>1 GiB</td><td>bytes of a request's body, and of one frame's data</td></tr>
 * <tr><td>max_metadata</td><td>1 MiB</td><td>bytes of a frame's metadata</td></tr>
 * <tr><td>max_depth</td><td>100</td><td>lists and dicts inside one another</td></tr>
 * <tr><td>max_number_length</td><td>1000</td><td>characters of one number in JSON</td></tr>
 * <tr><td>max_arguments</td><td>255</td><td>arguments of one call</td></tr>
 * </table>
 *
 * <p>Immutable. {@code Limits.defaults().with("max_depth", 10)} gives a changed copy.
 */
public final class Limits {
    private static final Limits DEFAULTS = new Limits(defaultValues());

    private final Map<String, Long> values;
    private final long maxBody;
    private final int maxMetadata;
    private final int maxDepth;
    private final int maxNumberLength;
    private final int maxArguments;

    private Limits(Map<String, Long> values) {
        this.values = values;
        this.maxBody = values.get("max_body");
        this.maxMetadata = values.get("max_metadata").intValue();
        this.maxDepth = values.get("max_depth").intValue();
        this.maxNumberLength = values.get("max_number_length").intValue();
        this.maxArguments = values.get("max_arguments").intValue();
    }

    private static Map<String, Long> defaultValues() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("max_body", 1L << 30);
        values.put("max_metadata", 1L << 20);
        values.put("max_depth", 100L);
        values.put("max_number_length", 1000L);
        values.put("max_arguments", 255L);
        return values;
    }

    /** The limits of a server or client that was told nothing else. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** The names of the settings. */
    public static Set<String> names() {
        return DEFAULTS.values.keySet();
    }

    /**
     * A copy with one limit changed.
     *
     * @throws IllegalArgumentException if there is no such limit or the value is out of its range
     */
    public Limits with(String name, long value) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("unknown limit '" + name + "'; known: " + String.join(", ", names()));
        }
        // A deeper nesting could overflow the stack of the reader; the others count in int.
        long most = name.equals("max_body") ? Long.MAX_VALUE : name.equals("max_depth") ? 1000 : Integer.MAX_VALUE - 8;
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from 1 to " + most);
        }
        Map<String, Long> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Limits(changed);
    }

    /** The most bytes of a body or of one frame's data. */
    public long maxBody() {
        return maxBody;
    }

    /** The most bytes of a frame's metadata. */
    public int maxMetadata() {
        return maxMetadata;
    }

    /** How deep lists and dicts may stand inside one another. */
    public int maxDepth() {
        return maxDepth;
    }

    /** The most characters of one number in JSON text. */
    public int maxNumberLength() {
        return maxNumberLength;
    }

    /** The most arguments of one call. */
    public int maxArguments() {
        return maxArguments;
    }

    /** The limits by name. */
    @Override
    public String toString() {
        return values.toString();
    }
}
