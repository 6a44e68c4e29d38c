package io.ipyrpc.spi;

import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.util.List;

/**
 * Where the answer to one request goes, as frames: the events of §4; or one {@code reply}, whose data is JSON; or one
 * {@code error} where there is no job.
 *
 * <p>Used by one thread at a time, not always the same.
 */
public interface Reply {
    /**
     * Sends a frame. It blocks while the peer is slow, and thereby slows this answer alone.
     *
     * @param frame what to send
     * @param last whether the answer ends with it; nothing may be sent afterwards
     * @throws IOException if the peer is gone
     */
    void send(Frame frame, boolean last) throws IOException;

    /**
     * Sends several frames that are there already; they may go out as one.
     *
     * @param frames at least one frame
     * @param last whether the answer ends with the last of them
     * @throws IOException if the peer is gone
     */
    default void send(List<Frame> frames, boolean last) throws IOException {
        for (int i = 0; i < frames.size(); i++) {
            send(frames.get(i), last && i == frames.size() - 1);
        }
    }

    /**
     * Ends an answer that cannot be completed, so that the peer notices that it was cut. Does nothing after the last
     * frame.
     */
    void abort();
}
