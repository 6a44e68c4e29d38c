package io.ipyrpc.output;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;

/**
 * A print stream that has no buffer and no lock of its own: every method goes to the stream of the thread's call. One
 * call that is slow to print to holds up no other.
 */
final class RoutedStream extends PrintStream {
    private final PrintStream base;
    private final Function<OutputRouter.Target, PrintStream> side;

    RoutedStream(PrintStream base, Function<OutputRouter.Target, PrintStream> side) {
        super(base, false);
        this.base = base;
        this.side = side;
    }

    private PrintStream stream() {
        OutputRouter.Target target = OutputRouter.target();
        return target == null ? base : side.apply(target);
    }

    @Override
    public void flush() {
        stream().flush();
    }

    /** Closing would end the output of everybody: it flushes. */
    @Override
    public void close() {
        stream().flush();
    }

    @Override
    public boolean checkError() {
        return stream().checkError();
    }

    @Override
    public void write(int b) {
        stream().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        stream().write(bytes, offset, length);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        stream().write(bytes);
    }

    @Override
    public void writeBytes(byte[] bytes) {
        stream().writeBytes(bytes);
    }

    @Override
    public void print(boolean value) {
        stream().print(value);
    }

    @Override
    public void print(char value) {
        stream().print(value);
    }

    @Override
    public void print(int value) {
        stream().print(value);
    }

    @Override
    public void print(long value) {
        stream().print(value);
    }

    @Override
    public void print(float value) {
        stream().print(value);
    }

    @Override
    public void print(double value) {
        stream().print(value);
    }

    @Override
    public void print(char[] value) {
        stream().print(value);
    }

    @Override
    public void print(String value) {
        stream().print(value);
    }

    @Override
    public void print(Object value) {
        stream().print(value);
    }

    @Override
    public void println() {
        stream().println();
    }

    @Override
    public void println(boolean value) {
        stream().println(value);
    }

    @Override
    public void println(char value) {
        stream().println(value);
    }

    @Override
    public void println(int value) {
        stream().println(value);
    }

    @Override
    public void println(long value) {
        stream().println(value);
    }

    @Override
    public void println(float value) {
        stream().println(value);
    }

    @Override
    public void println(double value) {
        stream().println(value);
    }

    @Override
    public void println(char[] value) {
        stream().println(value);
    }

    @Override
    public void println(String value) {
        stream().println(value);
    }

    @Override
    public void println(Object value) {
        stream().println(value);
    }

    @Override
    public PrintStream printf(String format, Object... arguments) {
        stream().printf(format, arguments);
        return this;
    }

    @Override
    public PrintStream printf(Locale locale, String format, Object... arguments) {
        stream().printf(locale, format, arguments);
        return this;
    }

    @Override
    public PrintStream format(String format, Object... arguments) {
        stream().format(format, arguments);
        return this;
    }

    @Override
    public PrintStream format(Locale locale, String format, Object... arguments) {
        stream().format(locale, format, arguments);
        return this;
    }

    @Override
    public PrintStream append(CharSequence text) {
        stream().append(text);
        return this;
    }

    @Override
    public PrintStream append(CharSequence text, int start, int end) {
        stream().append(text, start, end);
        return this;
    }

    @Override
    public PrintStream append(char value) {
        stream().append(value);
        return this;
    }
}
