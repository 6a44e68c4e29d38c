package io.ipyrpc.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RpcClient;
import io.ipyrpc.config.Rules;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.function.Functions;
import io.ipyrpc.output.OutputRouter;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.server.Policies;
import io.ipyrpc.server.ServerCore;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, whose functions come from a file that is saved again and again. */
@Timeout(240)
public class FunctionWatchTest {
    /** The classes that were loaded from the file: it adds itself. */
    public static final Queue<WeakReference<Class<?>>> LOADED = new ConcurrentLinkedQueue<>();

    /** What a function of the file waits for. */
    public static volatile CountDownLatch gate = new CountDownLatch(1);

    /** Says that a function of the file waits. */
    public static volatile CountDownLatch waiting = new CountDownLatch(1);

    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    Path folder;

    private final FunctionRegistry registry = new FunctionRegistry(table -> {});
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final String address = "inproc://watch-" + NAMES.incrementAndGet();
    private FunctionWatch watch;
    private ServerCore core;
    private RpcClient rpc;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        OutputRouter.install();
        file = folder.resolve("Saved.java");
        watch = new FunctionWatch(
                new FunctionFiles(registry, getClass().getClassLoader(), loader -> List.of()),
                Duration.ofMillis(5),
                (path, change) -> heard.add("reloaded " + path.getFileName() + ": " + change),
                (path, why) -> heard.add("kept " + path.getFileName() + ": " + why));
        Plugins plugins = Plugins.installed();
        ServerSettings settings = ServerSettings.of(Map.of());
        SerializerSet serializers = SerializerSet.of(plugins.serializers());
        core = new ServerCore(
                plugins,
                settings,
                serializers,
                registry,
                new Policies(Rules.of(Map.of(), Policies.KNOWN), serializers, plugins, null, settings.values()));
        core.listen(address);
        rpc = RpcClient.builder(address).output(OutputListener.none()).connect();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        rpc.close();
        core.close();
        watch.close();
    }

    /** Saves as editors do: a new file takes the old one's place. */
    private void save(String source) throws Exception {
        Path written = Files.writeString(folder.resolve("Saved.java~"), source);
        // Atomic: otherwise the old file is deleted first, and the watch may see that.
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String source(String methods) {
        return "public class Saved {\n" + methods + "\n}\n";
    }

    private String heard() throws InterruptedException {
        String message = heard.poll(60, TimeUnit.SECONDS);
        assertTrue(message != null, "nothing was heard of within 60 s");
        return message;
    }

    @Test
    void newCallsGetTheNewFunctions() throws Exception {
        save(source("public static int one() { return 1; } public static int old() { return 0; }"));
        watch.register(file);
        String version = registry.table().version();
        assertEquals(1, rpc.call(int.class, "one"));
        save(source("public static int one() { return 11; } public static int two() { return 2; }"));
        assertEquals("reloaded Saved.java: 2 functions; new: two; gone: old", heard());
        assertEquals(11, rpc.call(int.class, "one"));
        assertEquals(2, rpc.call(int.class, "two"));
        RemoteException gone = assertThrows(RemoteException.class, () -> rpc.call("old"));
        assertEquals("not_found", gone.code());
        assertNotEquals(version, registry.table().version());
    }

    @Test
    void whatRunsFinishesWithTheOldFunctions() throws Exception {
        waiting = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        String wait = """
                public static String slow() throws InterruptedException {
                    io.ipyrpc.registry.FunctionWatchTest.waiting.countDown();
                    io.ipyrpc.registry.FunctionWatchTest.gate.await();
                    return Later.text();
                }
                /** A class that is not loaded before the gate opens. */
                static class Later {
                    static String text() { return "%s"; }
                }
                """;
        save(source(wait.formatted("old")));
        watch.register(file);
        CompletableFuture<String> running = rpc.callAsync(String.class, "slow");
        assertTrue(waiting.await(30, TimeUnit.SECONDS));
        save(source(wait.formatted("new")));
        assertEquals("reloaded Saved.java: 1 function", heard());
        gate.countDown();
        assertEquals("old", running.get(30, TimeUnit.SECONDS));
        assertEquals("new", rpc.call(String.class, "slow"));
    }

    @Test
    void aFileThatDoesNotCompileLeavesTheOldFunctionsAndIsToldOnce() throws Exception {
        save(source("public static int one() { return 1; }"));
        watch.register(file);
        save(source("public static int one() { return x; }"));
        String why = heard();
        assertTrue(why.startsWith("kept Saved.java: Saved.java:2:34: cannot find symbol"), why);
        assertEquals(1, rpc.call(int.class, "one"));
        save(source("public static int one() { return 2; }"));
        assertEquals("reloaded Saved.java: 1 function", heard());
        assertEquals(2, rpc.call(int.class, "one"));
    }

    @Test
    void anotherFilesNameStaysItsOwn() throws Exception {
        Path other = Files.writeString(
                folder.resolve("Other.java"), "public class Other { public static int taken() { return 7; } }");
        save(source("public static int one() { return 1; }"));
        watch.register(other);
        watch.register(file);
        save(source("public static int taken() { return 8; }"));
        assertEquals(
                "kept Saved.java: the name 'taken' is taken: taken() -> int and taken() -> int; give one of them"
                        + " another by @Rpc(name = \"…\") or register(\"…\", …)",
                heard());
        assertEquals(7, rpc.call(int.class, "taken"));
        assertEquals(1, rpc.call(int.class, "one"));
        Files.writeString(other, "public class Other { public static int free() { return 9; } }");
        assertEquals("reloaded Other.java: 1 function; new: free; gone: taken", heard());
        assertEquals(9, rpc.call(int.class, "free"));
    }

    @Test
    void aFileThatIsGoneLeavesItsFunctionsUntilItIsBack() throws Exception {
        save(source("public static int one() { return 1; }"));
        watch.register(file);
        Files.delete(file);
        assertEquals("kept Saved.java: the file is gone", heard());
        assertEquals(1, rpc.call(int.class, "one"));
        save(source("public static int one() { return 2; }"));
        assertEquals("reloaded Saved.java: 1 function", heard());
        assertEquals(2, rpc.call(int.class, "one"));
    }

    @Test
    void aConstructorThatThrowsLeavesTheOldFunctions() throws Exception {
        save(source("@io.ipyrpc.function.Rpc public int one() { return 1; }"));
        watch.register(file);
        save(source("static int zero = 0; int bad = 1 / zero; @io.ipyrpc.function.Rpc public int one() { return 2; }"));
        assertEquals(
                "kept Saved.java: the constructor of Saved threw java.lang.ArithmeticException: / by zero", heard());
        assertEquals(1, rpc.call(int.class, "one"));
    }

    /** A jar of functions, written over the one that is there, byte by byte as cp does. */
    private Path jar(String text) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.writeString(folder.resolve("Jarred.java"), """
                public class Jarred {
                    /** Gives the %s text. */
                    @io.ipyrpc.function.Rpc
                    public static String slow() throws InterruptedException {
                        io.ipyrpc.registry.FunctionWatchTest.waiting.countDown();
                        io.ipyrpc.registry.FunctionWatchTest.gate.await();
                        return Later.text();
                    }
                    static class Later {
                        static String text() { return "%s"; }
                    }
                }
                """.formatted(text, text));
        Path jar = folder.resolve("jarred.jar");
        Path built = folder.resolve("built.jar");
        tool(
                "javac",
                "-processor",
                "io.ipyrpc.source.DocProcessor",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
        tool("jar", "--create", "--file", built.toString(), "-C", classes.toString(), ".");
        Files.write(jar, Files.readAllBytes(built));
        return jar;
    }

    private static void tool(String name, String... arguments) {
        assertEquals(0, ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments), name);
    }

    @Test
    void aJarMayBeWrittenOverWhileItsFunctionsRun() throws Exception {
        waiting = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        Path jar = jar("old");
        watch.register(jar);
        assertEquals("Gives the old text.", registry.table().find("slow").info().doc());
        CompletableFuture<String> running = rpc.callAsync(String.class, "slow");
        assertTrue(waiting.await(30, TimeUnit.SECONDS));
        Files.writeString(jar, "half of a jar");
        assertTrue(heard().startsWith("kept jarred.jar: cannot read " + jar + ": "));
        jar("new, longer");
        assertEquals("reloaded jarred.jar: 1 function", heard());
        gate.countDown();
        assertEquals("old", running.get(30, TimeUnit.SECONDS));
        assertEquals("new, longer", rpc.call(String.class, "slow"));
        assertEquals(
                "Gives the new, longer text.",
                registry.table().find("slow").info().doc());
    }

    @Test
    void aProviderOfAFileRegistersWhileItIsAsked() throws Exception {
        Functions[] kept = new Functions[1];
        FunctionFiles files = new FunctionFiles(
                registry,
                getClass().getClassLoader(),
                loader -> List.of(functions -> kept[0] = functions.register("early", () -> 1)));
        Path jar = jar("provided");
        files.register(jar);
        assertEquals(1, rpc.call(int.class, "early"));
        IllegalStateException late = assertThrows(IllegalStateException.class, () -> kept[0].register("late", () -> 2));
        assertEquals(
                "the functions of " + jar + " are loaded: a FunctionProvider of a functions file registers inside"
                        + " provide(...)",
                late.getMessage());
    }

    @Test
    void twoHundredReloadsLeaveNoClassesBehind() throws Exception {
        String methods = """
                static { io.ipyrpc.registry.FunctionWatchTest.LOADED.add(
                        new java.lang.ref.WeakReference<>(Saved.class)); }
                public record Point(double x, double y) {}
                public static class Bean { public int getNumber() { return VERSION; } }
                enum Kind { A, B }
                static class Failure extends RuntimeException {
                    Failure(String message) { super(message); }
                }
                static final int VERSION = %d;
                /** Turns a point, and tells of it. */
                public static Point turned(Point point) {
                    System.out.println("turning " + point + " at " + Kind.B);
                    io.ipyrpc.function.Call.current().progress(1, 2, "half");
                    java.util.function.Supplier<Point> turn = () -> new Point(-point.y(), point.x());
                    return turn.get();
                }
                public static Bean bean() { return new Bean(); }
                public static void fail() { throw new Failure("version " + VERSION); }
                """;
        LOADED.clear();
        long classes = 0;
        long metaspace = 0;
        for (int i = 0; i <= 200; i++) {
            save(source(methods.formatted(i)));
            if (i == 0) {
                watch.register(file);
            } else {
                assertEquals("reloaded Saved.java: 3 functions", heard());
            }
            assertEquals(Map.of("x", -2.0, "y", 1.0), rpc.call("turned", Map.of("x", 1.0, "y", 2.0)), "at reload " + i);
            assertEquals(Map.of("number", (long) i), rpc.call("bean"));
            if (i % 20 == 0) {
                RemoteException failure = assertThrows(RemoteException.class, () -> rpc.call("fail"));
                assertEquals("Saved$Failure", failure.type());
            }
            if (i == 100) {
                awaitCollected();
                classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
                metaspace = metaspace();
            }
        }
        assertEquals(201, LOADED.size());
        awaitCollected();
        long moreClasses = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes;
        long moreMetaspace = metaspace() - metaspace;
        assertTrue(moreClasses < 100, "100 reloads left " + moreClasses + " classes");
        // The profiles of what is there already grow a little, a hundred versions of the classes would take 4 MB.
        assertTrue(moreMetaspace < 2 << 20, "100 reloads left " + moreMetaspace + " bytes of metaspace");
    }

    /** Waits until of all that were loaded the last alone is left. */
    private static void awaitCollected() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (left() > 1) {
            assertTrue(System.nanoTime() - end < 0, () -> left() + " of " + LOADED.size() + " are still there");
            System.gc();
        }
    }

    private static long left() {
        return LOADED.stream().filter(loaded -> loaded.get() != null).count();
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .findFirst()
                .orElseThrow()
                .getUsed();
    }
}
