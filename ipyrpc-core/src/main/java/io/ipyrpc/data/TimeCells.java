package io.ipyrpc.data;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Date-times and durations as pandas shows them. */
final class TimeCells {
    private static final long DAY = 86_400;

    private TimeCells() {}

    /** A number of ticks in seconds and nanoseconds; what is finer is not shown. */
    private record Moment(long seconds, int nanos) {
        static Moment of(long value, Ticks ticks) {
            if (ticks.isCalendar()) {
                return new Moment(
                        Math.multiplyExact(
                                LocalDate.EPOCH.plusMonths(ticks.months(value)).toEpochDay(), DAY),
                        0);
            }
            long rest = ticks.remainder(value);
            int digits = ticks.decimals();
            for (; digits < 9; digits++) {
                rest *= 10;
            }
            for (; digits > 9; digits--) {
                rest /= 10;
            }
            return new Moment(ticks.seconds(value), (int) rest);
        }

        boolean isMidnight() {
            return nanos == 0 && Math.floorMod(seconds, DAY) == 0;
        }
    }

    static List<String> of(DType type, List<Long> values) {
        Ticks ticks = type.ticks();
        List<Moment> moments = new ArrayList<>();
        boolean days = true;
        int decimals = 0;
        for (Long value : values) {
            Moment moment = value == null || value == Ticks.NAT ? null : moment(value, ticks);
            moments.add(moment);
            days &= moment == null || moment.isMidnight();
            decimals = Math.max(decimals, moment == null ? 0 : decimals(moment.nanos()));
        }
        boolean dates = days;
        int shared = decimals;
        BiFunction<Moment, ZoneId, String> text = type.kind() == DType.Kind.TIMEDELTA
                ? (m, zone) -> duration(m, dates)
                : (m, zone) -> zone == null ? local(m, dates, shared) : zoned(m, zone);
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Long value = values.get(i);
            Moment moment = moments.get(i);
            cells.add(
                    value == null || value == Ticks.NAT
                            ? "NaT"
                            : moment == null
                                    ? value.toString()
                                    : text.apply(moment, type.zone().orElse(null)));
        }
        return cells;
    }

    /** Null for what is beyond all calendars. */
    private static Moment moment(long value, Ticks ticks) {
        try {
            Moment moment = Moment.of(value, ticks);
            Instant.ofEpochSecond(moment.seconds());
            return moment;
        } catch (ArithmeticException | DateTimeException e) {
            return null;
        }
    }

    /** A date-time or duration that stands alone; null for all else. */
    static String single(Object value) {
        if (value instanceof LocalDateTime time) {
            Moment moment = new Moment(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
            return local(moment, false, sixOrNine(time.getNano()));
        } else if (value instanceof ZonedDateTime time) {
            return zoned(new Moment(time.toEpochSecond(), time.getNano()), time.getZone());
        } else if (value instanceof Instant time) {
            return zoned(new Moment(time.getEpochSecond(), time.getNano()), ZoneOffset.UTC);
        } else if (value instanceof Duration duration) {
            return duration(new Moment(duration.getSeconds(), duration.getNano()), false);
        }
        return null;
    }

    /** One that stands alone is not shown in milliseconds. */
    private static int sixOrNine(int nanos) {
        return nanos % 1_000_000 == 0 && nanos != 0 ? 6 : decimals(nanos);
    }

    /** As few groups of three digits as show all. */
    private static int decimals(int nanos) {
        return nanos == 0 ? 0 : nanos % 1000 != 0 ? 9 : nanos % 1_000_000 != 0 ? 6 : 3;
    }

    private static String fraction(int nanos, int digits) {
        return digits == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).substring(0, digits + 1);
    }

    private static String local(Moment moment, boolean datesOnly, int decimals) {
        String date = TimeText.date(Math.floorDiv(moment.seconds(), DAY));
        return datesOnly
                ? date
                : date + " " + TimeText.clock(Math.floorMod(moment.seconds(), DAY))
                        + fraction(moment.nanos(), decimals);
    }

    private static String zoned(Moment moment, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(moment.seconds()));
        Moment there = new Moment(moment.seconds() + offset.getTotalSeconds(), moment.nanos());
        return local(there, false, sixOrNine(moment.nanos()))
                + (offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId());
    }

    private static String duration(Moment moment, boolean daysOnly) {
        long days = Math.floorDiv(moment.seconds(), DAY);
        if (daysOnly) {
            return days + " days";
        }
        return days + " days " + (days < 0 ? "+" : "") + TimeText.clock(Math.floorMod(moment.seconds(), DAY))
                + fraction(moment.nanos(), sixOrNine(moment.nanos()));
    }
}
