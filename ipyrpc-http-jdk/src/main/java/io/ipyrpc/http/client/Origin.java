package io.ipyrpc.http.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;

/**
 * The scheme, host and port that a client talks to.
 *
 * @param tls whether the scheme is https
 * @param host the name or address to dial, IPv6 without brackets
 * @param port the port to dial, never -1
 * @param authority what the {@code Host} header says: brackets round IPv6, the port only if it is not the scheme's own
 */
record Origin(boolean tls, String host, int port, String authority) {
    static Origin of(URI base) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(base, "its scheme is not http or https");
        }
        if (base.getHost() == null) {
            throw refused(base, "it names no host; write http://host:port, with letters, digits, dots and hyphens");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw refused(base, "it may hold a scheme, a host and a port only");
        }
        if (!base.getRawPath().isEmpty() && !base.getRawPath().equals("/")) {
            throw refused(base, "it must end with the port: " + base.getRawPath() + " is too much");
        }
        boolean tls = scheme.equals("https");
        int standard = tls ? 443 : 80;
        int port = base.getPort() < 0 ? standard : base.getPort();
        if (port < 1 || port > 65535) {
            throw refused(base, "its port is not from 1 to 65535");
        }
        String name = base.getHost().toLowerCase(Locale.ROOT);
        String host = name.startsWith("[") ? base.getHost().substring(1, name.length() - 1) : name;
        // A zone says which network card to dial through: it means nothing to the server.
        String shown = name.replaceFirst("%.*]", "]");
        return new Origin(tls, host, port, port == standard ? shown : shown + ":" + port);
    }

    /** Returns the address as messages show it: the numbers dialled. */
    static String show(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static IllegalArgumentException refused(URI base, String why) {
        return new IllegalArgumentException("cannot talk HTTP to " + base + ": " + why);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority;
    }
}
