package io.ipyrpc.http.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;

/** One connection to the server, used by one exchange at a time. Closing it is safe from any thread. */
final class Connection implements Closeable {
    private final ConnectionPool pool;
    private volatile Socket wire;
    private volatile boolean closed;
    private Socket socket;
    private InetSocketAddress address;
    private HttpInput input;
    private RequestWriter output;
    private long idleSince;
    private boolean used;

    Connection(ConnectionPool pool) {
        this.pool = pool;
    }

    /** Returns a socket, not yet connected, that {@link #close} closes too. */
    Socket newWire() throws IOException {
        // No proxy: what is dialled is what the caller named, whatever the JVM's properties say.
        Socket fresh = new Socket(Proxy.NO_PROXY);
        wire = fresh;
        if (closed) {
            fresh.close();
            throw new SocketException("Socket closed");
        }
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return fresh;
    }

    /** Takes the socket into use: the wire itself, or TLS on it; {@code near} where it took next to no time. */
    void connected(Socket socket, InetSocketAddress address, String authority, boolean near) throws IOException {
        this.socket = socket;
        this.address = address;
        input = new HttpInput(socket.getInputStream());
        output = new RequestWriter(socket.getOutputStream(), authority, near);
    }

    HttpInput input() {
        return input;
    }

    RequestWriter output() {
        return output;
    }

    /** Returns the address dialled as messages show it. */
    String address() {
        return Origin.show(address);
    }

    /** Bounds the time for which a read waits for a byte: milliseconds, 0 for no bound. */
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Returns whether an exchange was completed here before. */
    boolean used() {
        return used;
    }

    void idle(long nanoTime) {
        used = true;
        idleSince = nanoTime;
    }

    long idleSince() {
        return idleSince;
    }

    /** Returns whether the server has neither closed this idle connection nor sent what nobody asked for. */
    boolean alive(boolean thoroughly, int readTimeout) {
        try {
            if (input.arrived()) {
                return false;
            }
            if (thoroughly) {
                readTimeout(1);
                try {
                    input.await();
                    return false;
                } catch (SocketTimeoutException silence) {
                    readTimeout(readTimeout);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes the wire, and not TLS on it: that would wait for whoever is writing. */
    @Override
    public void close() {
        closed = true;
        pool.forget(this);
        Socket open = wire;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }
}
