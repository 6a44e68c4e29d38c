package io.ipyrpc.data;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;

/** Ticks as numpy and pandas show them, over the whole range of 64 bits. */
final class TimeText {
    private static final long DAY = 86_400;

    /** The days of 400 years, after which the calendar repeats. */
    private static final long ERA = 146_097;

    private static final String[] NAMES = {
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "seconds",
        "milliseconds",
        "microseconds",
        "nanoseconds",
        "picoseconds",
        "femtoseconds",
        "attoseconds"
    };

    private TimeText() {}

    /** ISO text with as much of date and time as the unit has; the bare ticks where they are beyond all years. */
    static String dateTime(long value, Ticks ticks) {
        try {
            return value == Ticks.NAT ? "NaT" : iso(value, ticks);
        } catch (ArithmeticException e) {
            return Long.toString(value);
        }
    }

    private static String iso(long value, Ticks ticks) {
        if (ticks.isCalendar()) {
            long months = ticks.months(value);
            String year = year(Math.addExact(Math.floorDiv(months, 12L), 1970L));
            return ticks.rank() == 0
                    ? year
                    : year + String.format(Locale.ROOT, "-%02d", Math.floorMod(months, 12L) + 1);
        }
        long seconds = ticks.seconds(value);
        String date = date(Math.floorDiv(seconds, DAY));
        long time = Math.floorMod(seconds, DAY);
        return switch (ticks.rank()) {
            case 2, 3 -> date;
            case 4 -> String.format(Locale.ROOT, "%sT%02d", date, time / 3600);
            case 5 -> String.format(Locale.ROOT, "%sT%02d:%02d", date, time / 3600, time / 60 % 60);
            default -> date + "T" + clock(time) + fraction(ticks.remainder(value), ticks.decimals());
        };
    }

    static String date(long days) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorMod(days, ERA));
        return year(day.getYear() + 400 * Math.floorDiv(days, ERA))
                + String.format(Locale.ROOT, "-%02d-%02d", day.getMonthValue(), day.getDayOfMonth());
    }

    private static String year(long year) {
        return String.format(Locale.ROOT, "%04d", year);
    }

    static String clock(long secondOfDay) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d", secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60);
    }

    static String fraction(long part, int digits) {
        return digits == 0 ? "" : String.format(Locale.ROOT, ".%0" + digits + "d", part);
    }

    /** {@code 5 days}; the count of a unit such as 25s is multiplied out. */
    static String duration(long value, Ticks ticks) {
        return value == Ticks.NAT
                ? "NaT"
                : BigInteger.valueOf(value).multiply(BigInteger.valueOf(ticks.count())) + " " + NAMES[ticks.rank()];
    }
}
