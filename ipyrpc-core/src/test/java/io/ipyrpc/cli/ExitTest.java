package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.wire.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExitTest {
    @Test
    void everyCodeOfTheProtocolHasItsExitCode() {
        Map<String, Integer> codes = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            codes.put(code.wireName(), Exit.of(code.wireName()));
        }
        assertEquals(
                "{bad_request=4, busy=5, cancelled=1, conflict=4, forbidden=4, function_error=1, gone=4,"
                        + " method_not_allowed=4, not_acceptable=4, not_found=4, rate_limited=5, timeout=5,"
                        + " too_large=5, unauthenticated=4, unsupported_serializer=4, worker_lost=3}",
                codes.toString());
    }

    @Test
    void aCodeOfALaterVersionCountsAsRefused() {
        assertEquals(4, Exit.of("quota_used_up"));
    }
}
