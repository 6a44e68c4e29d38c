package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.config.Nearest;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/** What a client knows of its server's functions. Safe for use by any number of threads. */
final class FunctionList {
    private final Connection connection;
    private final KnownExceptions exceptions;
    private volatile Map<String, FunctionInfo> functions;

    /** Asks for them at once. */
    FunctionList(Connection connection, KnownExceptions exceptions) throws IOException {
        this.connection = connection;
        this.exceptions = exceptions;
        this.functions = fetch(false);
    }

    private Map<String, FunctionInfo> fetch(boolean rules) throws IOException {
        try {
            return connection.functions(rules);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), connection.address().toString());
        }
    }

    /** All of them, as they were when last asked for, by name. */
    Map<String, FunctionInfo> all() {
        return functions;
    }

    /** What is known of one, or null. */
    FunctionInfo find(String name) {
        return functions.get(name);
    }

    Map<String, FunctionInfo> refresh(boolean rules) {
        try {
            functions = fetch(rules);
            return functions;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** One that is there; throws as {@link RpcClient#function}. */
    FunctionInfo get(String name) {
        FunctionInfo info = find(Objects.requireNonNull(name, "name"));
        info = info != null ? info : refresh(false).get(name);
        if (info == null) {
            throw new NoSuchElementException(
                    "there is no function '" + name + "'" + Nearest.hint(name, functions.keySet()));
        }
        return info;
    }
}
