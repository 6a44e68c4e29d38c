package io.ipyrpc.http.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * The times and bounds a client keeps to. Immutable.
 *
 * <pre>{@code
 * HttpClientOptions options = HttpClientOptions.builder()
 *         .readTimeout(Duration.ofSeconds(30))
 *         .trustStore(Path.of("trust.p12"), "changeit".toCharArray())
 *         .build();
 * }</pre>
 */
public final class HttpClientOptions {
    private static final HttpClientOptions DEFAULTS = builder().build();

    private final int connectTimeout;
    private final int readTimeout;
    private final int maxIdle;
    private final int idleTimeout;
    private final int maxHeadSize;
    private final int maxHeaders;
    private final SSLContext sslContext;

    private HttpClientOptions(Builder from) {
        connectTimeout = from.connectTimeout;
        readTimeout = from.readTimeout;
        maxIdle = from.maxIdle;
        idleTimeout = from.idleTimeout;
        maxHeadSize = from.maxHeadSize;
        maxHeaders = from.maxHeaders;
        sslContext = from.sslContext;
    }

    /**
     * Returns the options of a client of which nothing special is asked.
     *
     * @return the defaults
     */
    public static HttpClientOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts options from the defaults.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Milliseconds; 0 is no limit. */
    int connectTimeout() {
        return connectTimeout;
    }

    /** Milliseconds; 0 is no limit. */
    int readTimeout() {
        return readTimeout;
    }

    int maxIdle() {
        return maxIdle;
    }

    /** Milliseconds. */
    int idleTimeout() {
        return idleTimeout;
    }

    int maxHeadSize() {
        return maxHeadSize;
    }

    int maxHeaders() {
        return maxHeaders;
    }

    /** May be null: the JDK's own then. */
    SSLContext sslContext() {
        return sslContext;
    }

    /** Collects options; not safe for several threads. */
    public static final class Builder {
        private int connectTimeout = 10_000;
        private int readTimeout;
        private int maxIdle = 16;
        private int idleTimeout = 20_000;
        private int maxHeadSize = 64 * 1024;
        private int maxHeaders = 200;
        private SSLContext sslContext;

        private Builder() {}

        /**
         * Bounds the time to connect to one address of the host, and as much again for TLS.
         *
         * @param time the bound; zero for none; 10 s by default
         * @return this
         * @throws IllegalArgumentException if it is negative or above 2^31-1 ms
         */
        public Builder connectTimeout(Duration time) {
            connectTimeout = millis("connectTimeout", time);
            return this;
        }

        /**
         * Bounds the time without a byte from the server while an answer is awaited or read. It does not bound the
         * sending of a request: {@link HttpExchange#abort} ends that.
         *
         * @param time the bound; zero, the default, for none
         * @return this
         * @throws IllegalArgumentException if it is negative or above 2^31-1 ms
         */
        public Builder readTimeout(Duration time) {
            readTimeout = millis("readTimeout", time);
            return this;
        }

        /**
         * Bounds the connections kept while nothing uses them.
         *
         * @param connections how many; 16 by default; 0 keeps none
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxIdle(int connections) {
            maxIdle = atLeast(0, "maxIdle", connections);
            return this;
        }

        /**
         * Bounds the time for which an unused connection is kept. It must be shorter than the server's, which is 30 s
         * for the JDK's. Such connections are closed when the client is next used.
         *
         * @param time the bound; 20 s by default
         * @return this
         * @throws IllegalArgumentException if it is negative or above 2^31-1 ms
         */
        public Builder idleTimeout(Duration time) {
            idleTimeout = millis("idleTimeout", time);
            return this;
        }

        /**
         * Bounds the head of an answer, and what may follow a chunked body.
         *
         * @param bytes how many; 64 KiB by default
         * @return this
         * @throws IllegalArgumentException if it is below 64
         */
        public Builder maxHeadSize(int bytes) {
            maxHeadSize = atLeast(64, "maxHeadSize", bytes);
            return this;
        }

        /**
         * Bounds the header lines of an answer.
         *
         * @param lines how many; 200 by default
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxHeaders(int lines) {
            maxHeaders = atLeast(1, "maxHeaders", lines);
            return this;
        }

        /**
         * Gives the TLS context for https, in place of the JDK's default.
         *
         * @param context the context
         * @return this
         */
        public Builder sslContext(SSLContext context) {
            sslContext = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Trusts, for https, the certificates in a PKCS12 file and no others. The file is read at once.
         *
         * @param file the store
         * @param password its password
         * @return this
         * @throws IOException if the file cannot be read with this password, or holds no certificate to trust
         */
        public Builder trustStore(Path file, char[] password) throws IOException {
            return sslContext(TrustStore.load(file, password));
        }

        /**
         * Returns the options.
         *
         * @return the options
         */
        public HttpClientOptions build() {
            return new HttpClientOptions(this);
        }

        private static int millis(String what, Duration time) {
            if (time.isNegative() || time.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
                throw new IllegalArgumentException(what + " is from 0 to 2147483647 ms, not " + time);
            }
            // Rounded up: a bound of some nanoseconds is not "no bound".
            return (int) time.plusNanos(999_999).toMillis();
        }

        private static int atLeast(int least, String what, int value) {
            if (value < least) {
                throw new IllegalArgumentException(what + " is at least " + least + ", not " + value);
            }
            return value;
        }
    }
}
