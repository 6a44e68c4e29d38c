package io.ipyrpc.cli;

import java.io.IOException;
import java.util.Locale;

/** Nobody reads our output any more, or it cannot be written. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    OutputClosedException(IOException cause) {
        super(cause);
        String message = String.valueOf(cause.getMessage());
        // Java knows no other sign of EPIPE, and the C libraries' translations keep the word.
        this.reason = message.toLowerCase(Locale.ROOT).contains("pipe") ? null : message;
    }

    /** Why, or null where the reader of a pipe has gone, which is its good right. */
    String reason() {
        return reason;
    }
}
