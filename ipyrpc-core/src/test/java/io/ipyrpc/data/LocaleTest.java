package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the user's locale has digits of its own, what is printed is still what numpy and pandas print. */
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void takesALocaleWithItsOwnDigits() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertEquals("\u0667", String.format("%d", 7));
    }

    @AfterEach
    void goesBack() {
        Locale.setDefault(before);
    }

    @Test
    void timesOfArraysHaveAsciiDigits() {
        for (String[] one : new String[][] {
            {"Y", "1970", "1971"},
            {"M", "1970-01", "1970-02"},
            {"D", "1970-01-01", "1970-01-02"},
            {"h", "1970-01-01T00", "1970-01-01T01"},
            {"m", "1970-01-01T00:00", "1970-01-01T00:01"},
            {"s", "1970-01-01T00:00:00", "1970-01-01T00:00:01"},
            {"ms", "1970-01-01T00:00:00.000", "1970-01-01T00:00:00.001"}
        }) {
            NdArray times = NdArray.arange(2).astype(DType.datetime(one[0]));
            assertEquals("['" + one[1] + "' '" + one[2] + "']", times.toString());
        }
    }

    @Test
    void timesOfFramesHaveAsciiDigits() {
        DataFrame frame = DataFrame.of(
                "t", List.of(LocalDateTime.of(2026, 11, 22, 10, 0, 0, 5_000_000)),
                "d", List.of(Duration.ofMillis(1500)));
        assertEquals(
                "                        t                      d\n0 2026-11-22 10:00:00.005 0 days 00:00:01.500000",
                frame.toString());
    }
}
