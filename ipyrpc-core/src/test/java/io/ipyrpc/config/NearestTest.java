package io.ipyrpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What somebody is offered who typed a name wrong. */
final class NearestTest {
    @Test
    void offersWhatIsOneSlipAway() {
        assertEquals("; did you mean 'workers'?", Nearest.hint("wrokers", List.of("queue", "workers")));
        assertEquals("; did you mean 'add'?", Nearest.hint("ad", List.of("add", "mean")));
    }

    @Test
    void ofOneLetterAnotherIsNoSlip() {
        assertEquals(Optional.empty(), Nearest.to("c", List.of("a", "b")));
        assertEquals("; known: a, b", Nearest.hint("c", List.of("b", "a")));
        assertEquals(Optional.of("a"), Nearest.to("A", List.of("a", "b")));
    }

    @Test
    void listsAtMostTwentyNames() {
        List<String> names = IntStream.range(10, 31).mapToObj(i -> "name" + i).toList();
        assertEquals("; known: " + String.join(", ", names.subList(0, 20)) + ", …", Nearest.hint("zebra", names));
        assertEquals("", Nearest.hint("zebra", List.of()));
    }
}
