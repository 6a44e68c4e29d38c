package io.ipyrpc.pointer;

import io.ipyrpc.data.DataPointer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom values may be fetched from: servers by scheme, host and port, exactly, and networks of literal addresses. A name is
 * compared as text and never looked up. Immutable.
 */
public final class Peers {
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9]{0,15}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final Pattern BYTE = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final int MOST_PORT = 65_535;

    /** A server, its host's literal address in one spelling. */
    private record Server(String scheme, String host, int port) {
        static Server of(String scheme, String host, int port) {
            String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            byte[] address = literal(plain);
            return new Server(
                    scheme.toLowerCase(Locale.ROOT),
                    address == null ? plain.toLowerCase(Locale.ROOT) : Arrays.toString(address),
                    port);
        }

        static Server of(DataPointer pointer) {
            return of(pointer.protocol(), pointer.host(), pointer.port());
        }
    }

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % 8;
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Set<Server> servers = new HashSet<>();
    private final List<Network> networks = new ArrayList<>();

    /**
     * The peers that a setting names.
     *
     * @throws IllegalArgumentException if an entry is neither {@code scheme://host:port} nor a network such as
     *     {@code 10.0.0.0/8}
     */
    public Peers(List<String> entries) {
        for (String entry : entries) {
            if (entry.contains("://")) {
                servers.add(server(entry));
            } else {
                networks.add(network(entry));
            }
        }
    }

    private static IllegalArgumentException wrong(String entry) {
        return new IllegalArgumentException("peers has '" + entry
                + "', must be scheme://host:port, or a network of addresses such as 10.0.0.0/8 or fd00::/8");
    }

    private static Server server(String entry) {
        try {
            URI uri = URI.create(entry);
            boolean inside = "inproc".equalsIgnoreCase(uri.getScheme());
            boolean whole = uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            if (whole && (inside || uri.getPort() >= 0 && uri.getPort() <= MOST_PORT)) {
                return Server.of(uri.getScheme(), uri.getHost(), Math.max(0, uri.getPort()));
            }
        } catch (IllegalArgumentException e) {
            // told below, like an address that is not whole
        }
        throw wrong(entry);
    }

    private static Network network(String entry) {
        int slash = entry.indexOf('/');
        byte[] address = literal(slash < 0 ? entry : entry.substring(0, slash));
        String bits = slash < 0 ? "" : entry.substring(slash + 1);
        if (address == null || slash >= 0 && !bits.matches("\\d{1,3}")) {
            throw wrong(entry);
        }
        int count = slash < 0 ? 8 * address.length : Integer.parseInt(bits);
        if (count > 8 * address.length) {
            throw wrong(entry);
        }
        return new Network(address, count);
    }

    /** The bytes of an address that is written as numbers, or null: nothing is looked up. */
    static byte[] literal(String host) {
        if (V6.matcher(host).matches()) {
            try {
                // In brackets it is an address to the JDK or an error, never a name.
                return InetAddress.getByName("[" + host + "]").getAddress();
            } catch (UnknownHostException e) {
                return null;
            }
        }
        String[] parts = host.split("\\.", -1);
        byte[] address = new byte[4];
        for (int i = 0; i < parts.length; i++) {
            int part = parts.length == address.length && BYTE.matcher(parts[i]).matches()
                    ? Integer.parseInt(parts[i])
                    : 256;
            if (part > 255) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /** Whether the value of that pointer may be fetched. */
    public boolean allow(DataPointer pointer) {
        if (servers.contains(Server.of(pointer))) {
            return true;
        }
        byte[] address = pointer.protocol().equals("inproc") ? null : literal(pointer.host());
        return address != null && networks.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether that pointer and that address name one server, as text. */
    public static boolean same(DataPointer pointer, URI address) {
        return Server.of(pointer)
                .equals(Server.of(address.getScheme(), address.getHost(), Math.max(0, address.getPort())));
    }

    /** The address of a pointer's server, or null where its parts make none. */
    public static URI address(DataPointer pointer) {
        byte[] address = literal(pointer.host());
        if (!SCHEME.matcher(pointer.protocol()).matches()
                || address == null && !NAME.matcher(pointer.host()).matches()) {
            return null;
        }
        String host = pointer.host().contains(":") ? "[" + pointer.host() + "]" : pointer.host();
        return URI.create(pointer.protocol() + "://" + host + (pointer.port() > 0 ? ":" + pointer.port() : ""));
    }
}
