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
 * Transport {@code https}: as {@link HttpTransport}, inside TLS 1.2 or 1.3. Stateless, safe for use by any number of
 * threads.
 *
 * <p>Further settings, in the section {@code tls}: {@code key_store} (a listener's PKCS12 file), {@code trust_store} (a
 * client's PKCS12 file; without it the JDK's own authorities are trusted), and the password in {@code password_file} or
 * {@code password_env}.
 *
 * <pre>{@code
 * Settings settings = Settings.of(Map.of("tls", Map.of("key_store", "server.p12", "password_env", "KEY_PASSWORD")));
 * Listener listener = new HttpsTransport()
 *         .listen(URI.create("https://0.0.0.0:7443"), new TransportOptions(settings, limits, mediaTypes), handler);
 * }</pre>
 */
public final class HttpsTransport implements Transport {
    /** The transport; it holds nothing. */
    public HttpsTransport() {}

    @Override
    public String name() {
        return "https";
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
