package io.ipyrpc.output;

import io.ipyrpc.function.Call;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Sends what is printed to {@code System.out} and {@code System.err} to the call that the printing thread works for, and
 * to the process's own streams where it works for none.
 *
 * <p>It is installed in front of the process's streams and never taken back: replacing the streams again and again for
 * overlapping calls would lose output. Whoever kept the old streams before (a console handler of java.util.logging that was
 * there already) goes on writing to the process's own.
 *
 * <p>Somebody else may replace the streams. The program, while no call runs: the router is then put in front of what it
 * gave. A function, or a library that captures output for a while: when its call ends, the router is put back.
 */
public final class OutputRouter {
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static volatile RoutedStream out;
    private static volatile RoutedStream err;

    private OutputRouter() {}

    /** A call that takes output. */
    public interface Target {
        /** Where the call's standard output goes. */
        PrintStream out();

        /** Where the call's error output goes. */
        PrintStream err();
    }

    /** Puts the router in front of the process's streams; does nothing where it is there. */
    public static synchronized void install() {
        if (System.out != out) {
            out = over(System.out, Target::out);
            System.setOut(out);
        }
        if (System.err != err) {
            err = over(System.err, Target::err);
            System.setErr(err);
        }
    }

    /** One that was there before and was put back by others is as good as a new one. */
    private static RoutedStream over(PrintStream stream, Function<Target, PrintStream> side) {
        return stream instanceof RoutedStream routed ? routed : new RoutedStream(stream, side);
    }

    /** A function is about to run. */
    public static void callBegins() {
        boolean others = RUNNING.getAndIncrement() > 0;
        if (System.out != out || System.err != err) {
            if (others && err != null) {
                restore();
            } else {
                install();
            }
        }
    }

    /** A function has ended. */
    public static void callEnds() {
        if (System.out != out || System.err != err) {
            restore();
        }
        RUNNING.decrementAndGet();
    }

    private static synchronized void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    /** The call that this thread prints for, or null. */
    static Target target() {
        Call call = Call.find().orElse(null);
        return call instanceof Target target ? target : null;
    }
}
