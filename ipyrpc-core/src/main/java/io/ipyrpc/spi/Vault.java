package io.ipyrpc.spi;

import java.util.Objects;

/**
 * Values that a server keeps for those who have their pointers. Safe for use by any number of threads.
 *
 * <p>Whoever shows the id of a value and its secret may use it. To release and to pin it one must be its owner besides,
 * where it has one.
 */
public interface Vault extends AutoCloseable {
    /**
     * What opens a value.
     *
     * @param id of the value: letters, digits, {@code _} and {@code -}, at most 100
     * @param secret 256 random bits in base64url
     */
    record Key(String id, String secret) {
        /** Checks that both are there. */
        public Key {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(secret, "secret");
        }

        /** The id, never the secret. */
        @Override
        public String toString() {
            return "key of " + id;
        }
    }

    /** A value in use: it is there until this is closed, whatever becomes of its pointer. Safe for any thread. */
    interface Hold extends AutoCloseable {
        /** The very object that was put. */
        Object value();

        /** The use is over. Idempotent. */
        @Override
        void close();
    }

    /**
     * Takes a value in, and drops others where there is no room for it: those that were not used for the longest time
     * first, never one in use or pinned.
     *
     * @param value any object, or null
     * @param owner who alone may release and pin it, or null for whoever has its secret
     * @param bytes about how much memory it takes, at least 1
     * @param base a value whose memory this one shares, in use: it is kept, and counted, as long as this one; null = none.
     *     The hold stays the caller's to close
     * @throws io.ipyrpc.wire.RpcException with {@code too_large} where there is no room; nothing is dropped then
     */
    Key put(Object value, String owner, long bytes, Hold base);

    /**
     * Begins to use a value.
     *
     * @throws io.ipyrpc.wire.RpcException with {@code gone} where it was there and is not any more, saying when and why it
     *     went; with {@code not_found} where there is none of that id, or its secret is another
     */
    Hold hold(String id, String secret);

    /**
     * Lets go of a value.
     *
     * @param caller who asks, or null for somebody unknown
     * @throws io.ipyrpc.wire.RpcException as {@link #hold} does; with {@code forbidden} where the caller is not its owner
     */
    void release(String id, String secret, String caller);

    /**
     * Keeps a value from expiring and from being dropped for others, or no longer.
     *
     * @param caller who asks, or null for somebody unknown
     * @throws io.ipyrpc.wire.RpcException as {@link #release} does
     */
    void pin(String id, String secret, String caller, boolean pinned);

    /** How many values can be opened. */
    int count();

    /** How many bytes are counted: those of all values that can be opened, and of released ones still in use. */
    long bytes();

    /** The most bytes that one value may have. */
    long maxBytes();

    /** Lets go of everything. Idempotent. */
    @Override
    void close();
}
