package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcClient;
import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.SerializerContract;
import io.ipyrpc.contract.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, as projects of somebody else who picks modules. */
class OutsideProjectIT {
    private static final String EXPECTED = """
            increment(by: long = 1) -> long

                Counts up.

                Parameters:
                  by  how far

                Returns: the count after it
            counting by 2
            2
            3.0
            """;

    @TempDir
    private static Path work;

    @Test
    void aProgramOnTheClassPathServesAndCalls() throws Exception {
        Distribution.Result ran = OutsideProject.build("embedded", work).runOnClassPath("example.Embedded");
        assertEquals(EXPECTED, ran.out(), ran.err());
        assertEquals(0, ran.exit());
    }

    @Test
    void aProgramOnTheModulePathServesAndCalls() throws Exception {
        Distribution.Result ran =
                OutsideProject.build("modular", work).runOnModulePath("example.modular/example.modular.Modular");
        assertEquals(EXPECTED, ran.out(), ran.err());
        assertEquals(0, ran.exit());
    }

    @Test
    void aSerializerInAJarOfItsOwnKeepsTheContractAndWorksByItsName() throws Exception {
        OutsideProject project = OutsideProject.build("plugin", work);
        String report = project.report("example.jsonl.JsonLinesContractTest");
        assertEquals(
                rulesTested(),
                report.replaceAll("(?s).*Tests run: (\\d+, Failures: 0, Errors: 0, Skipped: 0).*", "$1"));
        Path jar = project.jar();
        Path plugins = Distribution.copyPlugins(work.resolve("plugins"));
        Files.createDirectories(plugins.resolve("jsonl"));
        Files.copy(jar, plugins.resolve("jsonl/jsonl.jar"));
        Path functions = work.resolve("Sum.java");
        Files.writeString(functions, "public class Sum { public static int sum(int a, int b) { return a + b; } }");
        Path config = work.resolve("jsonl.json");
        Files.writeString(
                config,
                "{\"rules\": {\"sum\": {\"input_serialization\": [\"jsonl\", \"json\"],"
                        + " \"output_serialization\": \"jsonl\"}}}");
        try (ServerProcess server = ServerProcess.start(
                work,
                "--plugins",
                plugins.toString(),
                "--config",
                config.toString(),
                "--functions",
                functions.toString(),
                "--listen",
                "http://127.0.0.1:0")) {
            Distribution.Result raw = Distribution.run(List.of(
                    "curl",
                    "-sS",
                    "-H",
                    "Content-Type: application/x-ndjson",
                    "-H",
                    "Accept: application/vnd.ipyrpc.events",
                    "--data-binary",
                    "1\nb=2\n",
                    server.address() + "/call/sum"));
            assertTrue(raw.out().contains("\"serializer\":\"jsonl\""), raw.out());
            assertTrue(raw.out().endsWith("3\n"), raw.out());
            // The client has json alone, and asks for it.
            try (RpcClient rpc = RpcClient.connect(server.address())) {
                assertEquals(3, rpc.call(int.class, "sum", 1, 2));
            }
            Distribution.Result called =
                    Distribution.ipyrpc("call", server.address(), "sum", "1", "2", "--plugins", plugins.toString());
            assertEquals("3\n", called.out(), called.err());
        }
    }

    /** Every test of the contract, in the words of Maven's report. */
    private static String rulesTested() {
        long rules = Stream.of(SerializerContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        return rules + ", Failures: 0, Errors: 0, Skipped: 0";
    }

    @Test
    void aJarsMarkedMethodsAreServedAtSeveralAddresses() throws Exception {
        Path jar = OutsideProject.build("embedded", work.resolve("jar")).jar();
        Path config = work.resolve("jar.json");
        Files.writeString(
                config,
                "{\"functions\": \"" + jar + "\", \"listen\": [\"http://127.0.0.1:0\", \"http://localhost:0\"]}");
        try (ServerProcess server = ServerProcess.start(work, "--config", config.toString());
                RpcClient rpc = RpcClient.connect(server.address())) {
            assertEquals(2, rpc.call(int.class, "increment", 2));
            assertEquals("Counts up.", rpc.function("increment").info().doc());
            String second = server.nextLine();
            assertTrue(second.startsWith("listening at http://localhost:"), second);
            try (RpcClient other = RpcClient.connect(second.substring("listening at ".length()))) {
                assertEquals(3, other.call(int.class, "increment"));
            }
        }
    }

    @Test
    void theGuideShowsTheExampleAsItIs() throws Exception {
        Path root = Distribution.folder().resolve("../..");
        String guide = Files.readString(root.resolve("docs/plugins.md"));
        for (String file : List.of(
                "pom.xml",
                "src/main/java/example/jsonl/JsonLines.java",
                "src/test/java/example/jsonl/JsonLinesContractTest.java")) {
            String shown = Files.readString(root.resolve("examples/plugin").resolve(file));
            assertTrue(guide.contains("\n" + shown.strip() + "\n```\n"), file);
        }
    }
}
