package io.ipyrpc.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocProcessorTest {
    private static final String PROCESSOR = DocProcessor.class.getName();
    private static final String CORE = Compiled.core().toString();

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void makeFolders() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
    }

    private Path source(String name, String source) {
        return Compiled.write(folder.resolve("src"), name, source);
    }

    private String doc(String className) throws IOException {
        // JDKs differ in the white space at the beginning of a line that they leave.
        return Files.readString(classes.resolve(DocFile.resource(className))).replaceAll("(?m)^\\| +", "|");
    }

    private Compiled named(Path... sources) throws IOException {
        return Compiled.javac(
                List.of(sources),
                "-d",
                classes.toString(),
                "-cp",
                classes.toString(),
                "-processorpath",
                CORE,
                "-processor",
                PROCESSOR);
    }

    /** The options with which javac of every JDK runs the processors that it finds. */
    private static String[] finding(String... options) {
        List<String> all = new java.util.ArrayList<>(List.of(options));
        if (Runtime.version().feature() >= 21) {
            all.add("-proc:full");
        }
        return all.toArray(String[]::new);
    }

    @Test
    void savesCommentsAndNamesOfAllButPrivateMethods() throws IOException {
        Compiled run = named(source("demo/Demo.java", """
                package demo;
                import java.util.*;
                /** A demo. */
                public class Demo {
                    /**
                     * Größe &#42;&#47;.
                     *
                     *   @param <T> t
                     */
                    @SafeVarargs public static <T extends Comparable<T> & Runnable> T gen(T one, List<? super T> two, T[]... three) { return one; }
                    protected int[] add(int a, double[][] b, Map.Entry<String, int[]> c) { return null; }
                    void plain() {}
                    private void hidden() {}
                    /** Inner. */
                    private interface Inner { long of(byte b, short s, char c, float f, boolean z, Inner self); }
                    enum Color { RED; /** To text. */ String text() { return ""; } }
                    record Point(int x, int y) { /** The norm. */ double norm() { return 0; } }
                    @interface Note { /** Its value. */ String value(); }
                    static class Empty { int field; }
                    Object local() { class Local { void m() {} } return new Object() { void n() {} }; }
                }
                """));
        assertTrue(run.success, run.output);
        assertEquals("", run.output);
        assertEquals("""
                ipyrpc-docs 1
                class demo.Demo
                |A demo.
                method gen(java.lang.Comparable,java.util.List,java.lang.Comparable[][]) one two three
                |Größe &#42;&#47;.
                |
                |@param <T> t
                method add(int,double[][],java.util.Map$Entry) a b c
                method plain()
                method local()
                """, doc("demo.Demo"));
        assertEquals("""
                ipyrpc-docs 1
                class demo.Demo$Inner
                |Inner.
                method of(byte,short,char,float,boolean,demo.Demo$Inner) b s c f z self
                """, doc("demo.Demo$Inner"));
        assertTrue(doc("demo.Demo$Color").contains("method text()\n|To text.\n"), doc("demo.Demo$Color"));
        assertTrue(doc("demo.Demo$Point").contains("method norm()\n|The norm.\n"), doc("demo.Demo$Point"));
        assertTrue(doc("demo.Demo$Note").contains("method value()\n|Its value.\n"), doc("demo.Demo$Note"));
        assertEquals(
                List.of("Demo$Color.txt", "Demo$Inner.txt", "Demo$Note.txt", "Demo$Point.txt", "Demo.txt"),
                Compiled.files(classes.resolve("META-INF/ipyrpc/docs")).stream()
                        .map(name -> name.replace("demo.", ""))
                        .toList());
    }

    @Test
    void ignoresTypeAnnotationsInSignatures() throws IOException {
        Compiled run = named(source("T.java", """
                import java.lang.annotation.*;
                @Target(ElementType.TYPE_USE) @interface Non {}
                class T { void m(@Non String s, @Non int @Non [] i, java.util.@Non List<@Non String> l) {} }
                """));
        assertTrue(run.success, run.output);
        assertEquals("ipyrpc-docs 1\nclass T\nmethod m(java.lang.String,int[],java.util.List) s i l\n", doc("T"));
    }

    @Test
    void leavesTheFilesOfClassesThatAreNotCompiledAgain() throws IOException {
        Path a = source("A.java", "class A { /** One. */ void m() {} }");
        Path b = source("B.java", "class B extends A { /** Two. */ void n(A a) {} }");
        assertTrue(named(a, b).success);
        String before = doc("A");
        Files.writeString(b, "class B extends A { /** Three. */ void n(A a) {} }");
        assertTrue(named(b).success);
        assertEquals(before, doc("A"));
        assertEquals("ipyrpc-docs 1\nclass B\nmethod n(A) a\n|Three.\n", doc("B"));
    }

    @Test
    void knowsTheTypesThatOtherProcessorsMake() throws IOException {
        Path made = source("Uses.java", "class Uses { /** Doc. */ void m(gen.Made made, gen.Made[] more) {} }");
        Compiled run = Compiled.javac(
                List.of(made),
                "-d",
                classes.toString(),
                "-processor",
                PROCESSOR + "," + MakingProcessor.class.getName());
        assertTrue(run.success, run.output);
        assertEquals("ipyrpc-docs 1\nclass Uses\nmethod m(gen.Made,gen.Made[]) made more\n|Doc.\n", doc("Uses"));
        assertEquals("ipyrpc-docs 1\nclass gen.Made\nmethod made()\n", doc("gen.Made"));
    }

    @Test
    void addsNothingToTheErrorsOfTheSource() throws IOException {
        Compiled run = named(source("E.java", "class E { void m(Missing x, Missing[] y) {} }"));
        assertFalse(run.success);
        assertEquals(2, run.output.split("cannot find symbol", -1).length - 1, run.output);
        assertFalse(run.output.contains("ipyrpc"), run.output);
    }

    @Test
    void savesNamesAloneIfTheCommentsAreTooLong() throws IOException {
        String line = " * " + "x".repeat(1000) + "\n";
        Compiled run = named(source("Big.java", "class Big {\n/**\n" + line.repeat(4300) + "*/\nvoid m(int a) {} }"));
        assertTrue(run.success, run.output);
        assertTrue(
                run.output.contains(
                        "Note: ipyrpc: the comments of Big are longer than 4 MiB; only its parameter names are saved"),
                run.output);
        assertEquals("ipyrpc-docs 1\nclass Big\nmethod m(int) a\n", doc("Big"));
    }

    @Test
    void savesMarkdownCommentsAsSuchWhereJavacKnowsThem() throws IOException {
        assertTrue(named(source("M.java", "class M {\n/// A `List<T>`.\nvoid m() {} }")).success);
        String comment = Runtime.version().feature() >= 23 ? "#A `List<T>`.\n" : "";
        assertEquals("ipyrpc-docs 1\nclass M\nmethod m()\n" + comment, doc("M"));
    }

    @Test
    void isFoundAsAServiceAndDisturbsNoStrictBuild() throws Exception {
        Path source = source("S.java", """
                /** S. */
                @S.Mine(1)
                class S { @interface Mine { int value(); } /** Doc. */ @Mine(2) void m(int a) {} }
                """);
        // Annotations that nobody processes and unknown options are warnings, which -Werror makes errors.
        String[] strict = {"-Xlint:all", "-Werror", "-Asome.option=1", "-d", classes.toString()};
        for (String path : List.of("-processorpath", "-cp")) {
            List<String> options = new java.util.ArrayList<>(List.of(strict));
            options.addAll(List.of(path, CORE));
            Compiled run = Compiled.command(folder, List.of(source), finding(options.toArray(String[]::new)));
            assertTrue(run.success, run.output);
            assertEquals("", run.output.replaceAll("(?s)Picked up .*?\n", ""));
            assertEquals("ipyrpc-docs 1\nclass S\n|S.\nmethod m(int) a\n|Doc.\n", doc("S"));
            Files.delete(classes.resolve(DocFile.resource("S")));
        }
    }

    @Test
    void takesNoAnnotationsFromOtherProcessors() throws Exception {
        Path services = folder.resolve("other");
        String name = MakingProcessor.class.getName();
        Compiled.write(services, "META-INF/services/javax.annotation.processing.Processor", name + "\n");
        Path file = Path.of(name.replace('.', '/') + ".class");
        Files.createDirectories(services.resolve(file).getParent());
        try (var in = MakingProcessor.class.getResourceAsStream("MakingProcessor.class")) {
            Files.copy(in, services.resolve(file));
        }
        Path source = source("U.java", "class U { @Deprecated void m(gen.Made made) {} }");
        Compiled run = Compiled.command(
                folder,
                List.of(source),
                finding("-d", classes.toString(), "-processorpath", CORE + java.io.File.pathSeparator + services));
        assertTrue(run.success, run.output);
        assertEquals("ipyrpc-docs 1\nclass U\nmethod m(gen.Made) made\n", doc("U"));
    }

    @Test
    void savesNothingWithoutAFolderForClassFiles() throws Exception {
        Path source = source("N.java", "class N { void m() {} }");
        Compiled run = Compiled.command(folder, List.of(source), finding("-processorpath", CORE));
        assertTrue(run.success, run.output);
        assertTrue(
                run.output.contains(
                        "Note: ipyrpc: no documentation is saved without a folder for class files (javac -d)"),
                run.output);
        assertEquals(List.of("src/N.class", "src/N.java"), Compiled.files(folder));
    }

    @Test
    void isNotRunFromTheClassPathByNewerJdksAsTheHintSays() throws Exception {
        Path source = source("H.java", "class H { void m() {} }");
        Compiled run = Compiled.command(folder, List.of(source), "-d", classes.toString(), "-cp", CORE);
        assertTrue(run.success, run.output);
        boolean saved = Files.exists(classes.resolve(DocFile.resource("H")));
        assertEquals(Runtime.version().feature() < 23, saved);
    }

    @Test
    void isNotRunFromTheClassPathOfAModuleButFromAProcessorPath() throws Exception {
        Path module = source("module-info.java", "module m { }");
        Path source = source("p/H.java", "package p; class H { void m() {} }");
        Compiled.command(folder, List.of(module, source), finding("-d", classes.toString(), "--module-path", CORE));
        assertFalse(Files.exists(classes.resolve(DocFile.resource("p.H"))));
        Compiled run =
                Compiled.command(folder, List.of(module, source), "-d", classes.toString(), "-processorpath", CORE);
        assertTrue(run.success, run.output);
        assertEquals("ipyrpc-docs 1\nclass p.H\nmethod m()\n", doc("p.H"));
    }

    @Test
    void hintsAtWhatThePomNeeds() {
        assertEquals(
                "no documentation was saved when java.lang.String was compiled; to have parameter names and Javadoc saved"
                        + " with it, name ipyrpc-core in <annotationProcessorPaths> of the maven-compiler-plugin, or, in a"
                        + " project without module-info.java, set <proc>full</proc> there: since JDK 23 javac runs no"
                        + " annotation processor that is merely on the class path",
                ProcessorHint.of(String.class));
    }
}
