package io.ipyrpc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The streams of whoever typed the command. Without a buffer: what is printed is there. Safe for use
 * by any number of threads.
 *
 * <p>Not {@code System.out}, which hides that a pipe was closed.
 */
class Shell {
    /** The output, as {@link #columns} means it. */
    static final int OUT = 1;

    /** The error output, as {@link #columns} means it. */
    static final int ERR = 2;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final Charset charset;
    private boolean lineOpen;

    Shell(InputStream in, OutputStream out, OutputStream err, Charset charset) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.charset = charset;
    }

    /** The process's own streams. */
    static Shell ofProcess() {
        String encoding = System.getProperty(
                "stdout.encoding",
                // Java 17 has the first only on a terminal, and by another name.
                System.getProperty("sun.stdout.encoding", System.getProperty("native.encoding", "UTF-8")));
        return new Shell(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                charset(encoding)) {
            private int columns;

            @Override
            synchronized int columns(int descriptor) {
                if (!Terminal.isBehind(descriptor)) {
                    return 0;
                }
                columns = columns == 0 ? Terminal.columns() : columns;
                return columns;
            }

            @Override
            void onInterrupt(Runnable action) {
                StopSignals.handle("INT", number -> action.run());
            }

            @Override
            void exit(int code) {
                // Not System.exit: this may be any thread, and the others are in the midst of something.
                Runtime.getRuntime().halt(code);
            }
        };
    }

    /** How wide the terminal is that an output goes to; 0 where it goes to none. */
    int columns(int descriptor) {
        return 0;
    }

    /** Has Ctrl-C do that, in a thread of its own, in place of ending the process. */
    void onInterrupt(Runnable action) {}

    /** Ends the process at once. */
    void exit(int code) {}

    /** The locale's charset; a locale that knows ASCII alone hands other bytes on as they are, so UTF-8 it is. */
    static Charset charset(String name) {
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /** Whether what was printed last did not end its line. */
    synchronized boolean isLineOpen() {
        return lineOpen;
    }

    InputStream in() {
        return in;
    }

    /** Prints a piece of text as it is. */
    synchronized void piece(String text) {
        if (!text.isEmpty()) {
            bytes(text.getBytes(charset));
            lineOpen = !text.endsWith("\n");
        }
    }

    /** Prints a text that begins and ends its line. */
    synchronized void print(String text) {
        piece((lineOpen ? "\n" : "") + text + (text.endsWith("\n") ? "" : "\n"));
    }

    private void bytes(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Prints bytes that are a line of text, without its end, in UTF-8 whatever the locale. */
    synchronized void line(byte[] utf8) {
        if (lineOpen) {
            bytes(new byte[] {'\n'});
        }
        bytes(utf8);
        bytes(new byte[] {'\n'});
        lineOpen = false;
    }

    /** Prints a piece of text to the error output; where that is closed, there is nobody to tell. */
    synchronized void errorPiece(String text) {
        try {
            err.write(text.getBytes(charset));
            err.flush();
        } catch (IOException e) {
            // Nobody listens.
        }
    }

    /** Prints a text to the error output that ends its line. */
    void warn(String text) {
        errorPiece(text.endsWith("\n") ? text : text + "\n");
    }

    /** Says what is wrong. */
    void complain(String text) {
        warn("ipyrpc: " + text);
    }
}
