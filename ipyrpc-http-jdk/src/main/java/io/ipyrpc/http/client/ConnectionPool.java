package io.ipyrpc.http.client;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The connections of a client: those in use, and those kept for the next exchange, the last used first. Thread-safe. */
final class ConnectionPool implements Closeable {
    /** A shorter pause leaves the server little time to close; a look costs a millisecond. */
    private static final long UNCHECKED = TimeUnit.SECONDS.toNanos(1);

    private final HttpClientOptions options;
    private final LongSupplier clock;
    private final long idleTimeout;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private boolean suspicious;
    private long suspectedAt;
    private volatile boolean closed;

    ConnectionPool(HttpClientOptions options, LongSupplier clock) {
        this.options = options;
        this.clock = clock;
        this.idleTimeout = TimeUnit.MILLISECONDS.toNanos(options.idleTimeout());
    }

    boolean closed() {
        return closed;
    }

    /** Returns a connection that is yet to be dialled; {@link #close} closes it too. */
    Connection fresh() {
        Connection connection = new Connection(this);
        open.add(connection);
        if (closed) {
            connection.close();
        }
        return connection;
    }

    /** Returns a kept connection that seems alive, or null. */
    Connection take() {
        for (; ; ) {
            Connection last;
            boolean thoroughly;
            long now = clock.getAsLong();
            synchronized (idle) {
                last = idle.pollLast();
                if (last == null) {
                    return null;
                }
                long since = last.idleSince();
                thoroughly = now - since > UNCHECKED || suspicious && suspectedAt - since >= 0;
            }
            if (now - last.idleSince() <= idleTimeout && last.alive(thoroughly, options.readTimeout())) {
                return last;
            }
            last.close();
        }
    }

    /** Keeps a connection for the next exchange, unless there are enough. */
    void give(Connection connection) {
        long now = clock.getAsLong();
        connection.idle(now);
        Connection surplus = connection;
        synchronized (idle) {
            if (!closed && options.maxIdle() > 0) {
                idle.addLast(connection);
                Connection oldest = idle.peekFirst();
                surplus = idle.size() > options.maxIdle() || now - oldest.idleSince() > idleTimeout
                        ? idle.pollFirst()
                        : null;
            }
        }
        if (surplus != null) {
            surplus.close();
        }
    }

    /** One kept connection was dead: each that is kept now is looked at before it is used. */
    void suspect() {
        synchronized (idle) {
            suspicious = true;
            suspectedAt = clock.getAsLong();
        }
    }

    void forget(Connection connection) {
        open.remove(connection);
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.clear();
        }
        open.forEach(Connection::close);
    }
}
