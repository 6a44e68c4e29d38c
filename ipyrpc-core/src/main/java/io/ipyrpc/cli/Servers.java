package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.config.AddressText;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.net.URI;

/** Connects to the servers that people name. */
final class Servers {
    private Servers() {}

    /**
     * Connects; nothing is sent yet.
     *
     * @param url such as {@code http://127.0.0.1:7777}, or {@code localhost:7777} for http
     * @throws CommandException if it is no such address, or no transport for it is installed
     */
    static Connection connect(String url, Plugins plugins) throws IOException {
        try {
            URI address = URI.create(AddressText.withScheme(url));
            if (address.getScheme() == null || address.getHost() == null) {
                throw new IllegalArgumentException("no scheme://host:port");
            }
            return new Connection(address, plugins, Settings.EMPTY, Limits.defaults());
        } catch (IllegalArgumentException e) {
            if (!url.contains("://")) {
                throw CommandException.usage("'" + url + "' is no address, such as http://127.0.0.1:7777");
            }
            throw CommandException.usage("'" + url + "': " + e.getMessage());
        }
    }
}
