package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.plugin.Plugins;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final String HELP = """
            ipyrpc (development): Java functions, callable from anywhere as if they were local

            Usage: ipyrpc COMMAND …

              serve      serve functions
              call       call a function
              submit     call a function as a job, without waiting for it
              jobs       list your jobs
              job        show a job, or follow it to its result
              cancel     cancel a job
              retry      run a job again
              functions  list a server's functions
              help       explain a function, or a command
              bench      measure how many calls a second a server takes
              plugins    list what is installed

            ipyrpc COMMAND --help explains a command; ipyrpc --version tells the version.
            Here ipyrpc stands for: java io.ipyrpc.cli.Main
            """;

    private final Screen screen = new Screen();

    private void assertRefused(String message, String... arguments) {
        assertEquals(2, screen.run(arguments));
        assertEquals("", screen.out());
        assertEquals("ipyrpc: " + message + "\n", screen.err());
    }

    @Test
    void withoutACommandShowsTheHelpAsAnError() {
        assertEquals(2, screen.run());
        assertEquals("", screen.out());
        assertEquals(HELP, screen.err());
    }

    @Test
    void helpShowsEveryCommand() {
        assertEquals(0, screen.run("--help"));
        assertEquals(0, screen.run("-h"));
        assertEquals(0, screen.run("help"));
        assertEquals(HELP.repeat(3), screen.out());
        assertEquals("", screen.err());
    }

    @Test
    void helpOfEachCommandFitsATerminal() {
        for (String command : List.of(
                "serve", "call", "submit", "jobs", "job", "cancel", "retry", "functions", "help", "bench", "plugins")) {
            Screen one = new Screen();
            assertEquals(0, one.run(command, "--help"));
            assertTrue(one.out().startsWith("Usage: ipyrpc " + command + " "), one.out());
            assertTrue(one.out().contains("Exit codes: 0 "), one.out());
            one.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
            Screen other = new Screen();
            assertEquals(0, other.run("help", command));
            assertEquals(one.out(), other.out());
        }
        HELP.lines().skip(1).forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void helpInTheMiddleOfACommandExplainsIt() {
        assertEquals(0, screen.run("call", "http://127.0.0.1:7777", "add", "-h"));
        assertTrue(screen.out().startsWith("Usage: ipyrpc call URL FUNCTION"), screen.out());
    }

    @Test
    void tellsTheVersion() {
        assertEquals(0, screen.run("--version"));
        assertEquals("ipyrpc (development)\n", screen.out());
    }

    @Test
    void offersTheNearestCommand() {
        assertRefused("unknown command 'sevre'; did you mean 'serve'?", "sevre");
    }

    @Test
    void namesTheCommandsWhereNoneIsNear() {
        assertRefused(
                "unknown command 'xyzzy'; known: bench, call, cancel, functions, help, job, jobs, plugins, retry, serve, submit",
                "xyzzy");
    }

    @Test
    void offersTheNearestOption() {
        assertRefused("unknown option '--hlp'; did you mean '--help'?", "--hlp");
    }

    @Test
    void offersTheNearestOptionOfACommand() {
        assertRefused("unknown option '--function'; did you mean '--functions'?", "serve", "--function=A.java");
    }

    @Test
    void serveTakesNoOtherWords() {
        assertRefused("unexpected 'A.java'; usage: serve --functions FILE", "serve", "A.java");
    }

    @Test
    void watchingNeedsAFile() {
        assertRefused("--watch has no file to watch; give one by --functions FILE", "serve", "--watch");
    }

    @Test
    void callNeedsAnAddressAndAFunction() {
        assertRefused("too few words; usage: call URL FUNCTION [ARG]… [--NAME=VALUE]…", "call", "http://h:1");
    }

    @Test
    void anAddressNeedsASchemeAndAHost() {
        assertRefused("'add' is no address, such as http://127.0.0.1:7777", "call", "add", "1");
    }

    @Test
    void namesTheArtifactOfATransportThatIsMissing() {
        // The tests' class path may bring transports of its own.
        List<String> names = Plugins.installed().describe().stream()
                .filter(row -> row.get("kind").equals("transport"))
                .map(row -> row.get("name"))
                .toList();
        assertRefused(
                "'zmq://h:1': transport 'zmq' is not installed; it will come with ipyrpc-zmq, which is not there yet;"
                        + " installed: " + (names.isEmpty() ? "none" : String.join(", ", names)),
                "functions",
                "zmq://h:1");
    }

    @Test
    void jsonNeedsItsSerializer() {
        assertRefused(
                "--json needs the serializer json; add ipyrpc-json to the plugins folder",
                "call",
                "http://h:1",
                "add",
                "--json");
    }

    @Test
    void helpOfAServerNeedsAFunction() {
        assertRefused("help needs a function too: help http://h:1 FUNCTION", "help", "http://h:1");
    }

    @Test
    void aPluginsFolderMustExist(@TempDir Path folder) {
        Path missing = folder.resolve("none");
        assertRefused("plugins folder " + missing + " does not exist", "plugins", "--plugins", missing.toString());
    }

    @Test
    void listsThePluginsWithTheirClassAndOrigin() {
        assertEquals(0, screen.run("plugins"));
        List<List<String>> rows =
                screen.out().lines().map(line -> List.of(line.split(" {2,}"))).toList();
        assertEquals(List.of("KIND", "NAME", "CLASS", "FROM"), rows.get(0));
        assertTrue(
                rows.contains(List.of("queue", "memory", "io.ipyrpc.queue.MemoryBackend", "class path")), screen.out());
    }

    @Test
    void columnsAreAsWideAsTheyNeed() {
        assertEquals(
                "KIND   NAME\nq      memory\nqueue\n",
                Table.of(List.of(List.of("KIND", "NAME"), List.of("q", "memory"), List.of("queue", ""))));
    }

    @Test
    void aConfigurationMustExist(@TempDir Path folder) {
        Path missing = folder.resolve("ipyrpc.json");
        assertRefused("configuration " + missing + " does not exist", "serve", "--config", missing.toString());
    }

    @Test
    void aConfigurationsPluginsStartAtItsFolder(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("ipyrpc.json"), "{\"plugins\": \"mine\"}");
        assertRefused(
                "plugins folder " + folder.resolve("mine") + " does not exist", "serve", "--config", config.toString());
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearest(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("ipyrpc.json"), "{\"functons\": \"A.java\"}");
        assertRefused(
                "configuration " + config + ": unknown setting 'functons'; did you mean 'functions'?",
                "serve",
                "--config",
                config.toString());
    }

    @Test
    void twoConfigurationsAreOneTooMany() {
        assertRefused("--config is given twice; there is one configuration", "serve", "--config=a", "--config=b");
    }

    @Test
    void endsQuietlyWhenTheReaderOfAPipeIsGone() {
        assertEquals(141, runInto("Broken pipe"));
        assertEquals("", screen.err());
    }

    @Test
    void saysThatOutputCannotBeWritten() {
        assertEquals(70, runInto("No space left on device"));
        assertEquals("ipyrpc: cannot write the output: No space left on device\n", screen.err());
    }

    private int runInto(String failure) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Shell(new ByteArrayInputStream(new byte[0]), closed, err, StandardCharsets.UTF_8), "plugins");
        screen.shell("").errorPiece(err.toString(StandardCharsets.UTF_8));
        return code;
    }
}
