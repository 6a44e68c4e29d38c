package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What JShell prints of servers, clients and what they give. */
@Timeout(60)
final class ShownTest {
    @Test
    void aClientOfManyFunctionsIsNoLongerThanJShellPrints() {
        try (Served served = Served.of(f -> {
            for (int i = 100; i < 200; i++) {
                f.registerDynamic("function_" + i, "", arguments -> 1);
            }
        })) {
            String shown = served.client().toString();
            assertTrue(shown.length() < 1_000, () -> shown.length() + " characters");
            assertTrue(
                    shown.startsWith("RpcClient " + served.address + ": 100 functions\n  function_100(*args"), shown);
            assertTrue(shown.endsWith("\n  … functions() has the rest, function(\"name\") explains one"), shown);
        }
    }

    @Test
    void aServerTellsWhereItListens() {
        try (Served served = Served.of(f -> f.registerDynamic("f", "", arguments -> 1))) {
            assertEquals(
                    "RpcServer at " + served.address + " with 1 function\n  f(*args, **kwargs) -> Object",
                    served.server.toString());
        }
    }

    @Test
    void whatACallGivesTellsHowFarItIs() throws Exception {
        try (Served served = Served.of(f -> f.registerDynamic("f", "", arguments -> List.of(1, 2, 3)))) {
            CompletableFuture<Object> call = served.client().callAsync("f");
            call.get(30, TimeUnit.SECONDS);
            assertEquals("future (done: [1, 2, 3])", call.toString());
            try (Items<Object> items = served.client().function("f").items()) {
                items.next();
                assertEquals("Items of 'f', 1 taken", items.toString());
            }
        }
    }
}
