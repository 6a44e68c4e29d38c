package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.Job;
import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RpcClient;
import io.ipyrpc.contract.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a served process does when it is told to stop. */
@Timeout(120)
class StopSignalsIT {
    private static final String FUNCTIONS = """
            import io.ipyrpc.function.Rpc;
            import java.nio.file.*;

            public class Slow {
                /** Prints, and returns when the file is there. */
                @Rpc
                public static String until(String file) throws Exception {
                    System.out.println("begun");
                    while (!Files.exists(Path.of(file))) {
                        Thread.sleep(10);
                    }
                    return "done";
                }

                /** Ends the process. */
                @Rpc
                public static void exit(int code) {
                    System.exit(code);
                }

                /** Prints, and hears nothing. */
                @Rpc
                public static void deaf() {
                    System.out.println("begun");
                    while (true) {
                        Thread.interrupted();
                        Thread.onSpinWait();
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private ServerProcess server(int graceSeconds, int workers) throws IOException {
        Files.writeString(folder.resolve("Slow.java"), FUNCTIONS);
        Path config = Files.writeString(
                folder.resolve("ipyrpc.json"),
                "{\"listen\": \"http://127.0.0.1:0\", \"functions\": \"Slow.java\", \"shutdown_grace\": " + graceSeconds
                        + ", \"workers\": " + workers + "}");
        return ServerProcess.start(folder, "--config", config.toString());
    }

    /** A client, and what tells that its function has begun. */
    private record Caller(RpcClient rpc, CountDownLatch begun) implements AutoCloseable {
        static Caller of(ServerProcess server) {
            CountDownLatch begun = new CountDownLatch(1);
            OutputListener output = new OutputListener() {
                @Override
                public void stdout(String text) {
                    begun.countDown();
                }

                @Override
                public void stderr(String text) {}
            };
            return new Caller(RpcClient.builder(server.address()).output(output).connect(), begun);
        }

        CompletableFuture<Object> call(String function, Object... arguments) throws InterruptedException {
            CompletableFuture<Object> call = rpc.callAsync(function, arguments);
            assertTrue(begun.await(30, TimeUnit.SECONDS), "the function did not begin");
            return call;
        }

        @Override
        public void close() {
            rpc.close();
        }
    }

    @Test
    void aFunctionThatEndsTheProcessIsNamed() throws Exception {
        try (ServerProcess server = server(60, 4);
                Caller waiting = Caller.of(server);
                RpcClient ending = RpcClient.connect(server.address())) {
            CompletableFuture<Object> call =
                    waiting.call("until", folder.resolve("never").toString());
            CompletableFuture<Object> exit = ending.callAsync("exit", 3);
            assertFails("cancelled", "the server stopped", call);
            assertThrows(ExecutionException.class, () -> exit.get(30, TimeUnit.SECONDS));
            assertEquals(3, server.exitCode());
            String errors = server.errors();
            assertTrue(
                    errors.contains("ipyrpc: System.exit was called, which ends the server and all its calls, at"
                            + " Slow.exit(Slow.java:"),
                    errors);
        }
    }

    private static RawClient.Answer awaitDraining(ServerProcess server) throws Exception {
        URI address = URI.create(server.address());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        RawClient.Answer answer;
        do {
            assertTrue(System.nanoTime() - end < 0, "the server does not drain");
            answer = RawClient.ask(address, "GET /health HTTP/1.1", "");
        } while (answer.status() == 200);
        return answer;
    }

    private static void assertFails(String code, String message, CompletableFuture<?> call) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        RemoteException failure = (RemoteException) e.getCause();
        assertEquals(code + ": " + message, failure.code() + ": " + failure.remoteMessage());
    }

    @Test
    void runningCallsEndAndNewOnesAreRefused() throws Exception {
        Path file = folder.resolve("go");
        try (ServerProcess server = server(60, 1);
                Caller caller = Caller.of(server)) {
            CompletableFuture<Object> running = caller.call("until", file.toString());
            Job waiting = caller.rpc().submit("until", file.toString());
            CompletableFuture<Object> waitingResult = waiting.resultAsync();
            server.askToEnd();

            RawClient.Answer health = awaitDraining(server);
            assertEquals(503, health.status());
            assertEquals("{\"protocol\":1,\"status\":\"draining\"}", health.text());
            RawClient.Answer refused = RawClient.ask(
                    URI.create(server.address()),
                    "POST /call/until HTTP/1.1\nContent-Type: application/json",
                    "[\"x\"]");
            assertEquals(503, refused.status());
            assertEquals("1", refused.header("Retry-After"));
            assertEquals(
                    "{\"error\":{\"code\":\"busy\",\"message\":\"the server is stopping and takes nothing new; try again"
                            + " later\"}}",
                    refused.text());
            assertFails("cancelled", "the server is stopping; the call had not begun", waitingResult);

            assertTrue(server.isAlive());
            Files.createFile(file);
            assertEquals("done", running.get(30, TimeUnit.SECONDS));
            assertEquals(0, server.exitCode(), server::errorsOrNothing);
        }
    }

    @Test
    void whatRunsLongerThanItsGraceIsCancelled() throws Exception {
        try (ServerProcess server = server(1, 4);
                Caller caller = Caller.of(server)) {
            CompletableFuture<Object> running =
                    caller.call("until", folder.resolve("never").toString());
            server.askToEnd();
            assertFails("cancelled", "the server stopped", running);
            assertEquals(0, server.exitCode(), server::errorsOrNothing);
            assertTrue(
                    server.errors().contains(" INFO io.ipyrpc.server.Lifecycle stopping: what runs may go on for "),
                    server::errorsOrNothing);
        }
    }

    @Test
    void aFunctionThatHearsNothingDoesNotKeepTheProcess() throws Exception {
        try (ServerProcess server = server(0, 4);
                Caller caller = Caller.of(server)) {
            CompletableFuture<Object> running = caller.call("deaf");
            server.askToEnd();
            assertFails("worker_lost", "the server stopped before the function ended", running);
            assertEquals(0, server.exitCode(), server::errorsOrNothing);
            assertTrue(
                    server.errors().contains(" WARNING io.ipyrpc.calls outcome=lost function=deaf job="),
                    server::errorsOrNothing);
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (ServerProcess server = server(600, 4);
                Caller caller = Caller.of(server)) {
            caller.call("until", folder.resolve("never").toString());
            server.askToEnd();
            awaitDraining(server);
            assertEquals(143, server.terminate(), server::errorsOrNothing);
        }
    }
}
