package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that lie in the distribution, for who has nothing else. */
class ExamplesIT {
    @TempDir
    static Path folder;

    @Test
    void theExampleConfigurationServesTheExampleFunctions() throws Exception {
        Path config = Distribution.folder().resolve("examples/ipyrpc.json");
        try (ServerProcess server =
                ServerProcess.start(folder, "--config", config.toString(), "--listen", "http://127.0.0.1:0")) {
            Distribution.Result sales = Distribution.ipyrpc("call", server.address(), "sales");
            assertEquals("", sales.err());
            assertEquals(0, sales.exit());
            assertTrue(sales.out().strip().endsWith("[100 rows x 4 columns]"), sales.out());
        }
    }
}
