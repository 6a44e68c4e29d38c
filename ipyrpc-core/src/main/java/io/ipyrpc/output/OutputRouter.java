package io.ipyrpc.output;

import io.ipyrpc.function.Call;
import java.io.PrintStream;

/**
 * Sends what is printed to {@code System.out} and {@code System.err} to the call that the printing thread works for, and
 * to the process's own streams where it works for none.
 *
 * <p>It is installed once in a process and never taken back: replacing the streams again and again for overlapping calls
 * would lose output. Whoever kept the old streams before (a console handler of java.util.logging that was there
 * already) goes on writing to the process's own.
 */
public final class OutputRouter {
    private static boolean installed;

    private OutputRouter() {}

    /** A call that takes output. */
    public interface Target {
        /** Where the call's standard output goes. */
        PrintStream out();

        /** Where the call's error output goes. */
        PrintStream err();
    }

    /** Puts the router in front of the process's streams; does nothing the second time. */
    public static synchronized void install() {
        if (installed) {
            return;
        }
        installed = true;
        System.setOut(new RoutedStream(System.out, Target::out));
        System.setErr(new RoutedStream(System.err, Target::err));
    }

    /** The call that this thread prints for, or null. */
    static Target target() {
        Call call = Call.find().orElse(null);
        return call instanceof Target target ? target : null;
    }
}
