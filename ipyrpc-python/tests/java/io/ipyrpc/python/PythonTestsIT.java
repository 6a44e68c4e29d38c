package io.ipyrpc.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs the Python client's own tests against the distribution that was just built.
 *
 * <p>They need a Python with numpy, pandas and pytest: the one that the property or environment variable names, else
 * {@code /usr/bin/python3}, else {@code python3}. Where there is none they are left out, and that is said; with
 * {@code IPYRPC_REQUIRE_ALL=1} it is a failure.
 */
final class PythonTestsIT {
    private static final String NEEDED = "import numpy, pandas, pytest";
    private static final long MINUTES = 10;

    @Test
    void thePythonClientsTestsPass() throws Exception {
        String python = python();
        if (python == null) {
            leaveOut("no Python here has numpy, pandas and pytest; on Debian: apt-get install python3-numpy"
                    + " python3-pandas python3-pytest. IPYRPC_PYTHON or -Dipyrpc.python names another interpreter");
        }
        ProcessBuilder tests = new ProcessBuilder(python, "-m", "pytest", "-p", "no:cacheprovider", "tests")
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true);
        tests.environment().put("JAVA_HOME", System.getProperty("java.home"));
        tests.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        tests.environment().put("IPYRPC_DIST", System.getProperty("ipyrpc.dist"));
        Process process = tests.start();
        process.getOutputStream().close();
        Thread shown = new Thread(() -> process.inputReader().lines().forEach(System.out::println));
        shown.start();
        try {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "the tests did not end in " + MINUTES + " minutes");
            shown.join();
            assertEquals(0, process.exitValue(), "the Python client's tests failed; their output is above");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void leaveOut(String why) {
        String text = "LEFT OUT: the tests of the Python client: " + why;
        if ("1".equals(System.getenv("IPYRPC_REQUIRE_ALL"))) {
            fail(text);
        }
        String line = "!".repeat(100);
        System.out.println(line + System.lineSeparator() + text + System.lineSeparator() + line);
        Assumptions.abort(text);
    }

    /** The interpreter, or null. One that was named is taken as it is. */
    private static String python() throws InterruptedException {
        String named = System.getProperty("ipyrpc.python", System.getenv("IPYRPC_PYTHON"));
        if (named != null && !named.isBlank()) {
            return named;
        }
        for (String candidate : List.of("/usr/bin/python3", "python3", "python")) {
            if (hasWhatIsNeeded(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean hasWhatIsNeeded(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", NEEDED)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
