package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.config.Nearest;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * What a client knows of its server's functions. Who asks for the list gets one that is no older than {@code maxAge};
 * calls take what is known as it is, so that they cost no round trip more, and doubt it where the server's answer says
 * that it may have changed. Safe for use by any number of threads.
 */
final class FunctionList {
    /** The refusals that another list may save from: a new function, other parameters, other serializers. */
    private static final Set<String> DOUBTFUL =
            Set.of("not_found", "bad_request", "unsupported_serializer", "not_acceptable");

    private final Connection connection;
    private final KnownExceptions exceptions;
    private final long maxAgeNanos;
    private volatile Known known;

    /** What was told at one time; in doubt, it is as good as old. */
    private record Known(Map<String, FunctionInfo> functions, boolean rules, long at, boolean doubtful) {}

    /** Asks for them at once. */
    FunctionList(Connection connection, KnownExceptions exceptions, Duration maxAge) throws IOException {
        this.connection = connection;
        this.exceptions = exceptions;
        this.maxAgeNanos = maxAge.toNanos();
        this.known = fetch(false);
    }

    private Known fetch(boolean rules) throws IOException {
        long now = System.nanoTime();
        try {
            return new Known(connection.functions(rules), rules, now, false);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), connection.address().toString());
        }
    }

    /** What is known of one, or null; nothing is asked. */
    FunctionInfo find(String name) {
        return known.functions().get(name);
    }

    /** All that are known; nothing is asked. */
    Map<String, FunctionInfo> known() {
        return known.functions();
    }

    /** All of them, as they were {@code maxAge} ago or later, by name. */
    Map<String, FunctionInfo> all() {
        return isFresh() ? known() : renewed();
    }

    private boolean isFresh() {
        Known now = known;
        return !now.doubtful() && System.nanoTime() - now.at() < maxAgeNanos;
    }

    /** Several threads that find it old ask once. */
    private synchronized Map<String, FunctionInfo> renewed() {
        return isFresh() ? known() : refresh(known.rules());
    }

    synchronized Map<String, FunctionInfo> refresh(boolean rules) {
        try {
            known = fetch(rules);
            return known();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The next who asks for the list gets a new one. */
    void doubt() {
        Known now = known;
        if (!now.doubtful()) {
            known = new Known(now.functions(), now.rules(), now.at(), true);
        }
    }

    /** Doubts the list where a refusal says that it may be old. */
    void heard(ErrorRecord refusal) {
        if (DOUBTFUL.contains(refusal.code())) {
            doubt();
        }
    }

    /** Whether a new list says something else of a function than what was known when it was called. */
    boolean differs(String name, FunctionInfo before) {
        return !Objects.equals(before, all().get(name));
    }

    /** One that is there; throws as {@link RpcClient#function}. */
    FunctionInfo get(String name) {
        FunctionInfo info = all().get(Objects.requireNonNull(name, "name"));
        info = info != null ? info : refresh(known.rules()).get(name);
        if (info == null) {
            throw new NoSuchElementException(
                    "there is no function '" + name + "'" + Nearest.hint(name, known().keySet()));
        }
        return info;
    }
}
