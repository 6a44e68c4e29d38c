package io.ipyrpc.wire;

import java.util.Objects;

/**
 * A failure that has a place in the protocol (§4.1): what the server or a plugin throws to refuse a request.
 *
 * <p>Its message goes to the caller as it is, so it never holds a secret. It carries no stack trace, since it tells of
 * the request and not of the code that noticed.
 *
 * <pre>{@code
 * throw new RpcException(ErrorCode.TOO_LARGE, "the body is 20 bytes, max_body is 10");
 * }</pre>
 */
public class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorRecord error;

    /**
     * A failure of that kind.
     *
     * @throws NullPointerException if either is null
     */
    public RpcException(ErrorCode code, String message) {
        this(ErrorRecord.of(code, message));
    }

    /**
     * A failure that was read from the wire or built in full.
     *
     * @throws NullPointerException if {@code error} is null
     */
    public RpcException(ErrorRecord error) {
        super(Objects.requireNonNull(error, "error").message(), null, false, false);
        this.error = error;
    }

    /** The failure as it stands on the wire. */
    public final ErrorRecord error() {
        return error;
    }

    /** The failure's code on the wire, such as {@code bad_request}. */
    public final String code() {
        return error.code();
    }
}
