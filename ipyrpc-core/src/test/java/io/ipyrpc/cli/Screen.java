package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs command lines in this process and keeps what they print. */
final class Screen {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final int columns;
    private final AtomicReference<Runnable> interrupt = new AtomicReference<>(() -> {});
    private final AtomicInteger exit = new AtomicInteger(-1);

    /** Not a terminal. */
    Screen() {
        this(0);
    }

    /** A terminal of that width. */
    Screen(int columns) {
        this.columns = columns;
    }

    int run(String... arguments) {
        return Main.run(shell(""), arguments);
    }

    Shell shell(String stdin) {
        return new Shell(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), out, err, StandardCharsets.UTF_8) {
            @Override
            int columns(int descriptor) {
                return columns;
            }

            @Override
            void onInterrupt(Runnable action) {
                interrupt.set(action);
            }

            @Override
            void exit(int code) {
                exit.set(code);
            }
        };
    }

    /** Presses Ctrl-C. */
    void interrupt() {
        interrupt.get().run();
    }

    /** The code that a command wanted to end the process with at once, or -1. */
    int exit() {
        return exit.get();
    }

    /** Waits until the error output has that text. */
    void awaitErr(String text) {
        await(() -> err().contains(text), () -> "'" + text + "' did not come: " + err());
    }

    /** Waits for something, and fails where it takes longer than 30 s. */
    static void await(BooleanSupplier condition, Supplier<String> complaint) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, complaint);
            Thread.onSpinWait();
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
