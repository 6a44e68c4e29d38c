package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the server's threads come from. */
@Timeout(60)
final class ThreadsTest {
    /** What a file of functions would hold: it gives the pool its first work, and tells the thread that did it. */
    static final class Printing implements Function<ExecutorService, Thread> {
        @Override
        public Thread apply(ExecutorService pool) {
            try {
                return pool.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Has a class of that name of its own. */
    private static final class Functions extends ClassLoader {
        Functions() {
            super(ThreadsTest.class.getClassLoader());
        }

        Class<?> printing() throws IOException {
            String name = Printing.class.getName();
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    private record Printed(WeakReference<ClassLoader> functions, Thread by) {}

    /** Runs the work of a loader's own class with the loader as context, and forgets both. */
    @SuppressWarnings("unchecked")
    private static Printed print(ExecutorService pool) throws Exception {
        ClassLoader servers = Thread.currentThread().getContextClassLoader();
        Functions functions = new Functions();
        var constructor = functions.printing().getDeclaredConstructor();
        constructor.setAccessible(true);
        var printing = (Function<ExecutorService, Thread>) constructor.newInstance();
        assertNotSame(Printing.class, printing.getClass());
        Thread.currentThread().setContextClassLoader(functions);
        try {
            return new Printed(new WeakReference<>(functions), printing.apply(pool));
        } finally {
            Thread.currentThread().setContextClassLoader(servers);
        }
    }

    @Test
    void aThreadThatAFunctionNeededHoldsNothingOfIt() throws Exception {
        ExecutorService pool = Threads.cached("made");
        try {
            Printed printed = print(pool);
            assertEquals("made-1", printed.by.getName());
            assertSame(Thread.currentThread().getContextClassLoader(), printed.by.getContextClassLoader());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (printed.functions.get() != null && System.nanoTime() - end < 0) {
                System.gc();
            }
            assertNull(printed.functions.get());
            assertTrue(printed.by.isAlive(), "it is there for a minute");
        } finally {
            pool.shutdownNow();
        }
    }
}
