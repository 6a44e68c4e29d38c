package io.ipyrpc.http.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Events as frames; an answer that is whole when it begins has its length, and goes out in one write where it is small. */
final class FrameReply extends HttpReply {
    private static final int SMALL = 16 << 10;

    private final int replyStatus;

    FrameReply(Answer answer, int replyStatus) {
        super(answer);
        this.replyStatus = replyStatus;
    }

    @Override
    void reply(Frame frame) throws IOException {
        answer.whole(replyStatus, MediaTypes.JSON, frame.data());
    }

    @Override
    void event(Frame frame, boolean last) throws IOException {
        events(List.of(frame), last);
    }

    @Override
    void events(List<Frame> frames, boolean last) throws IOException {
        Slices bytes = bytes(frames);
        if (answer.begun()) {
            answer.piece(bytes, last);
        } else if (last) {
            answer.whole(200, MediaTypes.EVENTS, bytes);
        } else {
            answer.begin(200, MediaTypes.EVENTS);
            answer.piece(bytes, false);
        }
    }

    private static Slices bytes(List<Frame> frames) {
        List<ByteBuffer> pieces = new ArrayList<>(2 * frames.size());
        for (Frame frame : frames) {
            pieces.add(ByteBuffer.wrap(frame.head()));
            pieces.addAll(frame.data().buffers());
        }
        Slices all = Slices.of(pieces);
        return all.length() > SMALL ? all : Slices.of(all.toByteArray());
    }
}
