package io.ipyrpc.bench;

import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs that do nothing through the queue in memory: submitted, taken, started, ended. */
final class QueueRate {
    private static final int JOBS = 50_000;
    private static final int AT_ONCE = 64;
    private static final List<Frame> END = List.of(new Frame(Map.of("event", "end", "status", "succeeded")));

    private final JobQueue queue;
    private final AtomicLong ids = new AtomicLong();

    private QueueRate(JobQueue queue) {
        this.queue = queue;
    }

    static void run() throws Exception {
        QueueBackend backend =
                ServiceLoader.load(QueueBackend.class).findFirst().orElseThrow();
        // In line at the most: one round's jobs.
        Settings settings = Settings.of(Map.of("max_queue", JOBS));
        try (JobQueue queue = backend.open(URI.create("memory:/"), settings, Limits.defaults())) {
            QueueRate rate = new QueueRate(queue);
            new Rounds("### Jobs that do nothing through the queue in memory", "jobs/s")
                    .add("calls: submit and take in one step, start, finish", rate::calls)
                    .add("jobs that are kept, one thread: submit, take, start, finish", rate::kept)
                    .add("jobs that are kept, submitted by one thread and run by another", rate::handedOver)
                    .run(5, 9);
        }
    }

    private JobRequest job(boolean keep) {
        return new JobRequest(
                Long.toHexString(ids.incrementAndGet()),
                "noop",
                "json",
                Slices.EMPTY,
                Map.of(),
                null,
                Instant.now(),
                keep);
    }

    private double calls() {
        long begin = System.nanoTime();
        for (int i = 0; i < JOBS; i++) {
            finish(queue.submitAndTake(job(false)).orElseThrow());
        }
        return JOBS * 1e9 / (System.nanoTime() - begin);
    }

    private double kept() throws InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < JOBS; i++) {
            queue.submit(job(true)).toCompletableFuture().join();
            finish(queue.take(1, Duration.ofSeconds(1)).get(0));
        }
        return JOBS * 1e9 / (System.nanoTime() - begin);
    }

    private double handedOver() throws Exception {
        long begin = System.nanoTime();
        FutureTask<Integer> worker = new FutureTask<>(() -> {
            int done = 0;
            while (done < JOBS) {
                List<Lease> leases = queue.take(AT_ONCE, Duration.ofSeconds(1));
                leases.forEach(this::finish);
                done += leases.size();
            }
            return done;
        });
        new Thread(worker, "worker").start();
        for (int i = 0; i < JOBS; i++) {
            queue.submit(job(true)).toCompletableFuture().join();
        }
        return worker.get() * 1e9 / (System.nanoTime() - begin);
    }

    private void finish(Lease lease) {
        if (!queue.start(lease, "w") || !queue.finish(lease, JobState.SUCCEEDED, END)) {
            throw new IllegalStateException("the lease was lost");
        }
    }
}
