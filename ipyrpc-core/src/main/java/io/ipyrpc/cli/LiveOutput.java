package io.ipyrpc.cli;

import io.ipyrpc.client.EventSink;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Prints what the function prints, as it comes. On a terminal there is a line below it that tells how far the function says
 * it is, or how many wait before it; that line is taken away before anything else is printed, and put back where a line of
 * output ended. Safe for use by any number of threads.
 */
final class LiveOutput implements EventSink, AutoCloseable {
    private static final String ERASE = "\r\033[K";
    /** Too long a line is cut by the terminal: one that broke could not be erased. */
    private static final String CUT = "\033[?7l";

    private static final String BREAK = "\033[?7h";
    private static final long TICK_MILLIS = 100;
    private static final int TICKS_BETWEEN_QUESTIONS = 10;
    /** Most calls that wait do not wait so long. */
    private static final int TICKS_BEFORE_WAITING_SHOWS = 3;

    private final Shell shell;
    private final int columns;
    private final boolean quiet;
    private final Question question;
    private final Consumer<String> named;
    private String line = "";
    private String shown = "";
    private boolean errorLineOpen;
    private String waiting;
    private int ticks;
    private Thread ticker;
    private boolean closed;

    /** Asks a server where a job stands. */
    interface Question {
        JobStatus of(String job) throws IOException;
    }

    /**
     * Output to a shell.
     *
     * @param quiet whether all of it is dropped
     * @param question is asked, each second at most, while a job waits
     * @param named is told the job's id
     */
    LiveOutput(Shell shell, boolean quiet, Question question, Consumer<String> named) {
        this.shell = shell;
        this.quiet = quiet;
        this.columns = quiet ? 0 : shell.columns(Shell.ERR);
        this.question = question;
        this.named = named;
    }

    @Override
    public void accepted(String job, long position) {
        named.accept(job);
        synchronized (this) {
            if (columns > 0) {
                waiting = job;
                show(ProgressBar.waiting(position), false);
            }
        }
    }

    @Override
    public synchronized void started() {
        if (waiting != null) {
            waiting = null;
            show("", true);
        }
    }

    @Override
    public synchronized void stdout(String text) {
        if (!quiet) {
            erase();
            shell.piece(text);
        }
    }

    @Override
    public synchronized void stderr(String text) {
        if (!quiet) {
            erase();
            shell.errorPiece(text);
            errorLineOpen = text.isEmpty() ? errorLineOpen : !text.endsWith("\n");
        }
    }

    @Override
    public synchronized void progress(double done, Double total, String message) {
        if (columns > 0) {
            // The first is shown at once, the others as often as somebody can read them.
            show(ProgressBar.text(done, total, message, columns), line.isEmpty());
        }
    }

    /** Says something between the lines of output. */
    synchronized void note(String text) {
        boolean open = shell.isLineOpen() || errorLineOpen;
        // A terminal echoes the ^C that may be the reason of this.
        shell.errorPiece(open ? "\n" : shell.columns(Shell.ERR) > 0 ? ERASE : "");
        shown = "";
        errorLineOpen = false;
        shell.warn(text);
    }

    private void show(String text, boolean now) {
        line = text;
        if (now) {
            draw();
        }
        if (ticker == null) {
            ticker = new Thread(this::tick, "ipyrpc-live");
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    private void draw() {
        if (!line.equals(shown) && !closed && !shell.isLineOpen() && !errorLineOpen) {
            shell.errorPiece(ERASE + (line.isEmpty() ? "" : CUT + line + BREAK));
            shown = line;
        }
    }

    private void erase() {
        if (!shown.isEmpty()) {
            shell.errorPiece(ERASE);
            shown = "";
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                String asked;
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (waiting == null || ++ticks >= TICKS_BEFORE_WAITING_SHOWS) {
                        draw();
                    }
                    asked = ticks % TICKS_BETWEEN_QUESTIONS == TICKS_BETWEEN_QUESTIONS - 1 ? waiting : null;
                }
                if (asked != null) {
                    ask(asked);
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
    }

    private void ask(String job) {
        try {
            JobStatus status = question.of(job);
            synchronized (this) {
                if (job.equals(waiting) && status.state() == JobState.QUEUED) {
                    line = ProgressBar.waiting(status.position());
                }
            }
        } catch (IOException | RuntimeException e) {
            // It may not be asked, or not now: what is shown is as good as it gets.
        }
    }

    /** Takes the last line away for good. */
    @Override
    public synchronized void close() {
        erase();
        closed = true;
    }
}
