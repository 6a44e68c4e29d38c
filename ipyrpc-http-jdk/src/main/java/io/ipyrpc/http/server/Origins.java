package io.ipyrpc.http.server;

import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The web pages that may ask: the server's own, and those of {@code allowed_origins}, which alone may read across. */
final class Origins {
    private final Set<String> allowed;
    private final AllowedHosts hosts;
    private final String scheme;

    Origins(String scheme, AllowedHosts hosts, Settings settings) {
        this.hosts = hosts;
        this.scheme = scheme.toLowerCase(Locale.ROOT) + "://";
        this.allowed = new HashSet<>(settings.texts("allowed_origins"));
        for (String origin : allowed) {
            boolean whole = origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s,*]+");
            if (!whole) {
                throw new IllegalArgumentException("allowed_origins has '" + origin
                        + "', must be scheme://host or scheme://host:port, as browsers write it");
            }
        }
    }

    /** Whether answers depend on who asks. */
    boolean vary() {
        return !allowed.isEmpty();
    }

    /**
     * Refuses a page that may not ask.
     *
     * @param origins the headers {@code Origin}, may be null
     * @param host the server's name in this request
     * @return the origin that has to be told that it may read the answer, or null
     */
    String check(List<String> origins, Authority host) {
        if (origins == null) {
            return null;
        }
        String origin = origins.size() == 1 ? origins.get(0).strip() : String.join(", ", origins);
        if (origins.size() == 1 && allowed.contains(origin)) {
            return origin;
        }
        if (!isOwn(origin, host)) {
            throw new Refusal(
                    ErrorCode.FORBIDDEN,
                    "pages of the origin " + Refusal.shown(origin)
                            + " may not ask this server; add it to the setting allowed_origins if they should");
        }
        return null;
    }

    private boolean isOwn(String origin, Authority host) {
        if (!origin.startsWith(scheme)) {
            return false;
        }
        Authority parsed = Authority.parse(origin.substring(scheme.length()));
        if (parsed == null) {
            return false;
        }
        Authority whole = parsed.withPort(AllowedHosts.standardPort(scheme.substring(0, scheme.length() - 3)));
        // An entry without a port is for proxies: it must not let in pages of that host's other ports.
        return whole.equals(host) || hosts.containsExactly(whole);
    }
}
