package io.ipyrpc.transport;

import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Transport;
import io.ipyrpc.spi.TransportOptions;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Transport {@code inproc}: server and client in one process, without a socket. {@code inproc://name} is listened at by
 * one listener at a time, and found by every channel of the same class loader's core. Frames are handed over as they
 * are, at most 1 MiB of them waiting for each exchange.
 */
public final class InProcessTransport implements Transport {
    /** The listeners of this process, by the authority of their addresses. */
    private static final ConcurrentMap<String, InProcessListener> LISTENERS = new ConcurrentHashMap<>();

    /** For {@code ServiceLoader}. */
    public InProcessTransport() {}

    @Override
    public String name() {
        return "inproc";
    }

    @Override
    public Listener listen(URI address, TransportOptions options, RequestHandler handler) throws IOException {
        InProcessListener listener = new InProcessListener(checked(address), handler, LISTENERS::remove);
        if (LISTENERS.putIfAbsent(address.getAuthority(), listener) != null) {
            throw new IOException(address + " is taken by another listener of this process");
        }
        return listener;
    }

    @Override
    public Channel connect(URI address, TransportOptions options) {
        return new InProcessChannel(checked(address));
    }

    private static URI checked(URI address) {
        if (!"inproc".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("'" + address + "' is not inproc://name, such as inproc://demo");
        }
        return address;
    }

    /** Who listens at an address, or null. */
    static InProcessListener at(URI address) {
        return LISTENERS.get(address.getAuthority());
    }
}
