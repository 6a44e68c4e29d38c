package io.ipyrpc.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that an output of this process goes to, if it does. */
final class Terminal {
    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /**
     * Whether somebody looks on.
     *
     * @param descriptor 1 for the output, 2 for the error output
     */
    static boolean isBehind(int descriptor) {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // Linux tells of each stream where it goes; Java's console wants stdin and stdout to be terminals too.
            return isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString());
        } catch (IOException | UnsupportedOperationException e) {
            return isConsole(System.console());
        }
    }

    /** How wide it is, as the environment or the terminal itself tells; else as most are. */
    static int columns() {
        String told = System.getenv("COLUMNS");
        return columns(told != null ? told : size());
    }

    static int columns(String text) {
        return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }

    /** Java cannot ask a terminal for its width; shells do not hand COLUMNS on. */
    private static String size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return rowsAndColumns.strip().replaceFirst(".* ", "");
        } catch (IOException e) {
            return "";
        }
    }

    static boolean isTerminal(String device) {
        return device.matches("/dev/(pts/\\d+|tty\\w*|console)");
    }

    private static boolean isConsole(Console console) {
        try {
            // From Java 22 on there may be a console without a terminal, and this method to ask it.
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
