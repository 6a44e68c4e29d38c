package io.ipyrpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedTextTest {
    private static final Limits LIMITS = Limits.defaults();

    private static Object value(String type, String text) {
        return new TypedText(type, text).value(LIMITS);
    }

    @Test
    void valuesOfItsTypesComeBack() {
        for (Object value : List.of(
                Instant.parse("2026-11-22T10:00:00.123456789Z"),
                LocalDateTime.parse("2026-11-22T10:00"),
                OffsetDateTime.parse("2026-11-22T10:00:00Z"),
                OffsetDateTime.parse("2026-11-22T10:00:00-05:30"),
                LocalDate.MIN,
                Duration.ofMillis(-1500),
                new BigDecimal("1.10"),
                Double.NaN,
                Double.NEGATIVE_INFINITY)) {
            assertEquals(value, TypedText.of(value).value(LIMITS));
        }
        assertArrayEquals(
                new byte[] {1, -1}, (byte[]) TypedText.of(new byte[] {1, -1}).value(LIMITS));
    }

    @Test
    void isWrittenAsOtherLanguagesReadIt() {
        assertEquals(
                new TypedText("datetime", "2026-11-22T10:00:00"),
                TypedText.of(LocalDateTime.parse("2026-11-22T10:00")));
        assertEquals(
                new TypedText("datetime", "2026-11-22T10:00:00+00:00"),
                TypedText.of(OffsetDateTime.parse("2026-11-22T10:00Z")));
        assertEquals(new TypedText("float", "Infinity"), TypedText.of(Float.POSITIVE_INFINITY));
        assertEquals(new TypedText("bytes", "aGk="), TypedText.of(new byte[] {'h', 'i'}));
    }

    @Test
    void plainValuesAndStrangersHaveNone() {
        for (Object value : List.of(1.5, 1L, "text", true, List.of(), new Object())) {
            assertNull(TypedText.of(value));
        }
        assertNull(TypedText.of(null));
    }

    @Test
    void refusesTextThatIsNoneOfItsTypeShowingIt() {
        refuses("bytes: \"a\" is not base64", "bytes", "a");
        refuses("decimal: \"0x1\" is no decimal number such as \"1.10\"", "decimal", "0x1");
        refuses("float: data is \"NaN\", \"Infinity\" or \"-Infinity\", not \"1.5\"", "float", "1.5");
        refuses("date: \"yesterday\" is not ISO 8601 as in \"2026-11-22\"", "date", "yesterday");
        refuses("timedelta: \"1s\" is not ISO 8601 as in \"PT1.5S\"", "timedelta", "1s");
        refuses(
                "datetime: \"" + "1".repeat(64) + "…\" is not ISO 8601 as in \"2026-11-22T10:00:00Z\"",
                "datetime",
                "1".repeat(1000));
        refuses("no type \"pickle\" has one text as its data", "pickle", "x");
    }

    @Test
    void refusesTheSecondSixtyAndTheHourTwentyFour() {
        for (String time : List.of("2026-12-31T23:59:60", "2026-12-31T24:00:00", "2026-12-31T24:00:00.000")) {
            for (String end : List.of("Z", "+01:00", "")) {
                refuses(
                        "datetime: \"" + time + end + "\" is not ISO 8601 as in \"2026-11-22T10:00:00Z\"",
                        "datetime",
                        time + end);
            }
        }
        refuses(
                "datetime: \"2026-12-31t23:59:60Z\" is not ISO 8601 as in \"2026-11-22T10:00:00Z\"",
                "datetime",
                "2026-12-31t23:59:60Z");
        assertEquals(Instant.parse("2026-12-31T23:59:59Z"), value("datetime", "2026-12-31T23:59:59Z"));
    }

    private static void refuses(String message, String type, String text) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> value(type, text))
                        .getMessage());
    }

    @Test
    void refusesDecimalsOfTooManyDigitsNamingTheLimit() {
        assertEquals(
                "decimal of 1001 characters, max_number_length is 1000",
                assertThrows(LimitException.class, () -> value("decimal", "1".repeat(1001)))
                        .getMessage());
        assertEquals(
                "decimal: \"1E+2000000000\" has more than max_number_length, 1000, digits written out",
                assertThrows(LimitException.class, () -> value("decimal", "1E+2000000000"))
                        .getMessage());
    }
}
