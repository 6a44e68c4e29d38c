package io.ipyrpc.http.server;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A listener's threads: one for each request in progress, kept a while for the next, and a clock. */
final class ServerThreads {
    private static final System.Logger LOG = System.getLogger("io.ipyrpc.http");
    private static final AtomicLong COUNT = new AtomicLong();
    private static final int KEEP_SECONDS = 60;
    private static final int STOP_SECONDS = 3;

    private final ThreadGroup group = new ThreadGroup("ipyrpc-http");
    private final ThreadPoolExecutor requests;
    private final ScheduledThreadPoolExecutor clock;

    ServerThreads() {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(group, task, "ipyrpc-http-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        // Connections counts them.
        requests = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        clock = new ScheduledThreadPoolExecutor(1, factory);
        clock.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    ThreadPoolExecutor requests() {
        return requests;
    }

    ScheduledThreadPoolExecutor clock() {
        return clock;
    }

    /** Interrupts all, and waits for them unless it is one of them that calls. */
    void stop() {
        clock.shutdownNow();
        requests.shutdownNow();
        if (group.parentOf(Thread.currentThread().getThreadGroup())) {
            return;
        }
        try {
            boolean gone = requests.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)
                    && clock.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            if (!gone) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        requests.getActiveCount() + " requests still run " + STOP_SECONDS
                                + " s after they were interrupted; their threads are daemons and are left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
