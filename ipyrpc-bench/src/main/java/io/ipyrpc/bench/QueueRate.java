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

/** Jobs that do nothing through the queue in memory: submitted, taken, started, ended; one thread. */
final class QueueRate {
    private static final int JOBS = 50_000;
    private static final List<Frame> END = List.of(new Frame(Map.of("event", "end", "status", "succeeded")));

    private QueueRate() {}

    static void run() throws Exception {
        QueueBackend backend =
                ServiceLoader.load(QueueBackend.class).findFirst().orElseThrow();
        try (JobQueue queue = backend.open(URI.create("memory:/"), Settings.of(Map.of()), Limits.defaults())) {
            new Rounds("### Jobs that do nothing through the queue in memory", "jobs/s")
                    .add("submit, take, start, finish", () -> rate(queue, false))
                    .add("submit and take in one step, start, finish", () -> rate(queue, true))
                    .run(5, 9);
        }
    }

    private static double rate(JobQueue queue, boolean oneStep) throws InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < JOBS; i++) {
            JobRequest job = new JobRequest(
                    Long.toHexString(begin + i), "noop", "json", Slices.EMPTY, Map.of(), null, Instant.now(), false);
            Lease lease;
            if (oneStep) {
                lease = queue.submitAndTake(job).orElseThrow();
            } else {
                queue.submit(job).toCompletableFuture().join();
                lease = queue.take(1, Duration.ofSeconds(1)).get(0);
            }
            if (!queue.start(lease, "w") || !queue.finish(lease, JobState.SUCCEEDED, END)) {
                throw new IllegalStateException("the lease was lost");
            }
        }
        return JOBS * 1e9 / (System.nanoTime() - begin);
    }
}
