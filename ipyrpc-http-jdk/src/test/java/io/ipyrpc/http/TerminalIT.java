package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a person at a terminal meets it: one that {@code script} of util-linux makes, 80 columns wide. */
@Timeout(180)
class TerminalIT {
    private static final String ERASE = "\r\033[K";
    private static final String HALF = ERASE + "\033[?7l[###############...............]  50% 1/2 half of it\033[?7h";

    /** Shown for a while; a machine that is slow gives it time to come back. */
    private static final String SHOWN = "(" + Pattern.quote(HALF + ERASE) + ")";

    @TempDir
    static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = serve("Held", """
                import io.ipyrpc.function.Call;
                import java.util.Map;
                import java.util.concurrent.*;

                public class Held {
                    static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

                    static CountDownLatch gate(String name) {
                        return GATES.computeIfAbsent(name, key -> new CountDownLatch(1));
                    }

                    /** Ends when it is interrupted, or its gate opens. */
                    public static String held(String name) throws InterruptedException {
                        System.out.println("before");
                        Call.current().progress(1, 2, "half of it");
                        gate(name).await(120, TimeUnit.SECONDS);
                        System.out.println("after");
                        return "through";
                    }

                    /** Ends when its gate opens. */
                    public static String deaf(String name) {
                        for (;;) {
                            try {
                                return held(name);
                            } catch (InterruptedException e) {
                                System.out.println("not listening");
                            }
                        }
                    }

                    public static void open(String name) {
                        gate(name).countDown();
                    }
                }
                """);
    }

    private static ServerProcess serve(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        return ServerProcess.start(folder, "--listen", "http://127.0.0.1:0", "--watch", "--functions", file.toString());
    }

    @AfterAll
    static void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    private static void await(Callable<Boolean> condition, Callable<String> otherwise) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertTrue(System.nanoTime() - end < 0, otherwise.call());
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** A command in a terminal of its own. */
    private static final class Typed implements AutoCloseable {
        private final Process process;
        private final StringBuffer screen = new StringBuffer();
        private final Thread reader;

        Typed(String command) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null");
            builder.redirectErrorStream(true).environment().putAll(Map.of("TERM", "xterm", "COLUMNS", "80"));
            process = builder.start();
            reader = new Thread(this::read, "terminal");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (InputStream in = process.getInputStream()) {
                byte[] bytes = new byte[1024];
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    screen.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                screen.append(e);
            }
        }

        void awaitText(String text) throws Exception {
            await(() -> screen().contains(text), () -> "'" + text + "' did not come: " + screen());
        }

        /** What was printed so far, with the line feeds that were meant. */
        String screen() {
            return screen.toString().replace("\r\n", "\n");
        }

        void pressCtrlC() throws IOException {
            process.getOutputStream().write(3);
            process.getOutputStream().flush();
        }

        int exit() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "not done within a minute: " + screen());
            reader.join();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static String command(String command, String rest) {
        return ServerProcess.java() + " -jar " + Distribution.jar() + " " + command + " " + server.address() + " "
                + rest;
    }

    private static void open(String name) throws Exception {
        assertEquals(
                0, Distribution.ipyrpc("call", server.address(), "open", name).exit());
    }

    @Test
    void progressIsShownBelowTheOutputAndTakenAway() throws Exception {
        try (Typed call = new Typed(command("call", "held shown"))) {
            call.awaitText(HALF);
            open("shown");
            assertEquals(0, call.exit());
            assertTrue(call.screen().matches("before\n" + SHOWN + "+after\n" + SHOWN + "*through\n"), call::screen);
        }
    }

    @Test
    void progressGoesWhereTheTerminalIs() throws Exception {
        Path out = folder.resolve("out.txt");
        try (Typed call = new Typed(command("call", "held piped > " + out))) {
            call.awaitText(HALF);
            open("piped");
            assertEquals(0, call.exit());
            assertTrue(call.screen().matches(SHOWN + "+"), call::screen);
        }
        assertEquals("before\nafter\nthrough\n", Files.readString(out));
        try (Typed call = new Typed(command("call", "held filed 2> " + out))) {
            call.awaitText("before\n");
            open("filed");
            assertEquals(0, call.exit());
            assertEquals("before\nafter\nthrough\n", call.screen());
        }
        assertEquals("", Files.readString(out));
    }

    @Test
    void ctrlCCancelsAndWaitsForTheEnd() throws Exception {
        try (Typed call = new Typed(command("call", "held cancelled"))) {
            call.awaitText(HALF);
            call.pressCtrlC();
            assertEquals(130, call.exit());
            String end = call.screen().substring(call.screen().indexOf(HALF) + HALF.length());
            assertTrue(
                    end.matches("(\\^C)?\r\033\\[Kcancelling job [0-9a-f]{32}; Ctrl-C again to detach\n"
                            + "[^\n]*ipyrpc: cancelled: the call was cancelled\n"),
                    call::screen);
        }
    }

    @Test
    void aSecondCtrlCDetachesAndTellsHowToComeBack() throws Exception {
        String id;
        try (Typed call = new Typed(command("call", "deaf left"))) {
            call.awaitText(HALF);
            call.pressCtrlC();
            call.awaitText("not listening\n");
            call.pressCtrlC();
            assertEquals(130, call.exit());
            String told = call.screen();
            String back = " -jar " + Distribution.jar() + " job " + server.address() + " ";
            assertTrue(told.contains("detached; the job ends when its function does. Come back to it:\n  java"), told);
            id = told.substring(told.indexOf(back) + back.length()).split(" ")[0];
            assertTrue(told.endsWith(back + id + " --follow\n"), told);
        }
        Distribution.Result job = Distribution.ipyrpc("job", server.address(), id);
        assertTrue(job.out().contains("state     cancelling\n"), job::out);
        open("left");
    }

    @Test
    void ctrlCLeavesAJobThatIsFollowedAlone() throws Exception {
        String id = Distribution.ipyrpc("submit", server.address(), "held", "followed")
                .out()
                .strip();
        try (Typed follow = new Typed(command("job", id + " --follow"))) {
            follow.awaitText(HALF);
            follow.pressCtrlC();
            assertEquals(130, follow.exit());
            assertTrue(follow.screen().contains("detached; the job goes on. Come back to it, or cancel it:\n"));
        }
        open("followed");
        Distribution.Result result = Distribution.ipyrpc("job", server.address(), id, "--follow");
        assertEquals("before\nafter\nthrough\n", result.out(), result.err());
        assertFalse(result.err().contains("\033"), result.err());
    }

    @Test
    void aFunctionsFileIsReloadedWhenItIsSaved() throws Exception {
        String source = "public class Saved { public static int value() { return %s; } }";
        Path file = folder.resolve("Saved.java");
        try (ServerProcess watching = serve("Saved", source.formatted("1"))) {
            Path next = Files.writeString(folder.resolve("Saved.java~"), source.formatted("22"));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            await(() -> watching.errors().equals("reloaded " + file + ": 1 function\n"), watching::errors);
            assertEquals(
                    "22\n",
                    Distribution.ipyrpc("call", watching.address(), "value").out());
            Files.writeString(file, source.formatted("nothing"));
            await(
                    () -> watching.errors()
                            .contains("ipyrpc: " + file + " was saved, and its functions stay as they were:"
                                    + " Saved.java:1:57: cannot find symbol"),
                    watching::errors);
            assertEquals(
                    "22\n",
                    Distribution.ipyrpc("call", watching.address(), "value").out());
        }
    }
}
