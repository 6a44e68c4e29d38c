package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Functions;
import io.ipyrpc.function.Rpc;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProxyTest {
    record Point(int x, int y) {}

    /** As the server throws it, and as a method of the interface declares it. */
    public static final class NotFittedException extends Exception {
        private static final long serialVersionUID = 1L;

        public NotFittedException(String message) {
            super(message);
        }
    }

    public static final class OtherException extends Exception {
        private static final long serialVersionUID = 1L;

        public OtherException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public static final class UnmakableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnmakableException(int code) {
            super("code " + code);
        }
    }

    static int add(int a, @Rpc.Default("2") int b) {
        return a + b;
    }

    static List<Point> points(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Point(i, -i)).toList();
    }

    static Map<String, List<Point>> grouped() {
        return Map.of("a", points(1));
    }

    static Optional<String> found(String key) {
        return key.isEmpty() ? Optional.empty() : Optional.of(key + "!");
    }

    public static final class Texts {
        public static String joined(String first, String... others) {
            return first + String.join("", others);
        }

        private Texts() {}
    }

    static String last(String[] values) {
        return values[values.length - 1];
    }

    static void fail(String kind) throws Exception {
        switch (kind) {
            case "declared" -> throw new NotFittedException("fit first");
            case "with cause" -> throw new OtherException("the other", null);
            case "io" -> throw new IOException("no disk");
            default -> throw new IllegalStateException("state");
        }
    }

    private static Served served() {
        return Served.of(f -> register(f));
    }

    private static void register(Functions functions) {
        functions
                .register("add", ProxyTest::add)
                .register("points", ProxyTest::points)
                .register("grouped", ProxyTest::grouped)
                .register("found", ProxyTest::found)
                .register("joined", Texts.class, "joined")
                .register("last", ProxyTest::last)
                .register("fail", ProxyTest::fail)
                .register("nothing", () -> System.out.println("ran"))
                .registerDynamic(
                        "dynamic", "", arguments -> arguments.positional().size() + " " + arguments.keyword());
    }

    public interface Api {
        int add(int a, int b);

        int add(int a);

        @Rpc(name = "add")
        long addOne(@Rpc.Param(name = "a") int only);

        List<Point> points(int count);

        Map<String, List<Point>> grouped();

        Optional<String> found(String key);

        String joined(String first, String... others);

        String last(String... values);

        void nothing();

        String dynamic(Object... all);

        void fail(String kind) throws NotFittedException, OtherException;

        default int twice(int a) {
            return add(a, a);
        }

        static int local() {
            return 7;
        }
    }

    /** What several interfaces have in common. */
    public interface Points<P> {
        List<P> points(int count);
    }

    public interface OwnPoints extends Points<Point> {}

    public interface Ways {
        CompletableFuture<List<Point>> points(int count);

        Job found(String key);

        CompletableFuture<Void> nothing();

        CompletableFuture<?> grouped();

        @Rpc(name = "points")
        Iterator<Point> each(int count);

        @Rpc(name = "points")
        Stream<Point> streamed(int count);

        @Rpc(name = "points")
        Items<Point> items(int count);

        CompletableFuture<Void> fail(String kind);
    }

    @Test
    void methodsCallTheFunctionsOfTheirNames() {
        try (Served served = served()) {
            Printed printed = new Printed();
            Api api = served.client(printed).proxy(Api.class);
            assertEquals(5, api.add(2, 3));
            assertEquals(4, api.add(2));
            assertEquals(4, api.addOne(2));
            assertEquals(List.of(new Point(0, 0), new Point(1, -1)), api.points(2));
            assertEquals(Map.of("a", List.of(new Point(0, 0))), api.grouped());
            assertEquals(Optional.of("x!"), api.found("x"));
            assertEquals(Optional.empty(), api.found(""));
            assertEquals("abc", api.joined("a", "b", "c"));
            assertEquals("a", api.joined("a"));
            assertEquals("c", api.last("a", "b", "c"));
            assertEquals("3 {}", api.dynamic(1, "b", null));
            assertEquals(8, api.twice(4));
            api.nothing();
            assertEquals("ran\n", printed.out());
        }
    }

    @Test
    void anInterfaceKnowsWhatItsGenericBaseStandsFor() {
        try (Served served = served()) {
            assertEquals(
                    new Point(1, -1),
                    served.client().proxy(OwnPoints.class).points(2).get(1));
        }
    }

    @Test
    void futuresCallInOtherThreadsAndJobsSubmit() throws Exception {
        try (Served served = served()) {
            Ways ways = served.client().proxy(Ways.class);
            assertEquals(List.of(new Point(0, 0)), ways.points(1).get(30, TimeUnit.SECONDS));
            assertNull(ways.nothing().get(30, TimeUnit.SECONDS));
            assertTrue(ways.grouped().get(30, TimeUnit.SECONDS) instanceof Map);
            assertEquals("y!", ways.found("y").result());
            Iterator<Point> each = ways.each(1);
            assertEquals(new Point(0, 0), each.next());
            assertFalse(each.hasNext());
            try (Stream<Point> points = ways.streamed(3);
                    Items<Point> items = ways.items(5)) {
                assertEquals(3, points.mapToInt(Point::x).sum());
                assertEquals(new Point(0, 0), items.next());
            }
            ExecutionException e =
                    assertThrows(ExecutionException.class, () -> ways.fail("io").get(30, TimeUnit.SECONDS));
            assertEquals("java.io.IOException: no disk", e.getCause().getMessage());
        }
    }

    @Test
    void whatAMethodDeclaresIsThrownAsThatAndNothingElseIs() {
        try (Served served = served()) {
            Api api = served.client().proxy(Api.class);
            NotFittedException declared = assertThrows(NotFittedException.class, () -> api.fail("declared"));
            assertEquals("fit first", declared.getMessage());
            RemoteException cause = (RemoteException) declared.getCause();
            assertEquals(NotFittedException.class.getName(), cause.type());
            assertTrue(
                    Arrays.stream(declared.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("fail")
                                    && frame.getClassName().equals(ProxyTest.class.getName())),
                    () -> Arrays.toString(declared.getStackTrace()));
            assertFalse(
                    Arrays.stream(declared.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().contains("ipyrpc.Remote")),
                    () -> Arrays.toString(declared.getStackTrace()));
            OtherException other = assertThrows(OtherException.class, () -> api.fail("with cause"));
            assertEquals("the other", other.getMessage());
            assertTrue(other.getCause() instanceof RemoteException);
            RemoteException io = assertThrows(RemoteException.class, () -> api.fail("io"));
            assertEquals("java.io.IOException: no disk", io.getMessage());
            assertThrows(IllegalStateException.class, () -> api.fail("state"));
        }
    }

    @Test
    void objectsMethodsStayHere() {
        try (Served served = served()) {
            RpcClient client = served.client();
            Ways ways = client.proxy(Ways.class);
            assertEquals(ways, ways);
            assertNotEquals(ways, client.proxy(Ways.class));
            assertEquals(System.identityHashCode(ways), ways.hashCode());
            assertEquals(
                    "Ways at " + served.address
                            + "\n  fail(kind: String) -> void\n  found(key: String) -> Optional<String>\n  grouped() -> Map<String, List<Point>>"
                            + "\n  nothing() -> void\n  points(count: int) -> List<Point>",
                    ways.toString());
        }
    }

    public interface Wrong {
        int ad(int a, int b);

        int add(int a, int c);

        int add(double a, double b);

        int add(int a, int b, int... more);

        String last();

        @Rpc(name = "points")
        Thread[] threads(int count);

        void fail(String kind) throws UnmakableException;
    }

    interface Hidden {
        void nothing();

        default void twice() {
            nothing();
        }
    }

    @Test
    void everythingThatDoesNotFitIsToldAtOnce() {
        try (Served served = served()) {
            RpcClient client = served.client();
            assertEquals(
                    "Wrong does not fit the functions of " + served.address + ":"
                            + "\n  ad(int, int): there is no function 'ad'; did you mean 'add'?"
                            + "\n  add(int, int): 'add' is called by add(double, double) already, which differs in types"
                            + " alone; give one of them the name of another function by @Rpc(name = \"…\")"
                            + "\n  add(int, int, int[]): 'add' has no parameter 'more'; known: a, b; signature: add(a:"
                            + " int, b: int = 2) -> int"
                            + "\n  fail(String): it declares " + UnmakableException.class.getName()
                            + ", which has no public constructor of (String) or (String, Throwable) to throw it by"
                            + "\n  last(): 'last' needs 'values' too; signature: last(values: String[]) -> String"
                            + "\n  threads(int): its result: no value can become a java.lang.Thread; declare a record,"
                            + " a bean or a type of the protocol",
                    assertThrows(IllegalArgumentException.class, () -> client.proxy(Wrong.class))
                            .getMessage());
            assertEquals(
                    "Hidden does not fit the functions of " + served.address
                            + ":\n  twice(): a default method needs an interface that is public and exported",
                    assertThrows(IllegalArgumentException.class, () -> client.proxy(Hidden.class))
                            .getMessage());
            assertEquals(
                    "java.lang.String is no interface; a proxy stands for an interface",
                    assertThrows(IllegalArgumentException.class, () -> client.proxy(String.class))
                            .getMessage());
        }
    }

    @Test
    void withoutNamesArgumentsGoByPosition(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(
                folder.resolve("Positional.java"),
                "public interface Positional { int add(int x, int y); String joined(String x, String[] y); }");
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString()));
        try (Served served = served();
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Positional");
            Object proxy = served.client().proxy(type);
            Method add = type.getMethod("add", int.class, int.class);
            assertEquals(42, add.invoke(proxy, 2, 40));
            Method joined = type.getMethod("joined", String.class, String[].class);
            assertEquals("abc", joined.invoke(proxy, "a", new String[] {"b", "c"}));
            assertSame(loader, proxy.getClass().getInterfaces()[0].getClassLoader());
        }
    }
}
