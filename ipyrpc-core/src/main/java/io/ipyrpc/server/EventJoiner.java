package io.ipyrpc.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Joins neighbouring output events into one: many lines that are there already travel as one piece. */
final class EventJoiner {
    private static final long MOST = 256 << 10;

    private EventJoiner() {}

    static List<Frame> join(List<Frame> frames) {
        if (frames.size() < 2) {
            return frames;
        }
        List<Frame> joined = new ArrayList<>(frames.size());
        int at = 0;
        while (at < frames.size()) {
            int end = runEnd(frames, at);
            joined.add(end == at + 1 ? frames.get(at) : joinRun(frames.subList(at, end)));
            at = end;
        }
        return joined;
    }

    private static int runEnd(List<Frame> frames, int start) {
        String event = frames.get(start).event();
        int end = start + 1;
        if (event.equals("stdout") || event.equals("stderr")) {
            long bytes = frames.get(start).data().length();
            while (end < frames.size() && frames.get(end).event().equals(event)) {
                bytes += frames.get(end).data().length();
                if (bytes > MOST) {
                    break;
                }
                end++;
            }
        }
        return end;
    }

    /** The joined event has the last one's seq: whoever re-attaches after it misses nothing. */
    private static Frame joinRun(List<Frame> run) {
        List<ByteBuffer> pieces = new ArrayList<>();
        run.forEach(frame -> pieces.addAll(frame.data().buffers()));
        return new Frame(run.get(run.size() - 1).metadata(), Slices.of(pieces));
    }
}
