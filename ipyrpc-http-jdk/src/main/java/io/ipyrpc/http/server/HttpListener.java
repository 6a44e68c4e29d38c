package io.ipyrpc.http.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.TransportOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTP or HTTPS address of a server. Safe for use by any number of threads. */
public final class HttpListener implements Listener {
    /** The settings of HTTP alone. */
    public static final Set<String> SETTINGS =
            Set.of("max_connections", "request_timeout", "min_request_rate", "send_timeout");

    private static final int BACKLOG = 1024;
    private static final int MAX_CONNECTIONS = 10_000;
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final HttpServer server;
    private final ServerThreads threads;
    private final Connections connections;
    private final URI address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpListener(HttpServer server, ServerThreads threads, Connections connections, URI address) {
        this.server = server;
        this.threads = threads;
        this.connections = connections;
        this.address = address;
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalArgumentException if the address or a setting is not usable
     * @throws IOException if the address cannot be had
     */
    public static HttpListener open(URI address, TransportOptions options, RequestHandler handler) throws IOException {
        requireUsable(address);
        int most = (int) options.settings().number("max_connections", MAX_CONNECTIONS, 1, 1_000_000);
        Timeouts timeouts = Timeouts.of(options.settings());
        boolean tls = address.getScheme().equalsIgnoreCase("https");
        SSLContext context = tls ? KeyStoreFile.serverContext(options.settings().section("tls")) : null;
        JdkServerProperties.apply(most);
        HttpServer server = bind(address, context);
        boolean started = false;
        try {
            ServerThreads threads = new ServerThreads();
            PeerWatch watch = new PeerWatch(threads.clock(), timeouts);
            Connections connections = new Connections(threads.requests(), watch, most);
            AllowedHosts hosts = new AllowedHosts(address, server.getAddress(), options.settings());
            Origins origins = new Origins(address.getScheme(), hosts, options.settings());
            Drain drain = new Drain(threads.requests(), watch);
            server.setExecutor(connections);
            server.createContext("/", new Endpoint(hosts, origins, options, handler, drain, connections));
            URI taken = withPort(address, server.getAddress().getPort());
            server.start();
            started = true;
            return new HttpListener(server, threads, connections, taken);
        } finally {
            if (!started) {
                server.stop(0);
            }
        }
    }

    private static void requireUsable(URI address) {
        if (address.getHost() == null || address.getPort() < 0) {
            throw new IllegalArgumentException("cannot listen on " + address + ": write " + address.getScheme()
                    + "://HOST:PORT, where port 0 is any that is free");
        }
        boolean more = address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || !(address.getRawPath().isEmpty() || address.getRawPath().equals("/"));
        if (more || address.getPort() > 65535) {
            throw new IllegalArgumentException("cannot listen on " + address
                    + ": an address has a scheme, a host and a port from 0 to 65535, and nothing else");
        }
    }

    private static HttpServer bind(URI address, SSLContext context) throws IOException {
        String host = address.getHost();
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetSocketAddress local = new InetSocketAddress(plain, address.getPort());
        if (local.isUnresolved()) {
            throw new IOException("cannot listen on " + address + ": the host " + host + " is not known");
        }
        try {
            if (context == null) {
                return HttpServer.create(local, BACKLOG);
            }
            HttpsServer server = HttpsServer.create(local, BACKLOG);
            server.setHttpsConfigurator(new ModernTls(context));
            return server;
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static URI withPort(URI address, int port) throws IOException {
        try {
            return new URI(address.getScheme(), null, address.getHost(), port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    public URI address() {
        return address;
    }

    /** Those on which something is asked: of idle ones the JDK's server tells nothing. */
    @Override
    public OptionalLong connections() {
        return OptionalLong.of(connections.open());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop(0);
            threads.stop();
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** TLS from version 1.2 on, whatever else the JDK was configured to speak. */
    private static final class ModernTls extends HttpsConfigurator {
        ModernTls(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters modern = getSSLContext().getDefaultSSLParameters();
            modern.setProtocols(Arrays.stream(modern.getProtocols())
                    .filter(TLS_VERSIONS::contains)
                    .toArray(String[]::new));
            parameters.setSSLParameters(modern);
        }
    }
}
