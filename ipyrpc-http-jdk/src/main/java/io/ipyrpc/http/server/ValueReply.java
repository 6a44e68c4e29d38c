package io.ipyrpc.http.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The value of a pointer, alone: its bytes are the body, its serializer the Content-Type. */
final class ValueReply extends HttpReply {
    private final MediaTypes types;
    private Frame error;

    ValueReply(Answer answer, MediaTypes types) {
        super(answer);
        this.types = types;
    }

    @Override
    void event(Frame frame, boolean last) throws IOException {
        switch (frame.event()) {
            case "result" -> value(frame, last);
            case "error" -> failed(frame, last);
            default -> {
                if (last) {
                    end(frame);
                }
            }
        }
    }

    @Override
    void events(List<Frame> frames, boolean last) throws IOException {
        boolean whole = last && !answer.begun() && frames.stream().allMatch(ValueReply::isOfAValue);
        if (!whole) {
            super.events(frames, last);
            return;
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        frames.forEach(frame -> pieces.addAll(frame.data().buffers()));
        value(new Frame(frames.get(0).metadata(), Slices.of(pieces)), true);
    }

    private static boolean isOfAValue(Frame frame) {
        return frame.event().equals("result")
                || frame.event().equals("end")
                        && "succeeded".equals(frame.metadata().get("status"));
    }

    private void value(Frame frame, boolean last) throws IOException {
        if (answer.begun()) {
            answer.piece(frame.data(), last);
            return;
        }
        String type = types.type(String.valueOf(frame.metadata().get("serializer")));
        if (last) {
            answer.whole(200, type, frame.data());
        } else {
            answer.begin(200, type);
            answer.piece(frame.data(), false);
        }
    }

    private void failed(Frame frame, boolean last) throws IOException {
        error = frame;
        if (last) {
            end(frame);
        }
    }

    private void end(Frame frame) throws IOException {
        Object status = frame.metadata().get("status");
        boolean succeeded = error == null && (status == null || status.equals("succeeded"));
        if (answer.begun()) {
            if (succeeded) {
                answer.piece(Slices.EMPTY, true);
            } else {
                // What follows 200 can only be the value: its absence has to show.
                answer.cut();
            }
            return;
        }
        Frame shown = error == null ? frame : error;
        error(answer, statusOf(shown), errorOf(shown), Map.of("error", errorOf(shown)));
    }
}
