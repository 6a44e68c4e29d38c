package io.ipyrpc.source;

/** A source file that cannot be read or compiled; the message tells where and why. */
public final class SourceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SourceException(String message, Throwable cause) {
        super(message, cause);
    }

    SourceException(String message) {
        super(message);
    }
}
