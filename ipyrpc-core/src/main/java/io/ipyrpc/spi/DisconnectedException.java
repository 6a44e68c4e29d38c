package io.ipyrpc.spi;

import java.io.IOException;

/**
 * A connection could not be made, or broke before the whole answer was there. It says nothing about the request: to ask
 * again may help, and is done where nothing can run twice ({@link Request#isRepeatable}).
 */
public final class DisconnectedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * A connection that is not there, or no more.
     *
     * @param message why, for people
     * @param sent whether any of the request may have reached the server
     * @param cause what it was noticed by, or null
     */
    public DisconnectedException(String message, boolean sent, Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    /** Whether any of the request may have reached the server; false = it has certainly not acted on it. */
    public boolean sent() {
        return sent;
    }
}
