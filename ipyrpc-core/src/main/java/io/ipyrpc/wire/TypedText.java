package io.ipyrpc.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A value that travels as the name of its type and one text (§2), as in {@code {"type":"date","data":"2026-11-22"}}:
 * {@code bytes}, {@code datetime}, {@code date}, {@code timedelta}, {@code decimal}, and {@code float} for NaN and the
 * infinities.
 *
 * <pre>{@code
 * TypedText.of(LocalDate.EPOCH).text();                            // "1970-01-01"
 * new TypedText("decimal", "1.10").value(Limits.defaults());       // BigDecimal 1.10
 * }</pre>
 *
 * <p>Immutable, and so safe for any number of threads.
 *
 * @param type the type's name
 * @param text that stands for the value
 */
public record TypedText(String type, String text) {
    /** Longer than any time is written. */
    private static final int MOST_TIME = 100;

    private static final int MOST_SHOWN = 64;
    private static final Pattern LENIENT = Pattern.compile("[Tt](24:|..:..:60)");
    private static final String DECIMAL_CHARACTERS = "0123456789+-.eE";

    /**
     * Makes one of its parts, as they were read.
     *
     * @throws NullPointerException if either is null
     */
    public TypedText {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(text, "text");
    }

    /** What stands for a value, or null where it is none of these: plain numbers and texts are none. */
    public static TypedText of(Object value) {
        if (value instanceof Instant) {
            return new TypedText("datetime", value.toString());
        } else if (value instanceof LocalDateTime time) {
            return new TypedText("datetime", seconds(time));
        } else if (value instanceof OffsetDateTime time) {
            // An offset of 0 is written in digits, so that Z stays the mark of an instant.
            String offset = time.getOffset().getId();
            return new TypedText(
                    "datetime", seconds(time.toLocalDateTime()) + (offset.equals("Z") ? "+00:00" : offset));
        } else if (value instanceof LocalDate) {
            return new TypedText("date", value.toString());
        } else if (value instanceof Duration) {
            return new TypedText("timedelta", value.toString());
        } else if (value instanceof BigDecimal) {
            return new TypedText("decimal", value.toString());
        } else if (value instanceof byte[] bytes) {
            return new TypedText("bytes", Base64.getEncoder().encodeToString(bytes));
        } else if ((value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue())) {
            return new TypedText("float", value.toString());
        }
        return null;
    }

    /** With the seconds even where they are 0, which other languages need. */
    private static String seconds(LocalDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }

    /**
     * The value that this stands for.
     *
     * @return byte[], Instant, OffsetDateTime, LocalDateTime, LocalDate, Duration, BigDecimal or Double
     * @throws LimitException if a decimal number passes {@code max_number_length}
     * @throws IllegalArgumentException if the text is none of the type, or there is no such type
     */
    public Object value(Limits limits) {
        return switch (type) {
            case "bytes" -> bytes();
            case "decimal" -> decimal(limits.maxNumberLength());
            case "float" -> special();
            case "datetime", "date", "timedelta" -> time();
            default -> throw new IllegalArgumentException("no type " + shown(type) + " has one text as its data");
        };
    }

    private byte[] bytes() {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bytes: " + shown(text) + " is not base64");
        }
    }

    private BigDecimal decimal(int most) {
        if (text.length() > most) {
            throw new LimitException("decimal of " + text.length() + " characters, max_number_length is " + most);
        }
        try {
            if (text.chars().allMatch(c -> DECIMAL_CHARACTERS.indexOf(c) >= 0)) {
                BigDecimal value = new BigDecimal(text);
                // An exponent of ten characters would be a number of gigabytes as soon as it is written out.
                if (Math.abs((long) value.scale()) > most) {
                    throw new LimitException("decimal: " + shown(text) + " has more than max_number_length, " + most
                            + ", digits written out");
                }
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("decimal: " + shown(text) + " is no decimal number such as \"1.10\"");
    }

    private Double special() {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new IllegalArgumentException(
                        "float: data is \"NaN\", \"Infinity\" or \"-Infinity\", not " + shown(text));
        };
    }

    private Object time() {
        try {
            if (text.length() <= MOST_TIME) {
                return switch (type) {
                    case "date" -> LocalDate.parse(text);
                    case "timedelta" -> Duration.parse(text);
                    default -> dateTime();
                };
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Said below.
        }
        String example = switch (type) {
            case "date" -> "\"2026-11-22\"";
            case "timedelta" -> "\"PT1.5S\"";
            default -> "\"2026-11-22T10:00:00Z\"";
        };
        throw new IllegalArgumentException(type + ": " + shown(text) + " is not ISO 8601 as in " + example);
    }

    private Object dateTime() {
        int time = text.indexOf('T');
        if (text.endsWith("Z")) {
            // Java takes a second 60 for 59 and hour 24 for the next day; others refuse both, as does a time of an
            // offset.
            if (LENIENT.matcher(text).find()) {
                throw new DateTimeException("a second or an hour too many");
            }
            return Instant.parse(text);
        }
        boolean offset = time >= 0 && (text.indexOf('+', time) >= 0 || text.indexOf('-', time) >= 0);
        return offset ? OffsetDateTime.parse(text) : LocalDateTime.parse(text);
    }

    private static String shown(String text) {
        return "\"" + (text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…") + "\"";
    }
}
