package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ipyrpc.wire.JobStatus;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveOutputTest {
    private static final String ERASE = "\r\033[K";
    private static final String WHOLE = drawn("[##########] 100% 1/1 whole");

    private final Screen screen = new Screen(40);
    private final AtomicLong position = new AtomicLong();

    private static String drawn(String line) {
        return ERASE + "\033[?7l" + line + "\033[?7h";
    }

    private LiveOutput live(Screen on, boolean quiet) {
        return new LiveOutput(
                on.shell(""),
                quiet,
                job -> JobStatus.fromMap(Map.of("job", job, "state", "queued", "position", position.get())),
                job -> {});
    }

    @Test
    void progressIsTakenAwayForOutputAndPutBackWhereALineHasEnded() {
        try (LiveOutput live = live(screen, false)) {
            live.progress(1, 1.0, "whole");
            live.stdout("open");
            live.progress(1, 1.0, "whole");
            live.stdout("\n");
            live.stderr("oops");
            live.progress(1, 1.0, "whole");
            assertEquals(WHOLE + ERASE + "oops", screen.err());
            live.stderr("\n");
            screen.awaitErr("oops\n" + WHOLE);
        }
        assertEquals("open\n", screen.out());
        assertEquals(WHOLE + ERASE + "oops\n" + WHOLE + ERASE, screen.err());
    }

    @Test
    void theFirstProgressIsShownAtOnceAndTheLastInTheEnd() {
        try (LiveOutput live = live(screen, false)) {
            for (int i = 0; i <= 100_000; i++) {
                live.progress(i, null, "rows");
            }
            screen.awaitErr(drawn("100000 rows"));
        }
        assertEquals(drawn("0 rows"), screen.err().substring(0, drawn("0 rows").length()));
        long drawings = screen.err()
                .lines()
                .mapToLong(line -> line.split("rows", -1).length - 1L)
                .sum();
        assertFalse(drawings > 1_000, "drawn " + drawings + " times");
    }

    @Test
    void theQueueIsShownWhileTheJobWaits() {
        position.set(2);
        try (LiveOutput live = live(screen, false)) {
            live.accepted("0123", 3);
            screen.awaitErr(drawn("waiting, 4th in the queue"));
            screen.awaitErr(drawn("waiting, 3rd in the queue"));
            live.started();
            live.stdout("begun\n");
        }
        assertEquals("begun\n", screen.out());
        assertEquals(drawn("waiting, 4th in the queue") + drawn("waiting, 3rd in the queue") + ERASE, screen.err());
    }

    @Test
    void aFileSeesOutputAlone() {
        Screen file = new Screen();
        try (LiveOutput live = live(file, false)) {
            live.accepted("0123", 3);
            live.started();
            live.progress(1, 2.0, "half");
            live.stdout("a\n");
            live.stderr("b\n");
            live.note("said");
        }
        assertEquals("a\n", file.out());
        assertEquals("b\nsaid\n", file.err());
    }

    @Test
    void quietDropsAllButWhatIsSaidBesides() {
        try (LiveOutput live = live(screen, true)) {
            live.progress(1, 2.0, "half");
            live.stdout("a\n");
            live.stderr("b");
            live.note("said");
        }
        assertEquals("", screen.out());
        assertEquals(ERASE + "said\n", screen.err());
    }

    @Test
    void whatIsSaidBesidesHasLinesOfItsOwn() {
        try (LiveOutput live = live(screen, false)) {
            live.stderr("open");
            live.note("one");
            live.progress(1, 1.0, "whole");
            live.note("two");
        }
        assertEquals("open\none\n" + WHOLE + ERASE + "two\n", screen.err());
    }
}
