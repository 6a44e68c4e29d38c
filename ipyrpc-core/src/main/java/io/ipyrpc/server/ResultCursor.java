package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.wire.Frame;
import java.util.List;
import java.util.Set;

/** A cursor that leaves out what is neither result nor end, nor the begin of a further attempt. */
final class ResultCursor implements EventCursor {
    private static final Set<String> WANTED = Set.of("result", "error", "end");

    private final EventCursor all;

    ResultCursor(EventCursor all) {
        this.all = all;
    }

    @Override
    public List<Frame> poll(long mostBytes) {
        List<Frame> batch = all.poll(mostBytes);
        while (!batch.isEmpty()) {
            List<Frame> wanted = wanted(batch);
            if (!wanted.isEmpty()) {
                return wanted;
            }
            batch = all.poll(mostBytes);
        }
        return batch;
    }

    private static boolean isWanted(Frame frame) {
        return WANTED.contains(frame.event())
                || frame.event().equals("started")
                        && frame.metadata().get("attempt") instanceof Number attempt
                        && attempt.intValue() > 1;
    }

    @Override
    public List<Frame> rest() {
        return wanted(all.rest());
    }

    private static List<Frame> wanted(List<Frame> batch) {
        return batch.stream().filter(ResultCursor::isWanted).toList();
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
