package io.ipyrpc.cli;

import io.ipyrpc.client.EventSink;

/** Prints what the function prints, as it comes; and on a terminal, below it, how far the function says it is. */
final class LiveOutput implements EventSink, AutoCloseable {
    private static final int WIDTH = 79;
    private static final String ERASE = "\r\033[K";

    private final Shell shell;
    private final boolean terminal;
    private boolean progressShown;
    private boolean errorLineOpen;

    LiveOutput(Shell shell, boolean terminal) {
        this.shell = shell;
        this.terminal = terminal;
    }

    @Override
    public void stdout(String text) {
        close();
        shell.piece(text);
    }

    @Override
    public void stderr(String text) {
        close();
        shell.errorPiece(text);
        errorLineOpen = !text.endsWith("\n");
    }

    @Override
    public void progress(double done, Double total, String message) {
        if (terminal && !shell.isLineOpen() && !errorLineOpen) {
            String line = text(done, total, message);
            int end = Math.min(line.length(), WIDTH);
            shell.errorPiece(ERASE + line.substring(0, end));
            progressShown = true;
        }
    }

    /** How far it is: {@code [ 40%] message}, or {@code [17] message} where nobody knows of how much. */
    static String text(double done, Double total, String message) {
        return ("[" + far(done, total) + "] " + oneLine(message)).stripTrailing();
    }

    /** {@code " 40%"}, or {@code 17} where nobody knows of how much. */
    static String far(double done, Double total) {
        boolean known = total != null && total > 0 && done >= 0;
        return known
                ? String.format("%3d%%", (int) Math.min(100, 100 * done / total))
                : done == Math.rint(done) ? Long.toString((long) done) : Double.toString(done);
    }

    /** A text of the server's that cannot move about on the screen. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Takes the progress away from the screen. */
    @Override
    public void close() {
        if (progressShown) {
            shell.errorPiece(ERASE);
            progressShown = false;
        }
    }
}
