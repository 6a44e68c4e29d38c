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
