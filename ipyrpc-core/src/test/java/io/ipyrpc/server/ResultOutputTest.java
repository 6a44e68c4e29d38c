package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ResultOutputTest {
    private final List<Frame> events = new ArrayList<>();
    private final ResultOutput output = new ResultOutput("tiny", Long.MAX_VALUE, events::add);

    @Test
    void aWriteAsLongAsAnArrayCanBeIsCutIntoPieces() {
        output.write(1);
        // An array of that length would cost 2 GB: what is there goes out, and then the array ends.
        assertThrows(
                IndexOutOfBoundsException.class, () -> output.write(new byte[600 << 10], 0, Integer.MAX_VALUE - 8));
        assertEquals(2, events.size());
        events.forEach(event -> assertEquals(256 << 10, event.data().length()));
    }
}
