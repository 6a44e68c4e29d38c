package io.ipyrpc.server;

import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.Footprint;
import io.ipyrpc.function.Call;
import io.ipyrpc.function.Principal;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.pointer.PointerInfo;
import io.ipyrpc.pointer.PointerPath;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Vault;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.net.URI;

/** The values that this process keeps, and the pointers to them. Safe for use by any number of threads. */
public final class Pointers implements AutoCloseable {
    /** What keeping a value costs beside the value. */
    private static final long OVERHEAD = 256;

    private final String server = Ids.next();
    private final Vault vault;
    private final Addresses addresses;
    private final PeerFetch peers;

    /**
     * Opens the store.
     *
     * @throws IllegalArgumentException if a setting cannot be honoured; the message names it
     */
    Pointers(ServerSettings settings, Plugins plugins, Pulse pulse) {
        this.addresses = new Addresses(settings.values().texts("advertise"));
        this.peers = new PeerFetch(settings, plugins, pulse);
        this.vault = plugins.pointerStore(settings.pointers().text("store").orElse("memory"))
                .open(settings.pointers());
    }

    /** The id of this process, which its pointers' paths begin with. */
    String server() {
        return server;
    }

    Addresses addresses() {
        return addresses;
    }

    PeerFetch peers() {
        return peers;
    }

    /** The most bytes that one value may have. */
    long maxBytes() {
        return vault.maxBytes();
    }

    /** How many values are kept. */
    int count() {
        return vault.count();
    }

    /** About how much memory they take. */
    long bytes() {
        return vault.bytes();
    }

    /** The pointers of one call. */
    CallPointers of(JobRequest job) {
        return new CallPointers(this, job);
    }

    /**
     * Keeps a value.
     *
     * @param listener the address that the call came by, or null
     * @param base a value in use whose memory it shares, or null
     * @throws RpcException with {@code too_large} where there is no room
     */
    DataPointer keep(Object value, String owner, String listener, Vault.Hold base) {
        URI address = addresses.of(listener);
        long bytes = Footprint.of(value);
        Vault.Key key = vault.put(value, owner, OVERHEAD + (base == null ? bytes : 0), base);
        String host = address.getHost();
        return new DataPointer(
                address.getScheme(),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Math.max(0, address.getPort()),
                new PointerPath(server, key.id()).toString(),
                key.secret(),
                PointerInfo.of(value, bytes));
    }

    /** Whether the value of that pointer is here. */
    boolean isHere(PointerPath path) {
        return path != null && path.server().equals(server);
    }

    /**
     * Begins to use a value of this process.
     *
     * @throws RpcException as {@link Vault#hold} does
     */
    Vault.Hold hold(PointerPath path, String secret) {
        return vault.hold(here(path).id(), secret);
    }

    private PointerPath here(PointerPath path) {
        if (isHere(path)) {
            return path;
        }
        throw path == null
                ? new RpcException(ErrorCode.NOT_FOUND, "a pointer's path is /data/SERVER/ID")
                : ended(path.server());
    }

    /** The refusal of what another process kept. */
    static RpcException ended(String server) {
        return new RpcException(
                ErrorCode.NOT_FOUND,
                "the value was kept by the process '" + server + "', which is not this one; if it was started anew, its"
                        + " values went with it");
    }

    void release(PointerPath path, String secret, String caller) {
        vault.release(here(path).id(), secret, caller);
    }

    /** Pins a value, or no longer; callers call it as {@code _pin}. */
    @Rpc(doc = "Keeps a pointer's value from expiring and from being dropped, or no longer.")
    public boolean pin(
            @Rpc.Param(name = "pointer") DataPointer pointer,
            @Rpc.Param(name = "pinned") @Rpc.Default("true") boolean pinned) {
        String caller = Call.current().principal().map(Principal::name).orElse(null);
        vault.pin(here(PointerPath.of(pointer.path())).id(), pointer.secretKey(), caller, pinned);
        return pinned;
    }

    @Override
    public void close() {
        vault.close();
    }
}
