package io.ipyrpc.http.client;

import static io.ipyrpc.http.client.Quoted.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One request: method, target, headers and body.
 *
 * <p>Immutable, though its body may not be: a request is as safe for several threads, and can be sent as often, as its
 * body.
 *
 * <pre>{@code
 * HttpRequest request = HttpRequest.builder("POST", "/call/add")
 *         .header("Content-Type", "application/json")
 *         .body(HttpBody.of("[2,3]".getBytes(UTF_8)))
 *         .build();
 * }</pre>
 */
public final class HttpRequest {
    /** These say where a request or an answer ends, which is the client's to decide. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer");

    private final String method;
    private final String target;
    private final List<String> fields;
    private final HttpBody body;
    private final boolean repeatable;
    private final boolean tellsItsEnd;

    private HttpRequest(Builder from) {
        method = from.method;
        target = from.target;
        fields = List.copyOf(from.fields);
        body = from.body;
        repeatable = from.repeatable;
        tellsItsEnd = from.tellsItsEnd;
    }

    /**
     * Starts a request.
     *
     * @param method the method, such as {@code GET}; anything but {@code CONNECT}
     * @param target path and query, percent-encoded already, such as {@code /jobs?limit=5}
     * @return the builder
     * @throws IllegalArgumentException if the method is no token, or the target does not begin with {@code /} or holds
     *     anything but visible ASCII
     */
    public static Builder builder(String method, String target) {
        return new Builder(method, target);
    }

    /**
     * Returns the method.
     *
     * @return the method, as it was given
     */
    public String method() {
        return method;
    }

    /**
     * Returns the target.
     *
     * @return path and query, encoded
     */
    public String target() {
        return target;
    }

    /**
     * Returns the body.
     *
     * @return the body, never null
     */
    public HttpBody body() {
        return body;
    }

    /**
     * Returns whether the request may be sent again.
     *
     * @return true if it may
     */
    public boolean repeatable() {
        return repeatable;
    }

    /**
     * Returns whether an answer of unknown length may end with its connection.
     *
     * @return true if it may
     */
    public boolean tellsItsEnd() {
        return tellsItsEnd;
    }

    /** Returns names and values by turns. */
    List<String> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }

    /** Collects what a request is made of; not safe for several threads. */
    public static final class Builder {
        private final String method;
        private final String target;
        private final List<String> fields = new ArrayList<>();
        private HttpBody body = HttpBody.empty();
        private boolean repeatable;
        private boolean tellsItsEnd;

        private Builder(String method, String target) {
            if (!Token.is(method) || method.equals("CONNECT")) {
                throw new IllegalArgumentException("not a method that can be sent: " + quote(method));
            }
            if (!target.startsWith("/") && !target.equals("*")) {
                throw new IllegalArgumentException("a target begins with a slash, this does not: " + quote(target));
            }
            for (int i = 0; i < target.length(); i++) {
                char c = target.charAt(i);
                if (c <= ' ' || c >= 127 || c == '#') {
                    throw new IllegalArgumentException("character " + i + " of the target " + quote(target)
                            + " is not visible ASCII or is '#'; percent-encode it");
                }
            }
            this.method = method;
            this.target = target;
        }

        /**
         * Adds a header.
         *
         * @param name the name, a token; not one that frames the message, as {@code Content-Length} does
         * @param value the value: visible ASCII, with spaces and tabs inside only
         * @return this
         * @throws IllegalArgumentException if either is anything else
         */
        public Builder header(String name, String value) {
            if (!Token.is(name)) {
                throw new IllegalArgumentException("not a header name: " + quote(name));
            }
            if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "the header " + name + " is the client's own to write; leave it out");
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                boolean inside = i > 0 && i < value.length() - 1;
                if (c >= 127 || c < ' ' && c != '\t' || !inside && c <= ' ') {
                    throw new IllegalArgumentException("character " + i + " of the value " + quote(value)
                            + " of header " + name + " is not allowed there; visible ASCII is,"
                            + " with spaces and tabs inside");
                }
            }
            fields.add(name);
            fields.add(value);
            return this;
        }

        /**
         * Gives the body; without it the request has none.
         *
         * @param body the body
         * @return this
         */
        public Builder body(HttpBody body) {
            this.body = Objects.requireNonNull(body, "body");
            return this;
        }

        /**
         * Says whether the client may send the request again, on a new connection, when a kept one turns out to be dead
         * before a byte of the answer came. The server may then carry it out twice, and the body is written twice.
         *
         * @param repeatable true if it may; the default is false
         * @return this
         */
        public Builder repeatable(boolean repeatable) {
            this.repeatable = repeatable;
            return this;
        }

        /**
         * Says whether the answer's body tells its own end, so that it need not come in chunks where its length is not
         * known: those of the JDK's server are of 4 KB, and take longer than all the rest. A server close by is then
         * asked by HTTP/1.0; elsewhere another connection for the next request would take longer than the chunks.
         *
         * @param tellsItsEnd true if it does; the default is false
         * @return this
         */
        public Builder tellsItsEnd(boolean tellsItsEnd) {
            this.tellsItsEnd = tellsItsEnd;
            return this;
        }

        /**
         * Returns the request.
         *
         * @return the request
         */
        public HttpRequest build() {
            return new HttpRequest(this);
        }
    }
}
