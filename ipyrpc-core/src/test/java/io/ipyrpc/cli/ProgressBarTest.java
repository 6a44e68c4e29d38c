package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void tellsHowFarTheFunctionIs() {
        assertEquals("[..............................]   0% 0/3 reading", ProgressBar.text(0, 3.0, "reading", 80));
        assertEquals("[####################..........]  66% 2/3", ProgressBar.text(2, 3.0, "", 80));
        assertEquals("[##############################] 100% 4/3 a b", ProgressBar.text(4, 3.0, "a\r\nb", 80));
        assertEquals("[###############...............]  50% 0.50/1", ProgressBar.text(0.5, 1.0, "", 80));
    }

    @Test
    void hasAsciiDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals("[###############...............]  50% 0.50/1", ProgressBar.text(0.5, 1.0, "", 80));
            assertEquals(" 40%", ProgressBar.far(2, 5.0));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void countsWhereNobodyKnowsOfHowMuch() {
        assertEquals("17 rows", ProgressBar.text(17, null, "rows", 80));
        assertEquals("0.50", ProgressBar.text(0.5, 0.0, "", 80));
        assertEquals("-1 of what", ProgressBar.text(-1, 5.0, "of what", 80));
    }

    @Test
    void isNeverWiderThanTheTerminal() {
        String message = "x".repeat(500);
        assertEquals(79, ProgressBar.text(1, 2.0, message, 80).length());
        assertEquals("[#####.....]  50% 1/2 xxxxxxxxxxxxxxxxx", ProgressBar.text(1, 2.0, message, 40));
        assertEquals(9, ProgressBar.text(1, 2.0, message, 10).length());
        assertEquals(99, ProgressBar.text(1, null, message, 100).length());
    }

    @Test
    void tellsThePlaceInTheQueue() {
        assertEquals("waiting, 1st in the queue", ProgressBar.waiting(0));
        assertEquals("waiting, 2nd in the queue", ProgressBar.waiting(1));
        assertEquals("waiting, 3rd in the queue", ProgressBar.waiting(2));
        assertEquals("waiting, 4th in the queue", ProgressBar.waiting(3));
        assertEquals("waiting, 11th in the queue", ProgressBar.waiting(10));
        assertEquals("waiting, 20th in the queue", ProgressBar.waiting(19));
        assertEquals("waiting, 112th in the queue", ProgressBar.waiting(111));
        assertEquals("waiting, 121st in the queue", ProgressBar.waiting(120));
    }

    @Test
    void theEnvironmentTellsTheWidth() {
        assertEquals(132, Terminal.columns("132"));
        assertEquals(80, Terminal.columns(""));
        assertEquals(80, Terminal.columns("0"));
        assertEquals(80, Terminal.columns("wide"));
        assertEquals(80, Terminal.columns("99999"));
    }

    @Test
    void knowsTerminalsByTheirDevices() {
        for (String device : new String[] {"/dev/pts/0", "/dev/pts/12", "/dev/tty1", "/dev/ttyS0", "/dev/console"}) {
            assertTrue(Terminal.isTerminal(device), device);
        }
        for (String other :
                new String[] {"pipe:[12]", "/dev/null", "/dev/pts/0 (deleted)", "/tmp/dev/tty1", "socket:[1]"}) {
            assertFalse(Terminal.isTerminal(other), other);
        }
    }
}
