package io.ipyrpc.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The functions of one moment, by name; a job keeps to the table that it began with. Immutable. */
public final class FunctionTable {
    private final Map<String, RpcFunction> functions;
    private final Map<String, RpcFunction> own;
    private final String version;

    /**
     * A table.
     *
     * @param own the server's own functions, which may still grow
     */
    FunctionTable(Map<String, RpcFunction> functions, Map<String, RpcFunction> own) {
        this.own = own;
        this.functions = Collections.unmodifiableMap(new TreeMap<>(functions));
        this.version = digest(this.functions);
    }

    /** The function of that name, the server's own included, or null. */
    public RpcFunction find(String name) {
        RpcFunction function = functions.get(name);
        return function == null ? own.get(name) : function;
    }

    /** All functions but the server's own, in the order of their names. */
    public Map<String, RpcFunction> all() {
        return functions;
    }

    /** A text that differs where the list does. */
    public String version() {
        return version;
    }

    private static String digest(Map<String, RpcFunction> functions) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            functions
                    .values()
                    .forEach(function ->
                            sha.update(function.info().toMap().toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
