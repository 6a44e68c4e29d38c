package io.ipyrpc.cli;

import io.ipyrpc.RpcServer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** Closes the server when a signal comes. */
    static void close(RpcServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "ipyrpc-stop"));
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
