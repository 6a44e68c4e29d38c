package io.ipyrpc.convert;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;

/** Converters to dates and times: from each other where nothing is made up, and from ISO text. */
final class Times {
    private static final Map<Class<?>, Converter> CONVERTERS = Map.of(
            Instant.class,
            one(Times::toInstant),
            Date.class,
            one(Times::toDate),
            OffsetDateTime.class,
            one(Times::toOffset),
            ZonedDateTime.class,
            one(value -> value instanceof ZonedDateTime zoned
                    ? zoned
                    : toOffset(value).toZonedDateTime()),
            LocalDateTime.class,
            one(value -> Scalars.parsed(LocalDateTime.class, value, "a local date-time", LocalDateTime::parse)),
            LocalDate.class,
            one(value -> Scalars.parsed(LocalDate.class, value, "a date", LocalDate::parse)),
            LocalTime.class,
            one(value -> Scalars.parsed(LocalTime.class, value, "a time", LocalTime::parse)),
            Duration.class,
            one(value -> Scalars.parsed(Duration.class, value, "a duration", Duration::parse)));

    private Times() {}

    /** The converter to that class, or null where it is none of these. */
    static Converter of(Class<?> type) {
        return CONVERTERS.get(type);
    }

    private static Converter one(Converter converter) {
        return Scalars.nullable(Scalars.ofOne(converter));
    }

    private static Instant toInstant(Object value) {
        return value instanceof Instant instant ? instant : toOffset(value).toInstant();
    }

    private static Date toDate(Object value) {
        Instant instant = toInstant(value);
        Date date;
        try {
            date = Date.from(instant);
        } catch (IllegalArgumentException e) {
            throw ConversionException.mismatch(value, "a Date: it is too far away");
        }
        if (!date.toInstant().equals(instant)) {
            throw ConversionException.mismatch(value, "a Date, which knows whole milliseconds alone");
        }
        return date;
    }

    private static OffsetDateTime toOffset(Object value) {
        if (value instanceof OffsetDateTime time) {
            return time;
        }
        if (value instanceof Instant instant) {
            try {
                return instant.atOffset(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw ConversionException.mismatch(value, "a date-time: it is too far away");
            }
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        return (OffsetDateTime)
                Scalars.parsed(OffsetDateTime.class, value, "an instant (with Z or an offset)", OffsetDateTime::parse);
    }
}
