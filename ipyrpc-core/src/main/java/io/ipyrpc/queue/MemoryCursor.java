package io.ipyrpc.queue;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.wire.Frame;
import java.util.List;

/** A place in a job's events; its position is guarded by the job's lock. */
final class MemoryCursor implements EventCursor {
    private final MemoryJob job;
    private final boolean slows;
    private long nextSeq;
    private volatile Runnable listener;

    MemoryCursor(MemoryJob job, long nextSeq, boolean slows) {
        this.job = job;
        this.nextSeq = nextSeq;
        this.slows = slows;
    }

    long nextSeq() {
        return nextSeq;
    }

    boolean slows() {
        return slows;
    }

    void advance(long next) {
        nextSeq = next;
    }

    void wake() {
        Runnable current = listener;
        if (current != null) {
            current.run();
        }
    }

    @Override
    public List<Frame> poll(long mostBytes) {
        return job.read(this, mostBytes);
    }

    @Override
    public List<Frame> rest() {
        return job.rest(this);
    }

    @Override
    public boolean isEnded() {
        return job.isEnded(this);
    }

    @Override
    public void onAvailable(Runnable wake) {
        listener = wake;
        wake.run();
    }

    @Override
    public void close() {
        listener = null;
        job.close(this);
    }
}
