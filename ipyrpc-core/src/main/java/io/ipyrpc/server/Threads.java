package io.ipyrpc.server;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's own threads: daemons with a name, which never inherit the call of whoever made them. */
final class Threads {
    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        // Without inheritance newer Javas take the system's loader: a function that waited would find other classes.
        return daemon(name, work, Thread.currentThread().getContextClassLoader());
    }

    private static Thread daemon(String name, Runnable work, ClassLoader context) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(context);
        return thread;
    }

    /**
     * As many threads as there is work at once; they end when they were idle for a minute. They are made as if by whoever
     * makes the pool: one that a function's print needs would otherwise hold on to the function's classes for as long as
     * it lives, by its context loader and its access control context, even when their file was loaded anew.
     */
    @SuppressWarnings("removal") // Java 17 keeps an access control context in each thread; what removes it needs none.
    static ExecutorService cached(String name) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        AccessControlContext maker = AccessController.getContext();
        return Executors.newCachedThreadPool(work -> AccessController.doPrivileged(
                (PrivilegedAction<Thread>) () -> daemon(name + "-" + count.incrementAndGet(), work, loader), maker));
    }

    /** Waits for a pool's threads to end, but no longer than that. */
    static void join(ExecutorService pool, Duration most) {
        try {
            pool.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a thread to end, however often this one is interrupted. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
