package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RpcClient;
import io.ipyrpc.contract.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions that print far more than a server could keep, in a process with little memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FloodIT {
    private static final int CAP = 10_000_000;
    private static final String MARKER = "[output beyond max_output (" + CAP + " bytes) is dropped]\n";
    private static final String FUNCTIONS = """
            import io.ipyrpc.function.Rpc;
            import java.util.Random;

            public class Flood {
                @Rpc
                public static String lines(int length, int count) {
                    String line = "x".repeat(length);
                    for (int i = 0; i < count; i++) {
                        System.out.println(line);
                    }
                    return "printed";
                }

                @Rpc
                public static String characters(int count) {
                    for (int i = 0; i < count; i++) {
                        System.out.print('x');
                    }
                    return "printed";
                }

                @Rpc
                public static String rubbish(int blocks) {
                    Random random = new Random(17);
                    byte[] block = new byte[100_000];
                    for (int i = 0; i < blocks; i++) {
                        random.nextBytes(block);
                        System.out.write(block, 0, block.length);
                    }
                    return "printed";
                }
            }
            """;

    private ServerProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path functions = Files.writeString(folder.resolve("Flood.java"), FUNCTIONS);
        // One line of 100 MB needs 100 MB by itself.
        server = ServerProcess.startWith(
                List.of("-Xmx256m"), folder, "--functions", functions.toString(), "--listen", "http://127.0.0.1:0");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            assertTrue(server.isAlive(), server::errorsOrNothing);
            server.close();
        }
    }

    /** Counts what arrives, and keeps the end of it. */
    private static final class Tail implements OutputListener {
        private final StringBuilder tail = new StringBuilder();
        private long bytes;

        @Override
        public synchronized void stdout(String text) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            tail.append(text);
            tail.delete(0, Math.max(0, tail.length() - 100));
        }

        @Override
        public void stderr(String text) {}
    }

    private void assertBounded(BiFunction<RpcClient, String, Object> run) throws Exception {
        for (String how : List.of("call", "submit")) {
            Tail output = new Tail();
            try (RpcClient rpc =
                    RpcClient.builder(server.address()).output(output).connect()) {
                assertEquals("printed", run.apply(rpc, how), how);
            }
            assertTrue(output.tail.toString().endsWith(MARKER), () -> how + " ends in " + output.tail);
            long printed = output.bytes - MARKER.length();
            // A character is not cut, and the marker stands on a line of its own.
            assertTrue(printed > CAP - 4 && printed <= CAP + 1, () -> how + " printed " + printed);
        }
        assertEquals("", server.errors());
    }

    private static Object run(RpcClient rpc, String how, String function, Object... arguments) {
        return how.equals("call")
                ? rpc.call(function, arguments)
                : rpc.submit(function, arguments).result();
    }

    @Test
    void aGigabyteOfLines() throws Exception {
        assertBounded((rpc, how) -> run(rpc, how, "lines", 1_000, 1_000_000));
    }

    @Test
    void oneLineOfAHundredMegabytes() throws Exception {
        assertBounded((rpc, how) -> run(rpc, how, "lines", 100_000_000, 1));
    }

    @Test
    void manySingleCharacters() throws Exception {
        assertBounded((rpc, how) -> run(rpc, how, "characters", 11_000_000));
    }

    @Test
    void binaryRubbish() throws Exception {
        assertBounded((rpc, how) -> run(rpc, how, "rubbish", 1_000));
    }
}
