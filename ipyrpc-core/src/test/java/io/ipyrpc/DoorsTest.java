package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Verifier;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server opens and closes. */
@Timeout(60)
final class DoorsTest {
    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    static void linger() throws InterruptedException {
        STARTED.countDown();
        NEVER.await();
    }

    @Test
    void aServerThatStopsCancelsWhatRunsAndTellsTheCaller() throws Exception {
        try (Served served = Served.of(f -> f.register("linger", DoorsTest::linger))) {
            CompletableFuture<Object> call = served.client().callAsync("linger");
            Served.await(STARTED);
            served.server.close();
            ExecutionException e = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
            RemoteException told = (RemoteException) e.getCause();
            assertEquals("cancelled", told.code());
            assertEquals("the server stopped", told.remoteMessage());
        }
    }

    private static String refusal(Map<String, ?> settings, Map<String, Map<String, ?>> rules) {
        try (RpcServer server = RpcServer.create()) {
            server.settings(settings).config(rules);
            return assertThrows(IllegalArgumentException.class, () -> server.listen("http://0.0.0.0:0"))
                    .getMessage();
        }
    }

    @Test
    void anyRuleThatLetsAnybodyInOpensTheDoor() {
        Verifier verifier = access -> new Principal("somebody");
        String open = "'http://0.0.0.0:0' can be reached from other machines";
        String closed = "transport 'http' is not installed";
        Map<String, Object> auth = Map.of("auth", verifier);
        assertTrue(refusal(Map.of(), Map.of()).startsWith(open));
        assertTrue(refusal(auth, Map.of("f", Map.of("auth", "none"))).startsWith(open));
        assertTrue(refusal(Map.of(), Map.of("f", auth)).startsWith(open));
        assertTrue(refusal(Map.of(), Map.of("@*", auth)).startsWith(open));
        assertEquals(
                "there is no operation '@helth'; did you mean '@health'?",
                refusal(auth, Map.of("@helth", Map.of("auth", "none"))));
        assertTrue(refusal(Map.of(), Map.of("?", auth, "??*", auth)).startsWith(open));
        assertTrue(refusal(auth, Map.of("@*", Map.of("auth", "none"))).startsWith(open));
        assertTrue(refusal(Map.of(), Map.of("*", Map.of("auth", "none"))).startsWith(open));
        assertTrue(refusal(auth, Map.of()).startsWith(closed));
        assertTrue(refusal(auth, Map.of("@health", Map.of("auth", "none"), "@metrics", Map.of("auth", "none")))
                .startsWith(closed));
        assertTrue(refusal(Map.of(), Map.of("**", auth)).startsWith(closed));
        assertTrue(refusal(Map.of(), Map.of("*", auth)).startsWith(closed));
    }
}
