package io.ipyrpc.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a value lies that a server keeps, and the secret that opens it; §5 of the protocol.
 *
 * <p>Its text never shows the secret. Two pointers are equal when they open the same value; {@code info} is for people
 * and does not count.
 *
 * <p>Immutable, and so safe for any number of threads.
 */
public final class DataPointer {
    private final String protocol;
    private final String host;
    private final int port;
    private final String path;
    private final String secretKey;
    private final Map<String, Object> info;

    /**
     * Makes a pointer.
     *
     * @param protocol of the server, such as {@code http} or {@code zmq}
     * @param host of the server
     * @param port of the server, 0 to 65535
     * @param path of the value, {@code /data/SERVER/ID}
     * @param secretKey that opens it
     * @param info about the value, for people; may be empty
     * @throws IllegalArgumentException if the port is out of range
     * @throws NullPointerException if anything is null
     */
    public DataPointer(
            String protocol, String host, int port, String path, String secretKey, Map<String, Object> info) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.path = Objects.requireNonNull(path, "path");
        this.secretKey = Objects.requireNonNull(secretKey, "secretKey");
        this.info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " of a pointer; ports are 0 to 65535");
        }
    }

    /**
     * Makes a pointer of its members on the wire; of those that it does not know it takes no notice.
     *
     * @param members {@code protocol}, {@code host}, {@code port}, {@code path}, {@code secret_key}, and {@code info} or
     *     not
     * @return the pointer
     * @throws IllegalArgumentException if one is missing or of another kind; the message never shows a text, which may
     *     be a secret in the wrong place
     */
    public static DataPointer fromMap(Map<?, ?> members) {
        Object port = members.get("port");
        if (!(port instanceof Long || port instanceof Integer)
                || ((Number) port).longValue() < 0
                || ((Number) port).longValue() > 65535) {
            String shown = String.valueOf(port);
            throw new IllegalArgumentException("port is a number from 0 to 65535, not "
                    + (shown.length() <= 64 ? shown : shown.substring(0, 64) + "…"));
        }
        Map<String, Object> info = new LinkedHashMap<>();
        if (members.get("info") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> info.put((String) name, value));
        } else if (members.get("info") != null) {
            throw new IllegalArgumentException("info is an object or null");
        }
        return new DataPointer(
                text(members, "protocol"),
                text(members, "host"),
                ((Number) port).intValue(),
                text(members, "path"),
                text(members, "secret_key"),
                info);
    }

    private static String text(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is " + (members.containsKey(name) ? "no text" : "missing"));
    }

    /**
     * The pointer's members on the wire, {@code type} the first, the secret among them.
     *
     * @return a new map, without {@code info} where the server says nothing
     */
    public Map<String, Object> toMap() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "ipyrpc_data_pointer");
        members.put("protocol", protocol);
        members.put("host", host);
        members.put("port", (long) port);
        members.put("path", path);
        members.put("secret_key", secretKey);
        if (!info.isEmpty()) {
            members.put("info", info);
        }
        return members;
    }
    /**
     * How the server is spoken to.
     *
     * @return such as {@code http}
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Where the server is.
     *
     * @return name or address
     */
    public String host() {
        return host;
    }

    /**
     * The server's port.
     *
     * @return 0 to 65535
     */
    public int port() {
        return port;
    }

    /**
     * The value's place in the server.
     *
     * @return {@code /data/SERVER/ID}
     */
    public String path() {
        return path;
    }

    /**
     * What opens the value; whoever has it may read.
     *
     * @return the secret
     */
    public String secretKey() {
        return secretKey;
    }

    /**
     * What the server says of the value, for people.
     *
     * @return an immutable map, empty if it says nothing
     */
    public Map<String, Object> info() {
        return info;
    }

    /** Compares everything but {@code info}, the secret in a time that does not tell how much of it agrees. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof DataPointer that
                        && protocol.equals(that.protocol)
                        && host.equals(that.host)
                        && port == that.port
                        && path.equals(that.path)
                        && MessageDigest.isEqual(
                                secretKey.getBytes(StandardCharsets.UTF_8),
                                that.secretKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Agrees with {@link #equals}, but leaves the secret out. */
    @Override
    public int hashCode() {
        return Objects.hash(protocol, host, port, path);
    }

    /** Shows where the value lies and what it is, never the secret. */
    @Override
    public String toString() {
        return "DataPointer[" + protocol + "://" + host + ":" + port + path + (info.isEmpty() ? "" : " " + info) + "]";
    }
}
