package io.ipyrpc.spi;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * SPI: carries requests and answers. Found by {@code ServiceLoader}; stateless, with a public constructor without
 * parameters that never throws. It turns its own bytes into {@link Request}s and frames back into its own bytes, and
 * knows nothing else: no functions, no jobs, no pointers. The rules that every implementation keeps are numbered in the
 * {@linkplain io.ipyrpc.spi package's documentation}, T1 and on.
 */
public interface Transport {
    /** The scheme of its addresses, such as {@code http}. */
    String name();

    /**
     * The names of the server settings that its listeners read, besides those that {@code docs/configuration.md} lists for
     * every server; none by default. A server refuses names that neither it nor any installed transport knows. The names
     * inside a section, such as {@code tls}, are written {@code tls.key_store}.
     */
    default Set<String> settings() {
        return Set.of();
    }

    /**
     * The names of the settings that its channels read; none by default. A client refuses names that no installed transport
     * knows, since a slip would pass unseen: without its {@code trust_store} a client trusts others. The names inside a
     * section are written {@code tls.trust_store}, besides {@code tls}.
     */
    default Set<String> clientSettings() {
        return Set.of();
    }

    /**
     * Starts to listen.
     *
     * @param address scheme, host and port; port 0 = any that is free
     * @param options settings, limits and media types
     * @param handler answers the requests
     * @throws IllegalArgumentException if the address or an option is not usable; the message names it
     * @throws IOException if the address cannot be had
     */
    Listener listen(URI address, TransportOptions options, RequestHandler handler) throws IOException;

    /**
     * A channel to a server; nothing is sent before the first request.
     *
     * @throws IllegalArgumentException if the address or an option is not usable; the message names it
     * @throws IOException if the channel cannot be had
     */
    Channel connect(URI address, TransportOptions options) throws IOException;
}
