package io.ipyrpc.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.FunctionReference;
import io.ipyrpc.function.FunctionReference.Function0;
import io.ipyrpc.function.FunctionReference.Function1;
import io.ipyrpc.function.FunctionReference.Function2;
import io.ipyrpc.function.FunctionReference.Procedure1;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ReferencesTest {
    private final FunctionRegistry registry = new FunctionRegistry(table -> {});

    record Point(int x, int y) {
        int scaled(int by) {
            return by * (x + y);
        }
    }

    static class Base {
        /** Greets. */
        public String greet(String name) {
            return "hello " + name + " from " + getClass().getSimpleName();
        }
    }

    static final class Derived extends Base implements Doubling {}

    interface Doubling {
        default int twice(int n) {
            return 2 * n;
        }
    }

    static double area(double width, double height) {
        return width * height;
    }

    static int sum(int... numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    private String signature(String name) {
        return registry.table().find(name).toString();
    }

    private Object call(String name, Object... arguments) throws Throwable {
        RpcFunction function = registry.table().find(name);
        return function.invoke(function.bind(Arguments.of(arguments)));
    }

    @Test
    void aStaticMethodKeepsItsNamesAndTypes() throws Throwable {
        registry.register("area", ReferencesTest::area);
        assertEquals("area(width: double, height: double) -> double", signature("area"));
        assertEquals(6.0, call("area", 2L, 3L));
    }

    @Test
    void aBoundMethodLeavesItsObjectOut() throws Throwable {
        Point point = new Point(1, 2);
        registry.register("scaled", point::scaled);
        assertEquals("scaled(by: int) -> int", signature("scaled"));
        assertEquals(30, call("scaled", 10L));
    }

    @Test
    void anUnboundMethodTakesItsObjectFirst() throws Throwable {
        registry.register("scaled", Point::scaled);
        assertEquals("scaled(self: Point, by: int) -> int", signature("scaled"));
        assertEquals(30, call("scaled", java.util.Map.of("x", 1L, "y", 2L), 10L));
        registry.register("length", String::length);
        assertEquals("length(self: String) -> int", signature("length"));
        assertEquals(4, call("length", "four"));
    }

    @Test
    void anInheritedMethodIsFoundWhereItIsDeclared() throws Throwable {
        Derived derived = new Derived();
        registry.register("greet", derived::greet);
        registry.register("twice", derived::twice);
        assertEquals("greet(name: String) -> String", signature("greet"));
        assertEquals("hello you from Derived", call("greet", "you"));
        assertEquals(8, call("twice", 4L));
    }

    @Test
    void aConstructorGivesItsObject() throws Throwable {
        registry.register("point", Point::new);
        assertEquals("point(x: int, y: int) -> Point", signature("point"));
        assertEquals(new Point(1, 2), call("point", 1L, 2L));
    }

    @Test
    void aLambdaKeepsItsDeclaredTypes() throws Throwable {
        registry.register("add", (Integer a, Double b) -> a + b);
        assertEquals("add(arg0: Integer, arg1: Double) -> Double", signature("add"));
        assertEquals(3.5, call("add", 1L, 2.5));
    }

    @Test
    void whatALambdaCapturesIsNoParameterAndMayBeOfAnyType() throws Throwable {
        CountDownLatch latch = new CountDownLatch(3);
        long offset = 40;
        registry.register("count", (Integer more) -> offset + more + latch.getCount());
        assertEquals("count(arg0: Integer) -> Long", signature("count"));
        assertEquals(45L, call("count", 2L));
        registry.register("own", (Integer more) -> registry.table().all().size() + more + offset);
        assertEquals("own(arg0: Integer) -> Long", signature("own"));
        assertEquals(43L, call("own", 1L));
    }

    @Test
    void aProcedureGivesNull() throws Throwable {
        List<String> got = new ArrayList<>();
        Procedure1<String> add = text -> got.add(text);
        registry.register("add", (FunctionReference) add);
        assertEquals(null, call("add", "x"));
        assertEquals(List.of("x"), got);
    }

    @Test
    void aMethodWithVarargsIsRegisteredByACast() throws Throwable {
        registry.register("sum", (Function1<int[], Integer>) ReferencesTest::sum);
        assertEquals("sum(*numbers: int) -> int", signature("sum"));
        assertEquals(0, call("sum"));
        assertEquals(6, call("sum", 1L, 2L, 3L));
        assertEquals(6, call("sum", List.of(1L, 2L, 3L)));
    }

    @Test
    void aMethodWithVarargsOfAFixedNumberIsALambdaToJava() throws Throwable {
        registry.register("sum", (Function2<Integer, Integer, Integer>) ReferencesTest::sum);
        assertEquals(3, call("sum", 1L, 2L));
    }

    @Test
    void refusesAnObjectThatIsNoReference() {
        Function0<Integer> anonymous = new Function0<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Integer call() {
                return 1;
            }
        };
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> registry.register("one", anonymous));
        assertEquals(
                "cannot register 'one': a " + anonymous.getClass().getName()
                        + " is neither a method reference nor a lambda; use registerDynamic",
                e.getMessage());
    }

    @Test
    void aLambdaWithoutDeclaredTypesTakesAnything() throws Throwable {
        registry.register("echo", (Function1<Object, Object>) a -> a);
        assertEquals("echo(arg0: Object) -> Object", signature("echo"));
        assertEquals(List.of(1L), call("echo", List.of(1L)));
    }
}
