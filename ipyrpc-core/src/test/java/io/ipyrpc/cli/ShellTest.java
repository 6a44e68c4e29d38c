package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShellTest {
    private final Screen screen = new Screen();
    private final Shell shell = screen.shell("");

    @Test
    void aResultBeginsItsOwnLine() {
        shell.piece("loading");
        shell.print("done");
        shell.piece("more\n");
        shell.print("done");
        assertEquals("loading\ndone\nmore\ndone\n", screen.out());
    }

    @Test
    void aLineOfBytesBeginsItsOwnLineToo() {
        shell.piece("loading");
        shell.line("1".getBytes(StandardCharsets.UTF_8));
        shell.line("2".getBytes(StandardCharsets.UTF_8));
        assertEquals("loading\n1\n2\n", screen.out());
    }

    @Test
    void anEmptyTextIsAnEmptyLine() {
        shell.print("");
        assertEquals("\n", screen.out());
    }

    @Test
    void aLocaleOfAsciiAloneIsGivenUtf8() {
        assertEquals(StandardCharsets.UTF_8, Shell.charset("ANSI_X3.4-1968"));
        assertEquals(StandardCharsets.UTF_8, Shell.charset("no such charset".replace(' ', '-')));
        assertEquals(StandardCharsets.ISO_8859_1, Shell.charset("ISO-8859-1"));
    }
}
