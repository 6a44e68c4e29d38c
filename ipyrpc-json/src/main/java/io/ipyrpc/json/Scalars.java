package io.ipyrpc.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Typed values whose {@code data} is one text. */
final class Scalars {
    /** Longer than any time is written. */
    private static final int MOST_TIME = 100;

    private static final String DECIMAL_CHARACTERS = "0123456789+-.eE";

    private Scalars() {}

    /** The value that an envelope of that type and data stands for; the source says where it stood. */
    static Object read(String type, Object data, Source source) {
        if (!(data instanceof String text)) {
            throw source.bad(type + ": data is a text, not " + Shown.tree(data));
        }
        return switch (type) {
            case Types.BYTES -> bytes(type, text, source);
            case Types.DECIMAL -> decimal(text, source);
            case Types.FLOAT -> special(text, source);
            default -> time(type, text, source);
        };
    }

    static byte[] bytes(String type, String text, Source source) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw source.bad(type + ": " + Shown.text(text) + " is not base64");
        }
    }

    private static BigDecimal decimal(String text, Source source) {
        int most = source.limits.maxNumberLength();
        if (text.length() > most) {
            throw source.tooLarge("decimal of " + text.length() + " characters, max_number_length is " + most);
        }
        try {
            if (text.chars().allMatch(c -> DECIMAL_CHARACTERS.indexOf(c) >= 0)) {
                BigDecimal value = new BigDecimal(text);
                // An exponent of ten characters would be a number of gigabytes as soon as it is written out.
                if (Math.abs((long) value.scale()) > most) {
                    throw source.tooLarge("decimal: " + Shown.text(text) + " has more than max_number_length, " + most
                            + ", digits written out");
                }
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw source.bad("decimal: " + Shown.text(text) + " is no decimal number such as \"1.10\"");
    }

    private static Double special(String text, Source source) {
        double value = Floats.special(text);
        if (value == 0) {
            throw source.bad("float: data is \"NaN\", \"Infinity\" or \"-Infinity\", not " + Shown.text(text));
        }
        return value;
    }

    private static Object time(String type, String text, Source source) {
        try {
            if (text.length() <= MOST_TIME) {
                return switch (type) {
                    case Types.DATE -> LocalDate.parse(text);
                    case Types.TIMEDELTA -> Duration.parse(text);
                    default -> dateTime(text);
                };
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Said below.
        }
        String example = switch (type) {
            case Types.DATE -> "\"2026-11-22\"";
            case Types.TIMEDELTA -> "\"PT1.5S\"";
            default -> "\"2026-11-22T10:00:00Z\"";
        };
        throw source.bad(type + ": " + Shown.text(text) + " is not ISO 8601 as in " + example);
    }

    private static Object dateTime(String text) {
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        }
        int time = text.indexOf('T');
        boolean offset = time >= 0 && (text.indexOf('+', time) >= 0 || text.indexOf('-', time) >= 0);
        return offset ? OffsetDateTime.parse(text) : LocalDateTime.parse(text);
    }

    /** With the seconds even where they are 0, which other languages need. */
    static String text(LocalDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }

    /** An offset of 0 is written in digits, so that Z stays the mark of an instant. */
    static String text(OffsetDateTime time) {
        String offset = time.getOffset().getId();
        return text(time.toLocalDateTime()) + (offset.equals("Z") ? "+00:00" : offset);
    }
}
