package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class TimeoutsTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    static void linger() throws InterruptedException {
        NEVER.await();
    }

    static int quick() {
        return 1;
    }

    private static void assertTimedOut(String message, Executable call) {
        RemoteException e = assertThrows(RemoteException.class, call);
        assertEquals("timeout", e.code());
        assertEquals(message, e.remoteMessage());
    }

    private static Served served(Map<String, ?> rules, Map<String, ?> settings) {
        return Served.of(settings, functions -> {
            ((RpcServer) functions).config(Map.of("linger", rules));
            functions.register("linger", TimeoutsTest::linger).register("quick", TimeoutsTest::quick);
        });
    }

    @Test
    void aCallMayAskForATimeout() {
        try (Served served = served(Map.of(), Map.of())) {
            Invocation call = served.client().function("linger").timeout(Duration.ofMillis(50));
            assertTimedOut("'linger' took longer than its timeout of 0.05 s", call::call);
            assertEquals(
                    1,
                    served.client()
                            .function("quick")
                            .timeout(Duration.ofDays(1))
                            .call(int.class));
        }
    }

    @Test
    void aRuleMaySayATimeoutThatNoCallCanLengthen() {
        try (Served served = served(Map.of("timeout", 0.05), Map.of())) {
            RpcClient client = served.client();
            assertTimedOut("'linger' took longer than its timeout of 0.05 s", () -> client.call("linger"));
            Invocation longer = client.function("linger").timeout(Duration.ofHours(1));
            assertTimedOut("'linger' took longer than its timeout of 0.05 s", longer::call);
        }
    }

    @Test
    void waitingInTheQueueCounts() {
        try (Served served = served(Map.of(), Map.of("workers", 1))) {
            CompletableFuture<Object> running = served.client().callAsync("linger");
            Invocation waiting = served.client().function("linger").timeout(Duration.ofMillis(100));
            assertTimedOut("'linger' took longer than its timeout of 0.1 s", waiting::call);
            running.cancel(true);
        }
    }

    @Test
    void aTimeoutIsAboveZero() {
        try (Served served = served(Map.of(), Map.of())) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> served.client().function("quick").timeout(Duration.ZERO));
            assertEquals("timeout is PT0S, must be above zero", e.getMessage());
        }
    }
}
