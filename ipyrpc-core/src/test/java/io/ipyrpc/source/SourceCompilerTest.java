package io.ipyrpc.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {
    private static final ClassLoader PARENT = SourceCompilerTest.class.getClassLoader();

    @TempDir
    Path folder;

    private CompiledSource compile(String name, String source) {
        return SourceCompiler.compile(Compiled.write(folder, name, source), PARENT, List.of());
    }

    private String refused(String name, String source) {
        return refused(Compiled.write(folder, name, source));
    }

    private static String refused(Path file) {
        return assertThrows(SourceException.class, () -> SourceCompiler.compile(file, PARENT, List.of()))
                .getMessage();
    }

    @Test
    void compilesAndRunsOneFile() throws ReflectiveOperationException {
        CompiledSource demo = compile(
                "Demo.java",
                "package any.where; public class Demo { public static String hi(String größe) { return \"hé \" + größe; } }");
        Class<?> type = demo.topLevelClasses().get(0);
        assertEquals("hé 5", type.getMethod("hi", String.class).invoke(null, "5"));
        assertEquals(
                "größe", type.getMethod("hi", String.class).getParameters()[0].getName());
        assertSame(demo, type.getClassLoader());
        assertSame(type, demo.loadClass("any.where.Demo"));
        assertEquals(folder.resolve("Demo.java"), demo.file());
        assertEquals("Demo.java", demo.getName());
    }

    @Test
    void givesTheTopLevelClassesInTheOrderOfTheSource() {
        CompiledSource demo = compile(
                "x.java",
                "interface Z { class In {} } public record B(int i) {} enum M { X { } } class A { } @interface C {}");
        assertEquals(
                List.of("Z", "B", "M", "A", "C"),
                demo.topLevelClasses().stream().map(Class::getName).toList());
    }

    @Test
    void takesAPublicClassOfAnyNameAndAByteOrderMark() {
        assertEquals(
                "Other",
                compile("my-file.java", "\ufeffpublic class Other {}")
                        .topLevelClasses()
                        .get(0)
                        .getName());
    }

    @Test
    void compilesAgainstTheApplicationAndTheGivenClassPath() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path lib = Compiled.write(folder, "lib/Lib.java", "package lib; public class Lib {}");
        assertTrue(Compiled.javac(List.of(lib), "-proc:none", "-d", classes.toString()).success);
        Path file = Compiled.write(
                folder,
                "U.java",
                "class U { lib.Lib lib; io.ipyrpc.source.DocIndex index; org.junit.jupiter.api.Test t; }");
        assertEquals(
                1,
                SourceCompiler.compile(file, PARENT, List.of(classes, folder.resolve("missing.jar")))
                        .topLevelClasses()
                        .size());
        assertEquals(
                "U.java:1:14: package lib does not exist\n" + Files.readString(file) + "\n             ^",
                refused(file));
    }

    @Test
    void doesNotCompileSourcesOfTheClassPath() {
        Compiled.write(folder, "Beside.java", "class Beside {}");
        Path file = Compiled.write(folder, "U.java", "class U { Beside b; }");
        assertEquals(
                "U.java:1:11: cannot find symbol: symbol: class Beside; location: class U\n"
                        + "class U { Beside b; }\n          ^",
                assertThrows(SourceException.class, () -> SourceCompiler.compile(file, PARENT, List.of(folder)))
                        .getMessage());
    }

    @Test
    void prefersItsOwnClassesAndResourcesToTheParents() throws IOException {
        CompiledSource first = compile("A.java", "class A { void first() {} }");
        CompiledSource second =
                SourceCompiler.compile(Compiled.write(folder, "A.java", "class A { void b() {} }"), first, List.of());
        Class<?> type = second.topLevelClasses().get(0);
        assertNotSame(first.topLevelClasses().get(0), type);
        assertEquals("b", type.getDeclaredMethods()[0].getName());
        String name = DocFile.resource("A");
        String saved = "ipyrpc-docs 1\nclass A\nmethod b()\n";
        List<URL> all = Collections.list(second.getResources(name));
        assertEquals(2, all.size());
        assertEquals("ipyrpc-source:/META-INF/ipyrpc/docs/A.txt", all.get(0).toString());
        for (InputStream in : List.of(
                second.getResource(name).openStream(), all.get(0).openStream(), second.getResourceAsStream(name))) {
            assertEquals(saved, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(saved.length(), all.get(0).openConnection().getContentLengthLong());
        try (InputStream in = type.getResourceAsStream("A.class")) {
            assertArrayEquals(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe}, in.readNBytes(4));
        }
        assertNull(second.getResource("missing"));
        assertThrows(IOException.class, () -> new URL(all.get(0), "missing").openStream());
        assertTrue(second.getResources("META-INF/services/javax.annotation.processing.Processor")
                .hasMoreElements());
    }

    @Test
    void saysNothingOfWarnings() {
        java.io.PrintStream err = System.err;
        var said = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            compile(
                    "W.java",
                    "import java.util.*; class W { List raw = new ArrayList(); void m() { raw.add(new Date(1, 2, 3)); } }");
        } finally {
            System.setErr(err);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void showsLineColumnAndCaretOfAnError() {
        assertEquals(
                "Demo.java:3:9: cannot find symbol: symbol: class Foo; location: class Demo\n"
                        + "\t\t\t/**/\tFoo f = 1;\n\t\t\t    \t^\n"
                        + "Demo.java:4:18: incompatible types: possible lossy conversion from double to int\n"
                        + "        int i = (1.5);\n                 ^",
                refused(
                        "Demo.java",
                        "class Demo {\r\n  void m() {\r\n\t\t\t/**/\tFoo f = 1;\r\n        int i = (1.5);\n}}"));
        assertEquals(
                "Demo.java:1:13: reached end of file while parsing\nclass Demo {\n            ^",
                refused("Demo.java", "class Demo {"));
    }

    @Test
    void showsTheSurroundingsOnlyInAVeryLongLine() {
        String message =
                refused("L.java", "class L { int a = 0" + " ".repeat(1000) + "+ missing; " + "/**/".repeat(1000) + "}");
        List<String> lines = message.lines().toList();
        assertEquals("L.java:1:1022: cannot find symbol: symbol: variable missing; location: class L", lines.get(0));
        assertEquals(160, lines.get(1).length());
        assertEquals(lines.get(1).indexOf("missing"), lines.get(2).indexOf('^'));
    }

    @Test
    void showsTenErrorsAndTheNumberOfTheRest() {
        String message = refused("Many.java", "class Many {\n" + "Foo f();\n".repeat(200) + "}");
        List<String> lines = message.lines().toList();
        assertEquals("and 190 more", lines.get(lines.size() - 1));
        assertEquals(31, lines.size());
    }

    @Test
    void survivesSourceThatIsTooDeepForTheCompiler() {
        int depth = 200_000;
        String message =
                refused("Deep.java", "class Deep { int i = " + "(".repeat(depth) + "1" + ")".repeat(depth) + "; }");
        assertEquals("the compiler gave up on Deep.java: java.lang.StackOverflowError", message);
    }

    @Test
    void refusesWhatIsNoReadableSourceFile() throws IOException {
        Path text = Compiled.write(folder, "Demo.txt", "");
        assertEquals(text + " is not a Java source file; its name must end in .java", refused(text));
        Path missing = folder.resolve("Missing.java");
        assertEquals(missing + " does not exist (looked in " + folder + ")", refused(missing));
        Path directory = Files.createDirectory(folder.resolve("Dir.java"));
        assertEquals(directory + " is not a file; give one .java file, or a jar", refused(directory));
        Path big = folder.resolve("Big.java");
        Files.write(big, new byte[SourceFile.MAX_BYTES + 1]);
        assertEquals(
                big + " is longer than 4194304 bytes, the most for one source file; compile it and give its jar",
                refused(big));
        Path latin = folder.resolve("Latin.java");
        Files.write(latin, "class Latin {\n// größe\n}".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(latin + " is not UTF-8 text in line 2; save it as UTF-8", refused(latin));
        assertEquals("Empty.java declares no class", refused("Empty.java", "// nothing\n"));
    }

    @Test
    void asksForAJdkWhereThereIsNoCompiler() {
        Path file = Compiled.write(folder, "Demo.java", "class Demo {}");
        assertEquals(
                "compiling " + file + " needs a JDK (this Java at " + System.getProperty("java.home")
                        + " is a runtime without a compiler); start with the java of a JDK, or compile the file and give"
                        + " its jar",
                assertThrows(SourceException.class, () -> SourceCompiler.compile(null, file, PARENT, List.of()))
                        .getMessage());
    }

    @Test
    void takesTheJarsOfFoldersOnTheModulePath() throws IOException {
        Path jar = Compiled.write(folder, "mods/a.jar", "");
        Compiled.write(folder, "mods/readme.txt", "");
        Path mods = jar.getParent();
        String path = mods + File.pathSeparator + jar;
        assertEquals(List.of(mods, jar, jar), SourceCompiler.modulePath(path));
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path file = Compiled.write(folder, "Gone.java", "/** G. */ class Gone { /** Doc. */ void m(int a) {} }");
        WeakReference<?>[] loaders = new WeakReference<?>[20];
        for (int i = 0; i < loaders.length; i++) {
            CompiledSource source = SourceCompiler.compile(file, PARENT, List.of());
            assertEquals("G.", DocIndex.of(source.topLevelClasses().get(0)).text());
            loaders[i] = new WeakReference<>(source);
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        for (WeakReference<?> loader : loaders) {
            while (loader.get() != null) {
                assertTrue(System.nanoTime() < deadline, "a loader is still referenced");
                System.gc();
            }
        }
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().contains("javac"))
                        .count());
    }
}
