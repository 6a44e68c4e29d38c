package io.ipyrpc.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.FunctionReference.Function1;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.RpcException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class FunctionRegistryTest {
    private final FunctionRegistry registry = new FunctionRegistry(table -> {});

    public static class Service {
        @Rpc(name = "mean.value", doc = "The mean.")
        public double mean(@Rpc.Param(name = "xs", doc = "The numbers.") double[] numbers) {
            return Arrays.stream(numbers).average().orElse(Double.NaN);
        }

        @Rpc
        public String show(
                int n,
                @Rpc.Default("0.5") double rate,
                @Rpc.Default("as it is") String text,
                @Rpc.Default("[1, 2]") List<Integer> list,
                @Rpc.Default("2026-11-22") LocalDate day,
                @Rpc.Default("MONDAY") DayOfWeek weekday,
                Optional<String> note,
                OptionalInt limit) {
            return n + " " + rate + " " + text + " " + list + " " + day + " " + weekday + " " + note + " " + limit;
        }

        @Rpc
        public static int one() {
            return 1;
        }

        public int hidden() {
            return 0;
        }
    }

    /** What many services have in common. */
    public static class Store<T> {
        @Rpc
        public String first(List<T> values) {
            return values.get(0).getClass().getSimpleName();
        }

        @Rpc
        public T same(T value) {
            return value;
        }
    }

    public static class Days extends Store<LocalDate> {}

    public static class Defaults {
        @Rpc
        public static String all(
                @Rpc.Default("0.12345678901234567890123") BigDecimal exact,
                @Rpc.Default("1.10") BigDecimal price,
                @Rpc.Default("NaN") double nan,
                @Rpc.Default("-Infinity") Float least,
                @Rpc.Default("5") char digit,
                @Rpc.Default("7") CharSequence text,
                @Rpc.Default("8") Optional<String> maybe) {
            return exact + " " + price + " " + nan + " " + least + " " + digit + " " + text + " " + maybe;
        }
    }

    public static class Overloaded {
        public static int add(int a, int b) {
            return a + b;
        }

        public static double add(double a, double b) {
            return a + b;
        }

        public int own(int a) {
            return a;
        }

        public static int alone(int n, String... rest) {
            return n + rest.length;
        }
    }

    public static class Twice {
        @Rpc
        public int add(int a) {
            return a;
        }

        @Rpc
        public int add(int a, int b) {
            return a + b;
        }
    }

    public static class Unbindable {
        @Rpc
        public int read(int n, InputStream stream) {
            return n;
        }
    }

    private String signature(String name) {
        return registry.table().find(name).toString();
    }

    private Object call(String name, List<Object> positional, Map<String, Object> keyword) throws Throwable {
        RpcFunction function = registry.table().find(name);
        return function.invoke(function.bind(Arguments.of(positional, keyword)));
    }

    private static void assertRefused(String message, Executable work) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
    }

    private void assertBadRequest(String message, String name, List<Object> positional, Map<String, Object> keyword) {
        RpcException e = assertThrows(RpcException.class, () -> call(name, positional, keyword));
        assertEquals("bad_request", e.code());
        assertEquals(message + "; signature: " + signature(name), e.getMessage());
    }

    @Test
    void anObjectsMarkedMethodsAreRegistered() throws Throwable {
        registry.register(new Service());
        assertEquals(Set.of("mean.value", "show", "one"), registry.table().all().keySet());
        FunctionInfo mean = registry.table().find("mean.value").info();
        assertEquals("mean.value(xs: double[]) -> double", mean.signature());
        assertEquals("The mean.", mean.doc());
        assertEquals("The numbers.", mean.parameters().get(0).doc());
        assertEquals(2.0, call("mean.value", List.of(List.of(1L, 3L)), Map.of()));
        assertEquals(1, call("one", List.of(), Map.of()));
    }

    @Test
    void defaultsStandForWhatIsLeftOut() throws Throwable {
        registry.register(new Service());
        assertEquals(
                "show(n: int, rate: double = 0.5, text: String = \"as it is\", list: List<Integer> = [1,2],"
                        + " day: LocalDate = \"2026-11-22\", weekday: DayOfWeek = \"MONDAY\","
                        + " note: Optional<String> = null, limit: OptionalInt = null) -> String",
                signature("show"));
        assertEquals(
                "7 0.5 as it is [1, 2] 2026-11-22 MONDAY Optional.empty OptionalInt.empty",
                call("show", List.of(7L), Map.of()));
        assertEquals(
                "7 2.0 as it is [] 2026-11-22 FRIDAY Optional[x] OptionalInt[3]",
                call(
                        "show",
                        List.of(7L, 2L),
                        Map.of("list", List.of(), "weekday", "FRIDAY", "note", "x", "limit", 3.0)));
        FunctionInfo.Parameter rate =
                registry.table().find("show").info().parameters().get(1);
        assertEquals(new FunctionInfo.Parameter("rate", "double", "", true, 0.5, false), rate);
    }

    @Test
    void aClassGivesItsStaticMethodsAlone() {
        registry.register(Service.class);
        assertEquals(Set.of("one"), registry.table().all().keySet());
        assertRefused(
                Overloaded.class.getName() + " has no public static method marked @Rpc",
                () -> registry.register(Overloaded.class));
        assertRefused("java.lang.Object has no public method marked @Rpc", () -> registry.register(new Object()));
    }

    @Test
    void aMethodIsFoundByItsName() throws Throwable {
        registry.register("alone", Overloaded.class, "alone");
        assertEquals("alone(n: int, *rest: String) -> int", signature("alone"));
        assertEquals(1, call("alone", List.of(1L), Map.of()));
        assertEquals(3, call("alone", List.of(1L, "a", "b"), Map.of()));
        assertEquals(3, call("alone", List.of(1L), Map.of("rest", List.of("a", "b"))));
        assertBadRequest(
                "argument 'rest' is there twice, by position and by keyword",
                "alone",
                List.of(1L, "a"),
                Map.of("rest", List.of("b")));
        assertBadRequest("argument 'rest': [1]: 2 is not a text", "alone", List.of(1L, "a", 2L), Map.of());
    }

    @Test
    void refusesOverloadsAndMethodsThatAreNotThere() {
        String type = Overloaded.class.getName();
        assertRefused(
                "cannot register 'add': " + type + ".add is overloaded: Overloaded.add(double, double),"
                        + " Overloaded.add(int, int); register a lambda with declared types",
                () -> registry.register("add", Overloaded.class, "add"));
        assertRefused(
                "cannot register 'x': " + type + " has no public method missing",
                () -> registry.register("x", Overloaded.class, "missing"));
        assertRefused(
                "cannot register 'x': " + type + " has no public static method own; register an object's method by a"
                        + " reference, object::own",
                () -> registry.register("x", Overloaded.class, "own"));
        assertRefused(
                "the name 'add' is taken: add(a: int) -> int and add(a: int, b: int) -> int; give one of them another by"
                        + " @Rpc(name = \"…\") or register(\"…\", …)",
                () -> registry.register(new Twice()));
        assertEquals(Set.of(), registry.table().all().keySet(), "half of a refused object was registered");
    }

    @Test
    void refusesTypesThatNoValueCanBecome() {
        assertRefused(
                "cannot register 'read' (Unbindable.read(int, InputStream)): parameter 'stream': no value can become a"
                        + " java.io.InputStream: it is an interface or abstract; declare a record, a bean or a type of"
                        + " the protocol",
                () -> registry.register(new Unbindable()));
        assertRefused(
                "cannot register 'f' (FunctionRegistryTest.builder(StringBuilder)): parameter 'text': no value can"
                        + " become a java.lang.StringBuilder; declare a record, a bean or a type of the protocol",
                () -> registry.register("f", FunctionRegistryTest::builder));
        assertRefused(
                "cannot register 'f' (FunctionRegistryTest.deep(double[][][][])): parameter 'a': a double[][][][] has 4"
                        + " dimensions, at most 3 are carried; use NdArray",
                () -> registry.register("f", FunctionRegistryTest::deep));
        assertRefused(
                "cannot register 'f' (FunctionRegistryTest.wrong(int)): parameter 'n': @Rpc.Default(\"2.5\"): 2.5 is not"
                        + " an int",
                () -> registry.register("f", FunctionRegistryTest::wrong));
    }

    @Test
    void aServiceKnowsWhatItsGenericBaseStandsFor() throws Throwable {
        registry.register(new Days()).register("reference", new Days()::first);
        assertEquals("first(values: List<LocalDate>) -> String", signature("first"));
        assertEquals("same(value: LocalDate) -> LocalDate", signature("same"));
        assertEquals("reference(values: List<LocalDate>) -> String", signature("reference"));
        assertEquals("LocalDate", call("first", List.of(List.of("2026-11-22")), Map.of()));
        assertEquals(LocalDate.of(2026, 11, 22), call("same", List.of("2026-11-22"), Map.of()));
        assertBadRequest("argument 'value': 5 is not a date", "same", List.of(5L), Map.of());
    }

    public static class Hidden {
        @Rpc
        public int shown() {
            return 1;
        }

        @Rpc
        int hidden() {
            return 2;
        }
    }

    @Test
    void aMarkedMethodThatIsNotPublicIsRefused() {
        assertRefused(
                "Hidden.hidden() is marked @Rpc and is not public: make it public",
                () -> registry.register(new Hidden()));
    }

    static int counted(Arguments arguments) {
        return arguments.positional().size() + arguments.keyword().size();
    }

    @Test
    void aMethodOfArgumentsTakesWhateverIsSent() throws Throwable {
        registry.register("counted", FunctionRegistryTest::counted)
                .register("lambda", (Arguments all) -> all.positional().size());
        assertEquals("counted(*args, **kwargs) -> int", signature("counted"));
        assertEquals(3, call("counted", List.of(1L, "x"), Map.of("k", 2L)));
        assertEquals(2, call("lambda", List.of(1L, "x"), Map.of()));
    }

    @Test
    void aDefaultIsReadAsItIsMeant() throws Throwable {
        registry.register(Defaults.class);
        assertEquals(
                "all(exact: BigDecimal = 0.12345678901234567890123, price: BigDecimal = 1.10, nan: double = NaN,"
                        + " least: Float = -Infinity, digit: char = \"5\", text: CharSequence = \"7\","
                        + " maybe: Optional<String> = \"8\") -> String",
                signature("all"));
        assertEquals("0.12345678901234567890123 1.10 NaN -Infinity 5 7 Optional[8]", call("all", List.of(), Map.of()));
        // JSON has no such numbers, and the list of functions is JSON.
        assertEquals(
                "NaN", registry.table().find("all").info().parameters().get(2).defaultValue());
    }

    static int builder(StringBuilder text) {
        return text.length();
    }

    static int deep(double[][][][] a) {
        return a.length;
    }

    static int wrong(@Rpc.Default("2.5") int n) {
        return n;
    }

    static int bytes(byte... data) {
        return data.length;
    }

    static int same(int n) {
        return n;
    }

    @Test
    void refusesNamesThatAreBadOrTaken() {
        for (String name : List.of("", "1a", "_slice", "a b", "ä", "a".repeat(201))) {
            assertRefused(
                    "cannot register '" + name + "' (FunctionRegistryTest.same(int)): '" + name
                            + "' cannot be a function's name; it is one of a-z and A-Z, and then of these, digits,"
                            + " '_', '.' and '-', at most 200 in all; name it by @Rpc(name = \"…\")",
                    () -> registry.register(name, FunctionRegistryTest::same));
        }
        registry.register("a".repeat(200), FunctionRegistryTest::same);
        registry.register("a_1.b-c", FunctionRegistryTest::same);
        assertRefused(
                "the name 'a_1.b-c' is taken: a_1.b-c(n: int) -> int and a_1.b-c(*args, **kwargs) -> Object; give one of"
                        + " them another by @Rpc(name = \"…\") or register(\"…\", …)",
                () -> registry.registerDynamic("a_1.b-c", "", arguments -> 1));
    }

    @Test
    void aRefusedTableLeavesTheOldOne() {
        FunctionRegistry checked = new FunctionRegistry(table -> {
            if (table.find("bad") != null) {
                throw new IllegalArgumentException("rules tie on 'bad'");
            }
        });
        checked.register("good", FunctionRegistryTest::same);
        String version = checked.table().version();
        assertRefused("rules tie on 'bad'", () -> checked.register("bad", FunctionRegistryTest::same));
        assertEquals(Set.of("good"), checked.table().all().keySet());
        assertEquals(version, checked.table().version());
        checked.register("better", FunctionRegistryTest::same);
        assertNotEquals(version, checked.table().version());
    }

    @Test
    void aDynamicFunctionTakesWhateverIsSent() throws Throwable {
        registry.registerDynamic(
                "any", "Takes anything.", a -> a.positional() + " " + a.keyword() + " " + a.getOrDefault("x", 9));
        assertEquals("any(*args, **kwargs) -> Object", signature("any"));
        assertEquals("[1, null] {y=2} 9", call("any", Arrays.asList(1L, null), Map.of("y", 2L)));
    }

    @Test
    void refusesArgumentsThatDoNotFit() {
        registry.register("same", FunctionRegistryTest::same);
        assertBadRequest("argument 'n' is missing", "same", List.of(), Map.of());
        assertBadRequest("2 positional arguments where at most 1 are taken", "same", List.of(1L, 2L), Map.of());
        assertBadRequest(
                "argument 'n' is there twice, by position and by keyword", "same", List.of(1L), Map.of("n", 2L));
        assertBadRequest("there is no parameter 'm'; known: n", "same", List.of(1L), Map.of("m", 2L));
        assertBadRequest(
                "there is no parameter 'quite_other'; known: n", "same", List.of(1L), Map.of("quite_other", 2L));
        assertBadRequest("argument 'n': 2.5 is not an int", "same", List.of(2.5), Map.of());
        assertBadRequest("argument 'n': null is not an int", "same", Collections.singletonList(null), Map.of());
    }

    @Test
    void varargsOfBytesTakeBytes() throws Throwable {
        registry.register("bytes", (Function1<byte[], Integer>) FunctionRegistryTest::bytes);
        assertEquals(0, call("bytes", List.of(), Map.of()));
        assertEquals(2, call("bytes", List.of(1L, 2L), Map.of()));
        assertEquals(3, call("bytes", List.of(new byte[3]), Map.of()));
    }
}
