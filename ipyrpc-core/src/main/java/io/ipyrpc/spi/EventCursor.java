package io.ipyrpc.spi;

import io.ipyrpc.wire.Frame;
import java.util.List;

/**
 * A watcher's place in a job's events: it takes them when it has room for them, which is the demand. For one thread at a
 * time.
 */
public interface EventCursor extends AutoCloseable {
    /**
     * Takes the next events, without waiting.
     *
     * @param mostBytes about how many bytes of data to take at the most; one event is always taken
     * @return the events, empty where there are none yet or after the last
     * @throws io.ipyrpc.wire.RpcException with {@code gone} if the job ran away from this cursor
     */
    List<Frame> poll(long mostBytes);

    /**
     * Takes all events that are left, where the job has ended and they are in this process's memory in any case: an
     * answer whose length is known travels faster. The default takes none.
     *
     * @return the events, empty where they are better taken by {@link #poll}
     */
    default List<Frame> rest() {
        return List.of();
    }

    /** Whether the job has ended and all its events were taken. */
    boolean isEnded();

    /** Calls back, in some thread of the queue or its writers, whenever there may be more. One listener only. */
    void onAvailable(Runnable listener);

    /** Stops watching. Idempotent. */
    @Override
    void close();
}
