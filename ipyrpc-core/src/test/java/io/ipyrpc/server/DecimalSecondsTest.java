package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DecimalSecondsTest {
    private static final String[] NONE = {
        "0x1p3", "5d", "5f", "5D", "NaN", "Infinity", "+5", "-5", " 5", "5 ", "", ".", "1e", "e5", "1_0", "٣", "1.2.3"
    };

    @Test
    void takesWhatLanguagesPrintFloatsAs() {
        String[] texts = {"5", "0.25", ".5", "5.", "1.0E-4", "1e-05", "1e+3", "007"};
        double[] seconds = {5, 0.25, 0.5, 5, 1e-4, 1e-5, 1000, 7};
        for (int i = 0; i < texts.length; i++) {
            assertEquals(seconds[i], DecimalSeconds.parse(texts[i]), texts[i]);
        }
    }

    @Test
    void refusesWhatJavaAloneTakes() {
        SubmitFields submit = new SubmitFields(Duration.ofSeconds(60));
        for (String text : NONE) {
            assertEquals(Double.NaN, DecimalSeconds.parse(text), text);
            assertEquals(
                    "timeout '" + text + "' is not a number of seconds above 0, at most 1e9",
                    assertThrows(RpcException.class, () -> Deadlines.seconds(text, 0))
                            .getMessage());
            assertEquals(
                    "delay '" + text + "' is not a number of seconds from 0 to max_delay, which is 60",
                    assertThrows(RpcException.class, () -> submit.delay(Map.of("delay", text)))
                            .getMessage());
        }
    }

    @Test
    void aLongTextCostsNoMoreThanItsLength() {
        assertEquals(Double.NaN, DecimalSeconds.parse("1".repeat(1 << 20) + "x"));
    }
}
