package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.wire.Frame;
import java.util.List;

/** A cursor over what is made of the events of another one. */
abstract class DerivedCursor implements EventCursor {
    private final EventCursor all;

    DerivedCursor(EventCursor all) {
        this.all = all;
    }

    /** What becomes of these events, the next ones in their order; may be none. */
    abstract List<Frame> derived(List<Frame> events);

    @Override
    public List<Frame> poll(long mostBytes) {
        // Nothing would mean that there is nothing yet.
        List<Frame> batch = all.poll(mostBytes);
        while (!batch.isEmpty()) {
            List<Frame> derived = derived(batch);
            if (!derived.isEmpty()) {
                return derived;
            }
            batch = all.poll(mostBytes);
        }
        return batch;
    }

    @Override
    public List<Frame> rest() {
        return derived(all.rest());
    }

    @Override
    public boolean isEnded() {
        return all.isEnded();
    }

    @Override
    public void onAvailable(Runnable listener) {
        all.onAvailable(listener);
    }

    @Override
    public void close() {
        all.close();
    }
}
