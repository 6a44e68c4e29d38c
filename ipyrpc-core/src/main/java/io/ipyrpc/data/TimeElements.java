package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/** {@code M8 m8}: 64-bit ticks, the lowest value being NaT, which reads as null. */
final class TimeElements extends Elements {
    private final Ticks ticks;
    private final boolean date;
    private final ZoneId zone;

    TimeElements(DType type) {
        super(type);
        ticks = type.ticks();
        date = type.kind() == DType.Kind.DATETIME;
        zone = type.zone().orElse(null);
    }

    @Override
    Object get(ByteBuffer b, int at) {
        long value = b.getLong(at);
        if (value == Ticks.NAT) {
            return null;
        }
        if (!date) {
            return ticks.toDuration(value);
        }
        LocalDateTime time = ticks.toDateTime(value);
        return zone == null ? time : time.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone);
    }

    @Override
    Object raw(ByteBuffer b, int at) {
        return b.getLong(at);
    }

    @Override
    long getLong(ByteBuffer b, int at) {
        return b.getLong(at);
    }

    @Override
    void setLong(ByteBuffer b, int at, long value) {
        b.putLong(at, value);
    }

    @Override
    void set(ByteBuffer b, int at, Object value) {
        b.putLong(at, value == null ? Ticks.NAT : date ? dateTicks(value) : durationTicks(value));
    }

    private long dateTicks(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        } else if (value instanceof Instant t) {
            return ticks.ofDateTime(LocalDateTime.ofInstant(t, ZoneOffset.UTC));
        } else if (value instanceof ZonedDateTime t) {
            return ticks.ofDateTime(LocalDateTime.ofInstant(t.toInstant(), ZoneOffset.UTC));
        } else if (value instanceof OffsetDateTime t) {
            return ticks.ofDateTime(LocalDateTime.ofInstant(t.toInstant(), ZoneOffset.UTC));
        } else if (value instanceof LocalDateTime t) {
            return ticks.ofDateTime(inUtc(t));
        } else if (value instanceof LocalDate t) {
            return ticks.ofDateTime(inUtc(t.atStartOfDay()));
        }
        throw refused(value);
    }

    /** A time without a zone is a time in the type's own; of the two in an overlap it is the earlier. */
    private LocalDateTime inUtc(LocalDateTime time) {
        if (zone == null) {
            return time;
        }
        if (zone.getRules().getValidOffsets(time).isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(time);
            throw new IllegalArgumentException(
                    time + " does not exist in " + zone + ", where clocks went from " + gap.getDateTimeBefore() + " to "
                            + gap.getDateTimeAfter() + "; set an Instant or a ZonedDateTime");
        }
        return LocalDateTime.ofInstant(time.atZone(zone).toInstant(), ZoneOffset.UTC);
    }

    private long durationTicks(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        } else if (value instanceof Duration d) {
            return ticks.ofDuration(d);
        } else if (value instanceof Period p) {
            return ticks.ofPeriod(p);
        }
        throw refused(value);
    }
}
