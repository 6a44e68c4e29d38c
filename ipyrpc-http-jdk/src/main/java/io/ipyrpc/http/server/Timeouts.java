package io.ipyrpc.http.server;

import io.ipyrpc.spi.Settings;
import java.util.concurrent.TimeUnit;

/**
 * How long a listener waits for its clients.
 *
 * @param request seconds for a request's head to arrive, and the most that its body may be behind {@code rate}
 * @param rate bytes per second that a body has to come in on the average; 0 = any byte starts the time anew
 * @param send seconds in which a client has to take something of an answer
 */
record Timeouts(int request, int rate, int send) {
    private static final int DAY = 86_400;

    /**
     * Those of the settings {@code request_timeout}, {@code min_request_rate} and {@code send_timeout}.
     *
     * @throws IllegalArgumentException if one is out of bounds
     */
    static Timeouts of(Settings settings) {
        return new Timeouts(
                (int) settings.number("request_timeout", 20, 1, DAY),
                (int) settings.number("min_request_rate", 500, 0, 1_000_000_000),
                (int) settings.number("send_timeout", 60, 1, DAY));
    }

    long requestNanos() {
        return TimeUnit.SECONDS.toNanos(request);
    }

    long sendNanos() {
        return TimeUnit.SECONDS.toNanos(send);
    }

    String tooSlow(long read, long length) {
        String of = length < 0 ? "" : " of " + length;
        String how = rate == 0 ? "nothing" : "less than min_request_rate (" + rate + " bytes/s)";
        return "the body was cut after " + read + of + " bytes: " + how + " came for request_timeout (" + request
                + " s)";
    }

    /** What is left of the time for a body after so many bytes came in that time. */
    long left(long nanos, long waited, int bytes) {
        long earned = rate == 0 ? requestNanos() : bytes * (1_000_000_000L / rate);
        return Math.min(requestNanos(), nanos - waited + earned);
    }
}
