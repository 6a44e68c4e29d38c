package io.ipyrpc.http.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of bytes: what it does with a connection is the test's to say. */
final class RawServer implements AutoCloseable {
    /** What to do with a connection, which is closed after it. */
    interface Script {
        /**
         * Serves a connection.
         *
         * @param socket the connection
         * @param number 1 for the first
         */
        void serve(Socket socket, int number) throws IOException, InterruptedException;
    }

    private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    RawServer(Script script) throws IOException {
        daemon(() -> {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                int number = accepted.incrementAndGet();
                daemon(() -> {
                    try (socket) {
                        socket.setTcpNoDelay(true);
                        script.serve(socket, number);
                    }
                });
            }
        });
    }

    /** A server that reads one request without a body on each connection, and answers with these bytes. */
    static RawServer answering(String bytes) throws IOException {
        return new RawServer((socket, number) -> {
            head(socket);
            send(socket, bytes);
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // The other side is gone, or the test is over; what that means is for the client's side to assert.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads to the end of a head; returns it, or what came of it before the end of the stream. */
    static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (b == '\n' && head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    int port() {
        return listening.getLocalPort();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns the base as messages show it. */
    String where() {
        return "127.0.0.1:" + port() + " (http://127.0.0.1:" + port() + ")";
    }

    /** Returns how many connections were accepted so far. */
    int connections() {
        return accepted.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Closeable socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
