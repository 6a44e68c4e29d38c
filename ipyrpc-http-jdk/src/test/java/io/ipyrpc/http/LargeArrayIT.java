package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import io.ipyrpc.wire.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server and a client whose heaps are 1.4 times as large as one array, all else in them included. */
@Timeout(120)
class LargeArrayIT {
    private static final int BYTES = 256 << 20;
    /** A collector that leaves no gaps: others need more room, for large arrays that they do not move. */
    private static final List<String> HEAP =
            List.of("-XX:+UseSerialGC", "-Xmn16m", "-Xmx" + (BYTES / 10 * 14 >> 20) + "m");

    @Test
    void anArrayTravelsBothWaysInLittleMoreThanItsOwnMemory(@TempDir Path folder) throws Exception {
        Path functions = folder.resolve("Large.java");
        try (InputStream in = LargeArrayIT.class.getResourceAsStream("Large.java")) {
            assertNotNull(in, "Large.java is not among the test resources");
            Files.copy(in, functions);
        }
        Path config = folder.resolve("ipyrpc.json");
        Files.writeString(
                config,
                Json.write(Map.of(
                        "listen", "http://127.0.0.1:0",
                        "functions", "Large.java",
                        "rules", Map.of("*", Map.of("input_serialization", "binary")))));
        Distribution.Result compiled = Distribution.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-cp",
                classPath(folder),
                functions.toString()));
        assertEquals(0, compiled.exit(), compiled.err());
        try (ServerProcess server = ServerProcess.startWith(HEAP, folder, "--config", config.toString())) {
            List<String> client = new ArrayList<>(List.of(ServerProcess.java()));
            client.addAll(HEAP);
            client.addAll(List.of("-cp", classPath(folder), "Large", server.address(), "" + BYTES));
            Distribution.Result result = Distribution.run(client);
            assertEquals((BYTES + " 1.0 2.0\n").repeat(6), result.out(), () -> result.err() + server.errorsOrNothing());
        }
    }

    private static String classPath(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(Distribution.plugins())) {
            return folder
                    + File.pathSeparator
                    + Distribution.jar()
                    + files.filter(file -> file.toString().endsWith(".jar"))
                            .map(file -> File.pathSeparator + file)
                            .reduce("", String::concat);
        }
    }
}
