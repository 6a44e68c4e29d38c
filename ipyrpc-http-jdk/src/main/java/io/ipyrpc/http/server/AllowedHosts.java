package io.ipyrpc.http.server;

import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that a server answers to: a page whose own name was pointed at this address afterwards (DNS rebinding) is
 * not served.
 */
final class AllowedHosts {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    /** As texts: what a record is compared by is linked at its first use, which a start need not wait for. */
    private final Set<String> allowed = new HashSet<>();

    private final int standardPort;
    private volatile Known last = new Known(null, null);

    /** A header that was found good, which the next request most likely has too; null before the first. */
    private record Known(String header, Authority host) {}

    /**
     * The names of a listener.
     *
     * @param address the address as it was given
     * @param bound where it listens
     */
    AllowedHosts(URI address, InetSocketAddress bound, Settings settings) throws SocketException {
        standardPort = standardPort(address.getScheme());
        int port = bound.getPort();
        InetAddress ip = bound.getAddress();
        allow(entry("the address", address.getHost()).withPort(port));
        if (ip.isAnyLocalAddress()) {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress own : Collections.list(card.getInetAddresses())) {
                    allow(Authority.of(own, port));
                }
            }
        } else {
            allow(Authority.of(ip, port));
        }
        if (ip.isAnyLocalAddress() || ip.isLoopbackAddress()) {
            LOOPBACK.forEach(name -> allow(entry("loopback", name).withPort(port)));
        }
        for (String name : List.of("advertise", "allowed_hosts")) {
            settings.texts(name).forEach(text -> allow(entry(name, text)));
        }
    }

    private void allow(Authority authority) {
        allowed.add(authority.toString());
    }

    static int standardPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }

    private static Authority entry(String setting, String text) {
        int scheme = text.indexOf("://");
        Authority authority = Authority.parse(scheme < 0 ? text : text.substring(scheme + 3));
        if (authority == null) {
            throw new IllegalArgumentException(
                    setting + " has '" + text + "', must be a host or host:port, IPv6 in brackets");
        }
        return authority;
    }

    /** Whether the name, with that port, is one of this server's; an entry without a port stands for any. */
    boolean contains(Authority authority) {
        return containsExactly(authority) || allowed.contains(authority.host());
    }

    boolean containsExactly(Authority authority) {
        return allowed.contains(authority.toString());
    }

    /**
     * The server's name as the request has it, with its port.
     *
     * @param hosts the headers {@code Host}, may be null
     * @param absolute the authority of a target in absolute form, or null
     */
    Authority check(List<String> hosts, String absolute) {
        if (hosts == null || hosts.size() != 1) {
            throw misdirected("the request needs one Host header, it has " + (hosts == null ? 0 : hosts.size()));
        }
        Authority host = check(hosts.get(0).strip());
        if (absolute != null && !check(absolute).equals(host)) {
            throw misdirected("the request line and the Host header name two hosts");
        }
        return host;
    }

    private Authority check(String text) {
        Known known = last;
        if (text.equals(known.header)) {
            return known.host;
        }
        Authority host = Authority.parse(text);
        if (host == null) {
            throw misdirected("the Host " + Refusal.shown(text) + " is no host and port");
        }
        Authority whole = host.withPort(standardPort);
        if (!contains(whole)) {
            throw misdirected("this server does not answer to the host " + Refusal.shown(text)
                    + "; add it to the setting allowed_hosts if it should");
        }
        last = new Known(text, whole);
        return whole;
    }

    private static Refusal misdirected(String message) {
        String named = message.contains("allowed_hosts") ? message : message + " (see the setting allowed_hosts)";
        return new Refusal(421, ErrorCode.FORBIDDEN, named, Map.of());
    }
}
