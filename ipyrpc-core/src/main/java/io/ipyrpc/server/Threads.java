package io.ipyrpc.server;

import io.ipyrpc.function.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The server's own threads: daemons with a name, which never inherit the call of whoever made them. */
final class Threads {
    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        // Without inheritance newer Javas take the system's loader: a function that waited would find other classes.
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }

    /**
     * As many threads as there is work at once; they end when they were idle for a minute. A thread that is made on a
     * function's stack would hold on to the function's classes for as long as it lives, by its context loader and its
     * access control context, even when their file was loaded anew: for such a one the maker makes it.
     */
    static ExecutorService cached(String name, Executor maker) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Supplier<Thread> thread = () -> daemon(name + "-" + count.incrementAndGet(), work);
            return Call.find().isEmpty()
                    ? thread.get()
                    : CompletableFuture.supplyAsync(thread, maker).join();
        });
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
