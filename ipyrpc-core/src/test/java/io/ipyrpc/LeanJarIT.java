package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.Distribution;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The core is small and needs the JDK alone. */
class LeanJarIT {
    private static final long MOST_BYTES = 800_000;

    @Test
    void theCoreJarIsSmall() throws Exception {
        long size = Files.size(Distribution.jar());
        assertTrue(size < MOST_BYTES, () -> "the core jar is " + size + " bytes, at most " + MOST_BYTES);
    }

    @Test
    void theCoreNeedsTheJdkAlone() {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int exit = jdeps.run(
                writer,
                writer,
                "--multi-release",
                "17",
                "--list-deps",
                Distribution.jar().toString());
        assertEquals(0, exit, out.toString());
        List<String> modules = out.toString().lines().map(String::strip).toList();
        assertEquals(List.of("java.base", "java.compiler"), modules);
    }
}
