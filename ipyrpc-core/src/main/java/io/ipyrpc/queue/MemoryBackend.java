package io.ipyrpc.queue;

import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.Limits;
import java.net.URI;
import java.time.Duration;

/**
 * Queue {@code memory}: jobs live in this process and end with it.
 *
 * <p>Settings: {@code max_queue} (10,000 jobs that wait), {@code max_queue_bytes} (a quarter of the
 * heap, in bytes, for their arguments), {@code replay_window} (8 MiB of events for each running call),
 * {@code result_ttl} (900 seconds that a submitted job's result and output are kept), {@code max_retained} (a quarter of
 * the heap, in bytes, for all that is kept).
 */
public final class MemoryBackend implements QueueBackend {
    /** For {@code ServiceLoader}. */
    public MemoryBackend() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public JobQueue open(URI address, Settings settings, Limits limits) {
        int maxQueue = (int) settings.number("max_queue", 10_000, 1, 10_000_000);
        long window = settings.number("replay_window", 8L << 20, 1L << 10, 1L << 40);
        Duration ttl = Duration.ofSeconds(settings.number("result_ttl", 900, 1, 10L * 365 * 86_400));
        long quarter = Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 4);
        long queueBytes = settings.number("max_queue_bytes", quarter, 1L << 10, Long.MAX_VALUE);
        long retained = settings.number("max_retained", quarter, 1L << 10, Long.MAX_VALUE);
        return new MemoryQueue(new WaitingJobs(maxQueue, queueBytes), window, ttl, retained);
    }
}
