package io.ipyrpc.http.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port in one spelling: lower case, IPv6 in full and in brackets.
 *
 * @param host the name or address
 * @param port the port, or -1 where none was written
 */
record Authority(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(0|[1-9][0-9]{0,4}))?");

    /** Reads {@code host} or {@code host:port}; null if it is neither. */
    static Authority parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int port = matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2));
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (port > 65535) {
            return null;
        }
        if (!host.startsWith("[")) {
            return new Authority(host, port);
        }
        try {
            // Brackets hold an address: no name is looked up here.
            return of(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static Authority of(InetAddress address, int port) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return new Authority(plain.indexOf(':') < 0 ? plain : "[" + plain + "]", port);
    }

    Authority withPort(int otherwise) {
        return port >= 0 ? this : new Authority(host, otherwise);
    }

    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }
}
