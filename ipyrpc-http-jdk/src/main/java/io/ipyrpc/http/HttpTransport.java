package io.ipyrpc.http;

import io.ipyrpc.http.server.HttpListener;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Transport;
import io.ipyrpc.spi.TransportOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * Transport {@code http}: the server's side on the JDK's own server, the client's side on sockets. Stateless, safe for
 * use by any number of threads.
 *
 * <p>Settings of a listener: {@code allowed_hosts}, {@code advertise} and {@code allowed_origins} (texts or lists of
 * texts), {@code max_connections} (requests in progress, 10,000), {@code request_timeout} (20 s) and {@code
 * min_request_rate} (500 bytes/s) for slow requests, {@code send_timeout} (60 s) for clients that do not read.
 *
 * <p>Settings of a channel: {@code connect_timeout} (10 s), and {@code read_timeout} (30 s), the longest silence of a
 * server that is asked; 0 = any. Servers break their silence every few seconds.
 *
 * <pre>{@code
 * Listener listener = new HttpTransport().listen(URI.create("http://127.0.0.1:0"), options, handler);
 * Channel channel = new HttpTransport().connect(listener.address(), options);
 * }</pre>
 */
public final class HttpTransport implements Transport {
    /** The transport; it holds nothing. */
    public HttpTransport() {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Set<String> settings() {
        return HttpListener.SETTINGS;
    }

    @Override
    public Set<String> clientSettings() {
        return HttpChannel.SETTINGS;
    }

    @Override
    public Listener listen(URI address, TransportOptions options, RequestHandler handler) throws IOException {
        Schemes.require(name(), address);
        return HttpListener.open(address, options, handler);
    }

    @Override
    public Channel connect(URI address, TransportOptions options) throws IOException {
        Schemes.require(name(), address);
        return HttpChannel.open(address, options);
    }
}
