/**
 * Transports {@code http} and {@code https}.
 *
 * @provides io.ipyrpc.spi.Transport both of them
 */
module io.ipyrpc.http {
    requires transitive io.ipyrpc.core;
    requires jdk.httpserver;

    exports io.ipyrpc.http;

    provides io.ipyrpc.spi.Transport with
            io.ipyrpc.http.HttpTransport,
            io.ipyrpc.http.HttpsTransport;
}
