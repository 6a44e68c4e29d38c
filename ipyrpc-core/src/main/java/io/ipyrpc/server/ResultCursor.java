package io.ipyrpc.server;

import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.wire.Frame;
import java.util.List;
import java.util.Set;

/** A cursor that leaves out what is neither result nor end, nor the begin of a further attempt. */
final class ResultCursor extends DerivedCursor {
    private static final Set<String> WANTED = Set.of("result", "error", "end");

    ResultCursor(EventCursor all) {
        super(all);
    }

    @Override
    List<Frame> derived(List<Frame> events) {
        return events.stream().filter(ResultCursor::isWanted).toList();
    }

    private static boolean isWanted(Frame frame) {
        return WANTED.contains(frame.event())
                || frame.event().equals("started")
                        && frame.metadata().get("attempt") instanceof Number attempt
                        && attempt.intValue() > 1;
    }
}
