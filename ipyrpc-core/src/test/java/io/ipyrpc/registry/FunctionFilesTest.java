package io.ipyrpc.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a source file are functions. */
final class FunctionFilesTest {
    @TempDir
    Path folder;

    private final FunctionRegistry registry = new FunctionRegistry(table -> {});
    private final FunctionFiles files =
            new FunctionFiles(registry, FunctionFilesTest.class.getClassLoader(), loader -> List.of());

    private void register(String name, String text) throws IOException {
        files.register(Files.writeString(folder.resolve(name + ".java"), text));
    }

    private String refusal(String name, String text) {
        return assertThrows(IllegalArgumentException.class, () -> register(name, text))
                .getMessage();
    }

    @Test
    void whatEveryEnumHasIsNoFunction() throws IOException {
        register("Color", """
                public enum Color {
                    RED;
                    public static int count() { return values().length; }
                    public static void main(String[] arguments) {}
                }
                """);
        assertEquals(
                new TreeSet<>(List.of("count")),
                new TreeSet<>(registry.table().all().keySet()));
    }

    @Test
    void allThatCannotBeFunctionsIsToldAtOnce() {
        assertEquals("""
                cannot register 'bad' (Mixed.bad(Thread)): parameter 'thread': no value can become a java.lang.Thread; \
                declare a record, a bean or a type of the protocol
                cannot register 'worse' (Mixed.worse(Path)): parameter 'path': no value can become a \
                java.nio.file.Path: it is an interface or abstract; declare a record, a bean or a type of the protocol
                all public static methods are functions: make those that are none of another visibility, or mark \
                those that are @Rpc""", refusal("Mixed", """
                        public class Mixed {
                            public static int bad(Thread thread) { return 0; }
                            public static int good(int n) { return n; }
                            public static int worse(java.nio.file.Path path) { return 0; }
                        }
                        """));
    }

    @Test
    void aFolderIsNoFileOfFunctions() {
        assertEquals(
                "functions file " + folder + " is a folder; name a .java file, or a jar",
                assertThrows(IllegalArgumentException.class, () -> files.register(folder))
                        .getMessage());
    }
}
