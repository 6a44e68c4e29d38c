package io.ipyrpc.server;

import io.ipyrpc.spi.IdempotencyKey;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The fields that {@code submit} alone has: {@code delay} and {@code idempotency_key}. Immutable. */
final class SubmitFields {
    private static final String DELAY = "delay";
    private static final String KEY = "idempotency_key";

    private final Duration maxDelay;

    SubmitFields(Duration maxDelay) {
        this.maxDelay = maxDelay;
    }

    /** What a caller asks of {@code call} and only {@code submit} can do is refused, not passed over. */
    static void refuse(Map<String, String> fields) {
        for (String field : new String[] {DELAY, KEY}) {
            if (fields.containsKey(field)) {
                throw new RpcException(ErrorCode.BAD_REQUEST, "call takes no '" + field + "'; submit does");
            }
        }
    }

    /** For how many nanoseconds the job is put off. */
    long delay(Map<String, String> fields) {
        String asked = fields.get(DELAY);
        if (asked == null) {
            return 0;
        }
        double seconds = DecimalSeconds.parse(asked);
        if (!(seconds >= 0 && seconds <= maxDelay.toSeconds())) {
            String shown = asked.length() > 40 ? asked.substring(0, 40) + "…" : asked;
            throw new RpcException(
                    ErrorCode.BAD_REQUEST,
                    "delay '" + shown + "' is not a number of seconds from 0 to max_delay, which is "
                            + maxDelay.toSeconds());
        }
        return (long) (seconds * 1e9);
    }

    /**
     * By what a second submit is known to be the same, or null.
     *
     * @param asked the fields, with what was chosen where the caller left it open
     */
    IdempotencyKey key(Map<String, String> asked, Slices body) {
        String key = asked.get(KEY);
        if (key == null) {
            return null;
        }
        Map<String, String> others = new TreeMap<>(asked);
        others.remove(KEY);
        // Where a request came in is no part of what it asks.
        others.remove("listener");
        try {
            return new IdempotencyKey(key, Sha256.of(Json.writeBytes(others), body));
        } catch (IllegalArgumentException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
        }
    }
}
