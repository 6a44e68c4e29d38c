package io.ipyrpc.queue;

import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.Limits;
import java.net.URI;

/**
 * Queue {@code memory}: jobs live in this process and end with it.
 *
 * <p>Settings: {@code max_queue} (10,000 jobs that wait), {@code replay_window} (8 MiB of events for each running job).
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
        return new MemoryQueue(maxQueue, window);
    }
}
