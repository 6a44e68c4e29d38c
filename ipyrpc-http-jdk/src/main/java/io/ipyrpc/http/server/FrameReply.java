package io.ipyrpc.http.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Events as frames; an answer that is one frame has its length, and goes out in one write where it is small. */
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
        Slices bytes = bytes(frame);
        if (answer.begun()) {
            answer.piece(bytes, last);
        } else if (last) {
            answer.whole(200, MediaTypes.EVENTS, bytes);
        } else {
            answer.begin(200, MediaTypes.EVENTS);
            answer.piece(bytes, false);
        }
    }

    private static Slices bytes(Frame frame) {
        byte[] head = frame.head();
        long size = head.length + frame.data().length();
        if (size > SMALL) {
            List<ByteBuffer> pieces = new ArrayList<>();
            pieces.add(ByteBuffer.wrap(head));
            pieces.addAll(frame.data().buffers());
            return Slices.of(pieces);
        }
        ByteBuffer all = ByteBuffer.allocate((int) size).put(head);
        frame.data().buffers().forEach(all::put);
        return Slices.of(all.array());
    }
}
