package io.ipyrpc.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocIndexTest {
    private static final String DEMO = """
            package demo;
            import java.util.*;
            import java.util.function.*;

            /** A {@code demo} of ünïcode. */
            public class Demo extends Base<String> implements Shape, Function<Integer, String> {
                /**
                 * Adds.
                 * @param a one
                 * @param rest others
                 * @return sum
                 */
                public static int add(int a, int... rest) { return a; }
                /** Of a map. */
                public <K extends Comparable<K>, V extends Number & Runnable> Map<K, V> map(Map<K, ? super V> m, V[][] v, K k) { return m == null ? null : Map.of(); }
                /** Overload 1. */ public void over(long[] x) {}
                /** Overload 2. */ public void over(Map.Entry<String, long[]>[] entries) {}
                @Override public double area(double factor, String unit) { return 0; }
                @Override public String convert(String value) { return value; }
                @Override public String apply(Integer number) { return ""; }
                public void none() {}
                private void secret() {}
                /** Doc of nested. */
                public record Point(int x, int y) { /** Norm. */ public double norm() { return 0; } }
                public enum Mode { FAST; /** Label. */ public String label() { return ""; } }
                public interface Inner { /** @return the answer */ int answer(); }
            }

            class Base<T> {
                /** Converts.
                 * @param in what to convert
                 * @return the converted */
                public T convert(T in) { return in; }
                /** Inherited. */ public void inherited(T a, List<T> b) {}
                /** Never inherited. */ public static void plain() {}
            }

            interface Shape {
                /**
                 * The area.
                 * @param scale factor of {@link Shape}
                 * @param unknown gone
                 */
                double area(double scale, String unit);
                /** By default. */ default void byDefault(int x) {}
            }

            class Sub extends Demo { @Override public double area(double f, String u) { return 1; } public static void plain() {} }
            """;

    @TempDir
    Path folder;

    private CompiledSource compile() {
        return SourceCompiler.compile(Compiled.write(folder, "Demo.java", DEMO), null, List.of());
    }

    private static MethodDoc doc(Class<?> type, String name) {
        return DocIndex.of(type).method(method(type, name)).orElseThrow();
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                // A public method of a class that is not public is inherited as a bridge alone.
                .min(Comparator.comparing(Method::isBridge))
                .orElseThrow();
    }

    @Test
    void findsEveryDeclaredMethodOfEveryClassOfTheFile() throws ReflectiveOperationException {
        CompiledSource source = compile();
        List<Class<?>> all = new ArrayList<>(source.topLevelClasses());
        all.addAll(List.of(source.topLevelClasses().get(0).getDeclaredClasses()));
        int found = 0;
        for (Class<?> type : all) {
            for (Method method : type.getDeclaredMethods()) {
                boolean expected =
                        !method.isSynthetic() && !java.lang.reflect.Modifier.isPrivate(method.getModifiers());
                Optional<MethodDoc> doc = DocIndex.of(type).method(method);
                if (expected) {
                    List<String> names = Arrays.stream(method.getParameters())
                            .map(parameter -> parameter.getName())
                            .toList();
                    assertEquals(
                            names,
                            doc.orElseThrow(() -> new AssertionError(method)).parameterNames());
                    found++;
                }
            }
        }
        // Demo 8, Base 3, Shape 2, Sub 2, Point 3 + 3, Mode 3, Inner 1.
        assertEquals(25, found);
        Method secret = source.topLevelClasses().get(0).getDeclaredMethod("secret");
        assertEquals(
                Optional.empty(), DocIndex.of(source.topLevelClasses().get(0)).method(secret));
    }

    @Test
    void givesTextParametersAndResult() {
        Class<?> demo = compile().topLevelClasses().get(0);
        assertEquals("A demo of ünïcode.", DocIndex.of(demo).text());
        assertFalse(DocIndex.of(demo).isEmpty());
        assertEquals(
                new MethodDoc(List.of("a", "rest"), "Adds.", Map.of("a", "one", "rest", "others"), "sum"),
                doc(demo, "add"));
        assertEquals(new MethodDoc(List.of(), "", Map.of(), ""), doc(demo, "none"));
        assertEquals("Of a map.", doc(demo, "map").text());
    }

    @Test
    void tellsOverloadsApart() throws ReflectiveOperationException {
        Class<?> demo = compile().topLevelClasses().get(0);
        DocIndex index = DocIndex.of(demo);
        assertEquals(
                "Overload 1.",
                index.method(demo.getMethod("over", long[].class)).orElseThrow().text());
        assertEquals(
                "Overload 2.",
                index.method(demo.getMethod("over", Map.Entry[].class))
                        .orElseThrow()
                        .text());
    }

    @Test
    void takesTheCommentOfTheOverriddenMethodWithItsOwnNames() {
        CompiledSource source = compile();
        Class<?> demo = source.topLevelClasses().get(0);
        assertEquals(
                new MethodDoc(List.of("factor", "unit"), "The area.", Map.of("factor", "factor of Shape"), ""),
                doc(demo, "area"));
        assertEquals(
                new MethodDoc(List.of("value"), "Converts.", Map.of("value", "what to convert"), "the converted"),
                doc(demo, "convert"));
        assertEquals(new MethodDoc(List.of("number"), "", Map.of(), ""), doc(demo, "apply"));
        Class<?> sub = source.topLevelClasses().get(3);
        assertEquals(Map.of("f", "factor of Shape"), doc(sub, "area").parameters());
        assertEquals("Inherited.", doc(sub, "inherited").text());
        assertEquals("By default.", doc(sub, "byDefault").text());
        assertEquals("", doc(sub, "plain").text());
    }

    @Test
    void readsNestedClassesRecordsEnumsAndInterfaces() throws ClassNotFoundException {
        CompiledSource source = compile();
        assertEquals("Norm.", doc(source.loadClass("demo.Demo$Point"), "norm").text());
        assertEquals(
                "Doc of nested.",
                DocIndex.of(source.loadClass("demo.Demo$Point")).text());
        assertEquals(List.of(), doc(source.loadClass("demo.Demo$Point"), "x").parameterNames());
        assertEquals("Label.", doc(source.loadClass("demo.Demo$Mode"), "label").text());
        assertEquals(
                "the answer", doc(source.loadClass("demo.Demo$Inner"), "answer").returns());
    }

    @Test
    void isEmptyWithoutAResource() throws ReflectiveOperationException {
        for (Class<?> type : List.of(String.class, int.class, DocIndexTest[].class, DocIndexTest.class)) {
            assertTrue(DocIndex.of(type).isEmpty());
            assertEquals("", DocIndex.of(type).text());
        }
        assertEquals(Optional.empty(), DocIndex.of(String.class).method(String.class.getMethod("length")));
    }

    /** Loads this class anew, with a resource of its own beside it. */
    private static final class Hostile extends ClassLoader {
        private final byte[] resource;

        Hostile(byte[] resource) {
            super(null);
            this.resource = resource;
        }

        Class<?> type() {
            try (InputStream in = Victim.class.getResourceAsStream("DocIndexTest$Victim.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(null, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            if (resource == null) {
                throw new IllegalStateException("zip file closed");
            }
            return name.startsWith("META-INF/ipyrpc/docs/") ? new ByteArrayInputStream(resource) : null;
        }
    }

    static final class Victim {
        void method(int a) {}
    }

    private static List<String> warningsOf(byte[] resource) throws ReflectiveOperationException {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.ipyrpc.source");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Class<?> type = new Hostile(resource).type();
            DocIndex index = DocIndex.of(type);
            assertTrue(index.isEmpty());
            assertEquals(Optional.empty(), index.method(type.getDeclaredMethod("method", int.class)));
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return warnings;
    }

    @Test
    void warnsOnceOfAMalformedResourceAndIsEmpty() throws ReflectiveOperationException {
        String resource = "META-INF/ipyrpc/docs/io.ipyrpc.source.DocIndexTest$Victim.txt";
        String beginning = "WARNING documentation ignored: " + resource + ": ";
        assertEquals(
                List.of(beginning + "line 1: expected 'ipyrpc-docs 1' but found 'PK\3\4'"),
                warningsOf("PK\3\4\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                List.of(beginning + "line 4: expected a method or a comment but found 'x'"),
                warningsOf(("ipyrpc-docs 1\nclass " + Victim.class.getName() + "\nmethod method(int) a\nx\n")
                        .getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(beginning + "longer than 4194304 bytes"), warningsOf(new byte[DocFile.MAX_BYTES + 1]));
        assertEquals(List.of(beginning + "zip file closed"), warningsOf(null));
    }
}
