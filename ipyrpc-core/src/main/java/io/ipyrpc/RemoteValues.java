package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.pointer.Peers;
import io.ipyrpc.pointer.PointerPath;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds whom to ask about a value: the client's own server, whatever address its pointers name, or one of its peers, to
 * which it connects when it is first asked. Safe for use by any number of threads.
 */
final class RemoteValues implements AutoCloseable {
    private final Connection connection;
    private final FunctionList functions;
    private final Peers peers;
    private final Function<URI, RpcClient> connecting;
    private final Map<URI, RpcClient> others = new HashMap<>();
    private boolean closed;

    /**
     * Values of a server and its peers.
     *
     * @param connecting makes the client of a peer
     */
    RemoteValues(Connection connection, FunctionList functions, Peers peers, Function<URI, RpcClient> connecting) {
        this.connection = connection;
        this.functions = functions;
        this.peers = peers;
        this.connecting = connecting;
    }

    /**
     * Who is to be asked.
     *
     * @param own the calls of the client itself
     * @throws IllegalStateException if the pointer's server is neither the client's own nor one of its peers; nothing was
     *     sent to it
     */
    RemoteCalls of(DataPointer pointer, RemoteCalls own) {
        PointerPath path = PointerPath.of(pointer.path());
        if (path == null) {
            throw new IllegalStateException("the path of " + pointer + " is no pointer's; it is /data/SERVER/ID");
        }
        if (isOwn(path) || Peers.same(pointer, connection.address())) {
            return own;
        }
        URI address = Peers.address(pointer);
        if (address != null && peers.allow(pointer)) {
            return other(address);
        }
        // A server that was started anew has another id.
        functions.refresh(false);
        if (isOwn(path)) {
            return own;
        }
        throw new IllegalStateException(pointer + " lies neither at " + connection.address()
                + " nor at one of this client's peers; if you trust its server, name that:"
                + " RpcClient.builder(…).setting(\"peers\", \"" + address + "\")");
    }

    private boolean isOwn(PointerPath path) {
        return path.server().equals(connection.server());
    }

    private synchronized RemoteCalls other(URI address) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        return others.computeIfAbsent(address, connecting).calls();
    }

    @Override
    public synchronized void close() {
        closed = true;
        others.values().forEach(RpcClient::close);
    }
}
