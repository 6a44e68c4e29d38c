package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Programs, functions and libraries that replace {@code System.out} while a server is there. */
@Isolated
@Timeout(60)
final class ReplacedStreamsTest {
    private final PrintStream before = System.out;

    @AfterEach
    void putBack() {
        System.setOut(before);
    }

    private static PrintStream capture(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static int say(String text) {
        System.out.println(text);
        return text.length();
    }

    private static Served served() {
        return Served.of(f -> f.register("say", ReplacedStreamsTest::say));
    }

    @Test
    void aFunctionThatReplacesTheStreamsDoesSoForItselfAlone() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (Served served = served()) {
            served.server.register("replace", () -> {
                System.setOut(capture(kept));
                System.out.println("kept");
            });
            Printed printed = new Printed();
            RpcClient client = served.client(printed);
            client.call("replace");
            client.call("say", "heard");
            assertEquals("heard\n", printed.out());
            assertEquals("kept", kept.toString(StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void callsThatCaptureOutputAtOnceLeaveTheStreamsAsTheyWere() throws Exception {
        CountDownLatch secondCaptures = new CountDownLatch(1);
        CountDownLatch firstRestored = new CountDownLatch(1);
        CountDownLatch firstCaptures = new CountDownLatch(1);
        try (Served served = served()) {
            served.server.register("first", () -> {
                PrintStream old = System.out;
                System.setOut(capture(new ByteArrayOutputStream()));
                firstCaptures.countDown();
                Served.await(secondCaptures);
                System.setOut(old);
                firstRestored.countDown();
            });
            served.server.register("second", () -> {
                Served.await(firstCaptures);
                PrintStream old = System.out;
                System.setOut(capture(new ByteArrayOutputStream()));
                secondCaptures.countDown();
                Served.await(firstRestored);
                System.setOut(old);
            });
            Printed printed = new Printed();
            RpcClient client = served.client(printed);
            CompletableFuture<Object> first = client.callAsync("first");
            client.call("second");
            first.get(30, TimeUnit.SECONDS);
            client.call("say", "heard");
            assertEquals("heard\n", printed.out());
        }
    }

    @Test
    void aProgramThatReplacesTheStreamsIsPrintedToByWhatIsNoCall() {
        ByteArrayOutputStream programs = new ByteArrayOutputStream();
        try (Served served = served()) {
            RpcClient client = served.client();
            client.call("say", "x");
            PrintStream router = System.out;
            System.setOut(capture(programs));
            Printed printed = new Printed();
            served.client(printed).call("say", "heard");
            System.out.println("the program's own");
            assertEquals("heard\n", printed.out());
            assertEquals(
                    "the program's own",
                    programs.toString(StandardCharsets.UTF_8).strip());
            System.setOut(router);
            client.call("say", "x");
            assertSame(router, System.out);
        }
    }

    @Test
    void whatAFunctionCallsInTheBackgroundPrintsToItsCaller() {
        AtomicReference<RpcClient> inner = new AtomicReference<>();
        try (Served served = served()) {
            served.server.register(
                    "outer", (String text) -> inner.get().callAsync("say", text).get(30, TimeUnit.SECONDS));
            inner.set(served.client(OutputListener.console()));
            for (String text : new String[] {"a", "b", "c"}) {
                Printed printed = new Printed();
                served.client(printed).call("outer", text);
                assertEquals(text + "\n", printed.out());
            }
        }
    }
}
