package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

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
    /** What a file of functions would hold: it gives the pool its first work. */
    static final class Printing implements Function<ExecutorService, ClassLoader> {
        @Override
        public ClassLoader apply(ExecutorService pool) {
            try {
                ClassLoader own = Thread.currentThread().getContextClassLoader();
                return pool.submit(() -> own).get(30, TimeUnit.SECONDS);
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

    /** Runs the work of a loader's own class with the loader as context, and forgets both. */
    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> print(ExecutorService pool) throws Exception {
        ClassLoader servers = Thread.currentThread().getContextClassLoader();
        Functions functions = new Functions();
        var constructor = functions.printing().getDeclaredConstructor();
        constructor.setAccessible(true);
        var printing = (Function<ExecutorService, ClassLoader>) constructor.newInstance();
        assertNotSame(Printing.class, printing.getClass());
        Thread.currentThread().setContextClassLoader(functions);
        try {
            assertSame(functions, printing.apply(pool));
        } finally {
            Thread.currentThread().setContextClassLoader(servers);
        }
        return new WeakReference<>(functions);
    }

    @Test
    void aThreadThatAFunctionNeededHoldsNothingOfIt() throws Exception {
        ExecutorService pool = Threads.cached("made");
        try {
            WeakReference<ClassLoader> functions = print(pool);
            Thread made = pool.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
            assertEquals("made-1", made.getName());
            assertSame(Thread.currentThread().getContextClassLoader(), made.getContextClassLoader());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (functions.get() != null && System.nanoTime() - end < 0) {
                System.gc();
            }
            assertNull(functions.get());
            assertSame(made, pool.submit(Thread::currentThread).get(30, TimeUnit.SECONDS), "the thread is there still");
        } finally {
            pool.shutdownNow();
        }
    }
}
