package io.ipyrpc.data;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What one tick of {@code M8[unit]} or {@code m8[unit]} is: a count of a unit.
 *
 * <p>Years and months are calendar units, the others a number of seconds or a part of one; that is why there are three
 * roads through each method.
 */
record Ticks(int count, String unit) {
    static final long NAT = Long.MIN_VALUE;
    static final String KNOWN = "Y M W D h m s ms us ns ps fs as";
    private static final List<String> UNITS = List.of(KNOWN.split(" "));
    private static final long[] SECONDS = {0, 0, 604_800, 86_400, 3_600, 60, 1};
    private static final long NANOS = 1_000_000_000;

    /** Null if the text is no unit. */
    static Ticks parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String unit = text.substring(digits);
        if (digits > 9 || !UNITS.contains(unit) || text.startsWith("0")) {
            return null;
        }
        return new Ticks(digits == 0 ? 1 : Integer.parseInt(text.substring(0, digits)), unit);
    }

    /** 0 for years, …; see {@link #KNOWN}. */
    int rank() {
        return UNITS.indexOf(unit);
    }

    boolean isCalendar() {
        return rank() < 2;
    }

    /** Seconds in a tick's unit, 0 for calendar units and parts of a second. */
    private long secondsPerUnit() {
        return rank() < SECONDS.length ? SECONDS[rank()] : 0;
    }

    /** Decimal digits of a second that the unit shows: 0 for seconds and longer, 3 for ms, … 18 for as. */
    int decimals() {
        return Math.max(0, rank() - 6) * 3;
    }

    long perSecond() {
        long result = 1;
        for (int i = 0; i < decimals(); i++) {
            result *= 10;
        }
        return result;
    }

    /** Months since 1970-01. */
    long months(long ticks) {
        return Math.multiplyExact(Math.multiplyExact(ticks, (long) count), unit.equals("Y") ? 12L : 1L);
    }

    /** Whole seconds, rounded down. */
    long seconds(long ticks) {
        long units = Math.multiplyExact(ticks, (long) count);
        return secondsPerUnit() > 0 ? Math.multiplyExact(units, secondsPerUnit()) : Math.floorDiv(units, perSecond());
    }

    /** What remains beside the whole seconds, in units of this type. */
    long remainder(long ticks) {
        return secondsPerUnit() > 0 ? 0 : Math.floorMod(Math.multiplyExact(ticks, (long) count), perSecond());
    }

    private int nanos(long ticks) {
        long rest = remainder(ticks);
        if (decimals() <= 9) {
            return (int) (rest * (NANOS / perSecond()));
        }
        long part = perSecond() / NANOS;
        if (rest % part != 0) {
            throw new ArithmeticException("finer than a nanosecond");
        }
        return (int) (rest / part);
    }

    /** The date-time in UTC. */
    LocalDateTime toDateTime(long ticks) {
        try {
            return isCalendar()
                    ? LocalDate.EPOCH.plusMonths(months(ticks)).atStartOfDay()
                    : LocalDateTime.ofEpochSecond(seconds(ticks), nanos(ticks), ZoneOffset.UTC);
        } catch (ArithmeticException | DateTimeException e) {
            throw beyond(ticks, "LocalDateTime", e);
        }
    }

    /** A Duration, or a Period for years and months. */
    Object toDuration(long ticks) {
        try {
            if (isCalendar()) {
                int n = Math.toIntExact(Math.multiplyExact(ticks, (long) count));
                return unit.equals("Y") ? Period.ofYears(n) : Period.ofMonths(n);
            }
            return Duration.ofSeconds(seconds(ticks), nanos(ticks));
        } catch (ArithmeticException e) {
            throw beyond(ticks, isCalendar() ? "Period" : "Duration", e);
        }
    }

    private IllegalArgumentException beyond(long ticks, String type, RuntimeException cause) {
        return new IllegalArgumentException(
                ticks + " ticks of " + this + " do not fit a " + type + "; read the ticks with getLong", cause);
    }

    long ofDateTime(LocalDateTime time) {
        if (!isCalendar()) {
            return ofSeconds(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), time);
        }
        long months = (time.getYear() - 1970L) * 12 + time.getMonthValue() - 1;
        long size = (unit.equals("Y") ? 12L : 1L) * count;
        boolean exact = time.equals(time.toLocalDate().withDayOfMonth(1).atStartOfDay());
        if (!exact || months % size != 0) {
            throw finer(time);
        }
        return months / size;
    }

    long ofDuration(Duration duration) {
        if (isCalendar()) {
            throw new IllegalArgumentException(duration + " is no whole number of " + this + "; set a Period or ticks");
        }
        return ofSeconds(duration.getSeconds(), duration.getNano(), duration);
    }

    long ofPeriod(Period period) {
        long size = (unit.equals("Y") ? 12L : 1L) * count;
        if (!isCalendar() || period.getDays() != 0 || period.toTotalMonths() % size != 0) {
            throw finer(period);
        }
        return period.toTotalMonths() / size;
    }

    private long ofSeconds(long seconds, int nanos, Object value) {
        try {
            long units;
            if (secondsPerUnit() > 0) {
                if (nanos != 0 || seconds % secondsPerUnit() != 0) {
                    throw finer(value);
                }
                units = seconds / secondsPerUnit();
            } else {
                boolean coarse = decimals() <= 9;
                long part = coarse ? NANOS / perSecond() : perSecond() / NANOS;
                if (coarse && nanos % part != 0) {
                    throw finer(value);
                }
                // Below zero the seconds are rounded down and the nanos added; only their sum may have to fit.
                long rest = coarse ? nanos / part : nanos * part;
                units = seconds < 0 && rest > 0
                        ? Math.addExact(Math.multiplyExact(seconds + 1, perSecond()), rest - perSecond())
                        : Math.addExact(Math.multiplyExact(seconds, perSecond()), rest);
            }
            if (units % count != 0) {
                throw finer(value);
            }
            return units / count;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(value + " is beyond the range of 64 bits in units of " + this, e);
        }
    }

    private IllegalArgumentException finer(Object value) {
        return new IllegalArgumentException(
                value + " is no whole number of " + this + "; round it or use a finer unit");
    }

    /** The unit with its count when that is not 1. */
    @Override
    public String toString() {
        return count == 1 ? unit : count + unit;
    }
}
