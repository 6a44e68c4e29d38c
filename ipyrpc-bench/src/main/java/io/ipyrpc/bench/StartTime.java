package io.ipyrpc.bench;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** From {@code java -jar … serve} to the first answered call, with a compiled jar of functions and with a source file. */
final class StartTime {
    private static final int STARTS = 7;
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final String SOURCE = "public class Adder {\n"
            + "    /** Adds. */\n    public static int add(int a, int b) {\n        return a + b;\n    }\n}\n";

    private StartTime() {}

    static void run() throws Exception {
        Path core = Path.of("target/ipyrpc/ipyrpc-core.jar");
        if (!Files.exists(core)) {
            throw new IllegalStateException(core.toAbsolutePath() + " is not there; run mvn package at the top first");
        }
        Path folder = Files.createTempDirectory("ipyrpc-bench");
        Path source = Files.writeString(folder.resolve("Adder.java"), SOURCE);
        Path jar = jar(core, folder);
        List<Double> ofJar = new ArrayList<>();
        List<Double> ofSource = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            ofJar.add(millis(core, jar));
            ofSource.add(millis(core, source));
        }
        System.out.printf(
                Locale.ROOT,
                "%n### From java -jar … serve to the first answered call%n%n| | ms |%n|---|---|%n"
                        + "| functions in a jar | %.0f |%n| functions in a .java file | %.0f |%n",
                Rounds.median(ofJar),
                Rounds.median(ofSource));
    }

    private static Path jar(Path core, Path folder) throws IOException {
        Path source = Files.writeString(
                Files.createDirectory(folder.resolve("src")).resolve("Provider.java"),
                "public class Provider implements io.ipyrpc.function.FunctionProvider {\n"
                        + "    public static int add(int a, int b) {\n        return a + b;\n    }\n"
                        + "    public void provide(io.ipyrpc.function.Functions functions) {\n"
                        + "        functions.register(\"add\", Provider.class, \"add\");\n    }\n}\n");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        core.toString(),
                        "-d",
                        folder.toString(),
                        source.toString());
        if (compiled != 0) {
            throw new IllegalStateException("the functions did not compile");
        }
        Path jar = folder.resolve("functions.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("Provider.class"));
            Files.copy(folder.resolve("Provider.class"), out);
            out.putNextEntry(new JarEntry("META-INF/services/io.ipyrpc.function.FunctionProvider"));
            out.write("Provider\n".getBytes(StandardCharsets.US_ASCII));
        }
        return jar;
    }

    private static double millis(Path core, Path functions) throws Exception {
        int port = freePort();
        long begin = System.nanoTime();
        Process server = new ProcessBuilder(
                        Peer.java(),
                        "-jar",
                        core.toString(),
                        "serve",
                        "--functions",
                        functions.toString(),
                        "--listen",
                        "http://127.0.0.1:" + port)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(new File("/dev/null"))
                .start();
        try {
            byte[] answer = new byte[4096];
            while (System.nanoTime() - begin < DEADLINE_NANOS && server.isAlive()) {
                try (BareClient client = new BareClient(port)) {
                    client.postJson("/call/add", "[1,2]".getBytes(StandardCharsets.US_ASCII), answer);
                    return (System.nanoTime() - begin) / 1e6;
                } catch (ConnectException e) {
                    Thread.sleep(2);
                }
            }
            throw new IllegalStateException("the server did not come up");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
