package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private static final String ERASE = "\r\033[K";

    private final Screen screen = new Screen();

    @Test
    void tellsHowFarTheFunctionIs() {
        assertEquals("[  0%] reading", LiveOutput.text(0, 3.0, "reading"));
        assertEquals("[ 66%]", LiveOutput.text(2, 3.0, ""));
        assertEquals("[100%] a b", LiveOutput.text(4, 3.0, "a\r\nb"));
        assertEquals("[17] rows", LiveOutput.text(17, null, "rows"));
        assertEquals("[0.5]", LiveOutput.text(0.5, 0.0, ""));
    }

    @Test
    void aTerminalSeesProgressBetweenLinesAlone() {
        try (LiveOutput live = new LiveOutput(screen.shell(""), true)) {
            live.progress(1, 2.0, "half");
            live.stdout("open");
            live.progress(2, 2.0, "whole");
            live.stdout("\n");
            live.stderr("oops");
            live.progress(2, 2.0, "whole");
            live.stderr("\n");
            live.progress(2, 2.0, "whole");
        }
        assertEquals("open\n", screen.out());
        assertEquals(ERASE + "[ 50%] half" + ERASE + "oops\n" + ERASE + "[100%] whole" + ERASE, screen.err());
    }

    @Test
    void aFileSeesOutputAlone() {
        try (LiveOutput live = new LiveOutput(screen.shell(""), false)) {
            live.progress(1, 2.0, "half");
            live.stdout("a\n");
            live.stderr("b\n");
        }
        assertEquals("a\n", screen.out());
        assertEquals("b\n", screen.err());
    }
}
