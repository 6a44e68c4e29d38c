package io.ipyrpc.cli;

import java.util.List;
import java.util.Locale;

/** How far a function says it is, on one line. */
final class ProgressBar {
    private static final int LEAST = 10;
    private static final int MOST = 30;

    private ProgressBar() {}

    /**
     * {@code [######......]  50% 5/10 message}; where nobody knows of how much, {@code 5 message}.
     *
     * @param columns how wide the terminal is
     */
    static String text(double done, Double total, String message, int columns) {
        String line = number(done) + " " + oneLine(message);
        if (isKnown(done, total)) {
            int width = Math.max(LEAST, Math.min(MOST, columns - 50));
            int full = (int) (width * Math.min(1, done / total));
            line = "[" + "#".repeat(full) + ".".repeat(width - full) + "] " + far(done, total) + " " + number(done)
                    + "/" + number(total) + " " + oneLine(message);
        }
        return line.substring(0, Math.min(line.length(), columns - 1)).stripTrailing();
    }

    /** {@code " 40%"}, or {@code 17} where nobody knows of how much. */
    static String far(double done, Double total) {
        return isKnown(done, total)
                ? String.format(Locale.ROOT, "%3d%%", (int) Math.min(100, 100 * done / total))
                : number(done);
    }

    private static boolean isKnown(double done, Double total) {
        return total != null && total > 0 && done >= 0;
    }

    /** Whole where it is, else of two decimals. */
    static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.2f", number);
    }

    /** {@code waiting, 3rd in the queue}. */
    static String waiting(long before) {
        long place = before + 1;
        boolean teens = place % 100 / 10 == 1;
        String ending = teens || place % 10 > 3 || place % 10 == 0
                ? "th"
                : List.of("st", "nd", "rd").get((int) (place % 10) - 1);
        return "waiting, " + place + ending + " in the queue";
    }

    /** A text of the server's that cannot move about on the screen. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
