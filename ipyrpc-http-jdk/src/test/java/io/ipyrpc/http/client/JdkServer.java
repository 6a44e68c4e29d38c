package io.ipyrpc.http.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The JDK's server on a port of its own, which counts the connections that requests came by. */
final class JdkServer implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final String scheme;

    private JdkServer(HttpServer server, String scheme, HttpHandler handler) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            handler.handle(exchange);
        });
        server.start();
    }

    static JdkServer http(HttpHandler handler) throws IOException {
        return new JdkServer(HttpServer.create(loopback(), 200), "http", handler);
    }

    static JdkServer https(SSLContext context, HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 200);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new JdkServer(server, "https", handler);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Answers with the whole body at once. */
    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI base() {
        return base("127.0.0.1");
    }

    URI base(String host) {
        return URI.create(scheme + "://" + host + ":" + port());
    }

    /** Returns how many connections brought requests so far. */
    int connections() {
        return ports.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
