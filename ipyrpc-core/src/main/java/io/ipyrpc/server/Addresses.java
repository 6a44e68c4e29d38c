package io.ipyrpc.server;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.pointer.Peers;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where others reach this server: for each address that it listens at, the one that pointers name. That is the same, or
 * what {@code advertise} says, or for a wildcard the machine's first address. Safe for use by any number of threads.
 */
final class Addresses {
    private static final URI ANY = URI.create("http://localhost:1");

    private final List<String> advertised;
    private final Map<String, URI> named = Collections.synchronizedMap(new LinkedHashMap<>());

    /**
     * No addresses yet.
     *
     * @param advertised the setting {@code advertise}: {@code host}, {@code host:port} or a URL; the first counts
     * @throws IllegalArgumentException if it is none of these
     */
    Addresses(List<String> advertised) {
        this.advertised = advertised;
        if (!advertised.isEmpty()) {
            advertised(ANY);
        }
    }

    /** One more. */
    void add(URI listener) {
        boolean inside = listener.getScheme().equals("inproc");
        named.put(
                listener.toString(),
                inside ? listener : advertised.isEmpty() ? reachable(listener) : advertised(listener));
    }

    private URI advertised(URI listener) {
        String text = advertised.get(0);
        try {
            URI uri = URI.create(text.contains("://") ? text : listener.getScheme() + "://" + text);
            if (uri.getHost() != null) {
                boolean own = uri.getPort() < 0 && !text.contains("://");
                int standard = uri.getScheme().equals("https") ? 443 : 80;
                int port = uri.getPort() >= 0 ? uri.getPort() : own ? listener.getPort() : standard;
                return uri(uri.getScheme(), uri.getHost(), port);
            }
        } catch (IllegalArgumentException e) {
            // told below, like a URL without a host
        }
        throw new IllegalArgumentException("advertise is '" + text + "', must be host, host:port or a URL");
    }

    private static URI reachable(URI listener) {
        try {
            if (!InetAddress.getByName(listener.getHost()).isAnyLocalAddress()) {
                return listener;
            }
            InetAddress best = null;
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    boolean usable = !address.isLoopbackAddress() && !address.isLinkLocalAddress();
                    best = usable
                                    && (best == null
                                            || !(best instanceof Inet4Address) && address instanceof Inet4Address)
                            ? address
                            : best;
                }
            }
            String host = best == null ? "127.0.0.1" : best.getHostAddress();
            return uri(
                    listener.getScheme(),
                    host.contains(":") ? "[" + host.split("%")[0] + "]" : host,
                    listener.getPort());
        } catch (UnknownHostException | SocketException e) {
            return listener;
        }
    }

    private static URI uri(String scheme, String host, int port) {
        return URI.create(scheme + "://" + host + ":" + port);
    }

    /** The address for pointers to name, for a call that came by that listener; null or another's = the first. */
    URI of(String listener) {
        URI known = listener == null ? null : named.get(listener);
        if (known != null) {
            return known;
        }
        synchronized (named) {
            return named.values().stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the server listens nowhere"));
        }
    }

    /** Whether that pointer names this server, whatever process made it. */
    boolean isOwn(DataPointer pointer) {
        synchronized (named) {
            return named.entrySet().stream()
                    .anyMatch(entry ->
                            Peers.same(pointer, entry.getValue()) || Peers.same(pointer, URI.create(entry.getKey())));
        }
    }
}
