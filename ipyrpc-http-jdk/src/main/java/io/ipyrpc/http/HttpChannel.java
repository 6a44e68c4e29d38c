package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpClient;
import io.ipyrpc.http.client.HttpClientOptions;
import io.ipyrpc.http.server.KeyStoreFile;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** A client's way to one HTTP server; each exchange has a connection of its own while it lasts. */
final class HttpChannel implements Channel {
    /** What a client may set; with http the section {@code tls} is there for the servers that pointers lead to. */
    static final Set<String> SETTINGS = Set.of(
            "connect_timeout", "read_timeout", "tls", "tls.trust_store", "tls.password_file", "tls.password_env");

    private static final int DAY = 86_400;
    /** A server says something every five seconds, if it is only that it is there. */
    private static final int READ_SECONDS = 30;

    private final HttpClient client;
    private final URI address;
    private final RequestEncoder encoder;
    private final AnswerReader reader;
    private volatile boolean closed;

    private HttpChannel(HttpClient client, URI address, TransportOptions options) {
        this.client = client;
        this.address = address;
        this.encoder = new RequestEncoder(options.mediaTypes());
        this.reader = new AnswerReader(address, options);
    }

    static HttpChannel open(URI address, TransportOptions options) throws IOException {
        Settings settings = options.settings();
        HttpClientOptions.Builder http = HttpClientOptions.builder()
                .connectTimeout(Duration.ofSeconds(settings.number("connect_timeout", 10, 1, DAY)))
                .readTimeout(Duration.ofSeconds(settings.number("read_timeout", READ_SECONDS, 0, DAY)));
        Settings tls = settings.section("tls");
        if (address.getScheme().equalsIgnoreCase("https") && tls.has("trust_store")) {
            http.trustStore(KeyStoreFile.file(tls, "trust_store"), KeyStoreFile.password(tls));
        }
        return new HttpChannel(new HttpClient(address, http.build()), address, options);
    }

    @Override
    public Exchange open(Request request) {
        if (closed) {
            throw new IllegalStateException("the channel to " + address + " is closed");
        }
        return new ClientExchange(client.open(encoder.encode(request)), request.op(), reader);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    @Override
    public String toString() {
        return "channel to " + address;
    }
}
