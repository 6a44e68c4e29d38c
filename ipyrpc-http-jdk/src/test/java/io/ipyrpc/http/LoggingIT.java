package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees which log: functions' records are their callers', the server's own stay on its console. */
class LoggingIT {
    @TempDir
    static Path folder;

    @Test
    void aFunctionsRecordsReachItsCallerAndTheServersDoNot() throws Exception {
        Path file = folder.resolve("Logging.java");
        Files.writeString(file, """
                public class Logging {
                    public static void fail() {
                        java.util.logging.Logger.getLogger("mine").warning("by the function");
                        throw new IllegalStateException("not now");
                    }
                }
                """);
        try (ServerProcess server =
                ServerProcess.start(folder, "--functions", file.toString(), "--listen", "http://127.0.0.1:0")) {
            Distribution.Result call = Distribution.ipyrpc("call", server.address(), "fail");
            assertEquals(1, call.exit());
            assertTrue(call.err().contains("by the function"), call.err());
            assertFalse(call.err().contains("outcome="), call.err());
            assertEquals(0, server.terminate());
            assertTrue(server.errors().contains("outcome=failed function=fail"), server.errors());
            assertFalse(server.errors().contains("by the function"), server.errors());
        }
    }
}
