package io.ipyrpc.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of failure that the protocol knows (§4.1), each with the HTTP status that answers it.
 *
 * <p>Immutable and safe for use by any number of threads.
 */
public enum ErrorCode {
    /** Undecodable or ill-typed arguments, or the wrong number of them. */
    BAD_REQUEST(400),
    /** No credentials, or credentials that do not hold; the caller is told nothing more. */
    UNAUTHENTICATED(401),
    /** The caller is known and may not do this. */
    FORBIDDEN(403),
    /** No such function, job or pointer. */
    NOT_FOUND(404),
    /** The address exists, the method does not. */
    METHOD_NOT_ALLOWED(405),
    /** None of the answer's forms that the caller accepts can be given. */
    NOT_ACCEPTABLE(406),
    /** The same idempotency key with another request, or a retry of a job that did not end so. */
    CONFLICT(409),
    /** It was there and has expired. */
    GONE(410),
    /** A limit was passed; the message names it. */
    TOO_LARGE(413),
    /** A serializer that is not installed or not allowed; the message lists those that are. */
    UNSUPPORTED_SERIALIZER(415),
    /** The caller asks too often. */
    RATE_LIMITED(429),
    /** The server has no room for more; try again later. */
    BUSY(503),
    /** The function threw. */
    FUNCTION_ERROR(500),
    /** The call was cancelled. */
    CANCELLED(499),
    /** The worker that ran the call is gone. */
    WORKER_LOST(502),
    /** The call took longer than it may. */
    TIMEOUT(504);

    private final int httpStatus;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The name on the wire, such as {@code bad_request}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP status of an answer that has not begun when this error comes. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The code of that wire name, or empty where this version does not know it. */
    public static Optional<ErrorCode> of(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(wireName)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** The wire name. */
    @Override
    public String toString() {
        return wireName;
    }
}
