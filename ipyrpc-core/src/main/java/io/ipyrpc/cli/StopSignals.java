package io.ipyrpc.cli;

import io.ipyrpc.RpcServer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Ends a server in order on SIGTERM, Ctrl-C and a terminal that closes.
 *
 * <p>A shutdown hook would be enough to close it, but then Java's exit code says that a signal ended the process, which
 * process supervisors take for a failure. So the signals are caught where this Java lets us ({@code sun.misc.Signal}, by
 * reflection, since it is no part of Java SE); the hook remains for all others. The first signal gives running calls the
 * setting {@code shutdown_grace}; a second one ends the process at once, with the exit code that a shell gives it: 130 or 143.
 */
final class StopSignals {
    private StopSignals() {}

    /**
     * Closes the server when a signal comes, or a function ends the process, which cannot be undone.
     *
     * @param tell takes what happened, for people: the log may be closed already
     */
    static void close(RpcServer server, Consumer<String> tell) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, tell), "ipyrpc-stop"));
        AtomicBoolean stopping = new AtomicBoolean();
        for (String name : List.of("TERM", "INT", "HUP")) {
            handle(name, number -> {
                if (stopping.getAndSet(true)) {
                    Runtime.getRuntime().halt(128 + number);
                }
                server.shutdown();
            });
        }
    }

    private static void end(RpcServer server, Consumer<String> tell) {
        String caller = callerOfExit();
        if (caller == null) {
            server.shutdown();
        } else {
            tell.accept("System.exit was called, which ends the server and all its calls, at " + caller);
            // Who called it waits for the end: there is no use in grace.
            server.close();
        }
    }

    /** Where a function ends this process, or null. */
    private static String callerOfExit() {
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
            for (int i = 1; i < stack.length; i++) {
                boolean exits = stack[i - 1].getMethodName().equals("exit");
                boolean ours = stack[i].getClassName().equals(Main.class.getName());
                if (exits && !ours && stack[i - 1].getClassName().equals(System.class.getName())) {
                    StackTraceElement at = stack[i];
                    return at.getClassName() + "." + at.getMethodName() + "(" + at.getFileName() + ":"
                            + at.getLineNumber() + ")";
                }
            }
        }
        return null;
    }

    interface Handler {
        void handle(int number);
    }

    static void handle(String name, Handler handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            handler.handle((int) signal.getMethod("getNumber").invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "stop";
                    });
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // A Java without it, a system without that signal, or one started with -Xrs: the hook closes the server.
        }
    }
}
