package io.ipyrpc.http.server;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events as server-sent events; the pieces of a result are held back until it is whole. */
final class EventStreamReply extends HttpReply {
    private static final byte[] END_OF_EVENT = {'}', '\n', '\n'};

    private final int replyStatus;
    private final ResultText result;
    private final Map<String, Object> resultMembers = new LinkedHashMap<>();
    private long newest;

    EventStreamReply(Answer answer, int replyStatus, long most) {
        super(answer);
        this.replyStatus = replyStatus;
        this.result = new ResultText(most);
    }

    @Override
    void reply(Frame frame) throws IOException {
        answer.whole(replyStatus, MediaTypes.JSON, frame.data());
    }

    @Override
    void event(Frame frame, boolean last) throws IOException {
        if (last && !answer.begun() && frame.event().equals("end") && frame.seq() == 0) {
            // A browser's EventSource comes back after the end of every stream, until it is told so that there is no
            // more.
            answer.empty(204);
            return;
        }
        newest = Math.max(newest, frame.seq());
        List<ByteBuffer> text = new ArrayList<>();
        switch (frame.event()) {
            case "result" -> {
                result.add(frame);
                resultMembers.putAll(frame.metadata());
                if (last || frame.metadata().containsKey("status")) {
                    writeResult(text);
                }
            }
            case "end" -> {
                writeResult(text);
                write(text, frame);
            }
            case "error", "started" -> {
                result.clear();
                resultMembers.clear();
                write(text, frame);
            }
            default -> write(text, frame);
        }
        write(text, last);
    }

    private void write(List<ByteBuffer> text, boolean last) throws IOException {
        if (!answer.begun()) {
            answer.begin(200, MediaTypes.EVENT_STREAM);
        }
        if (last || !text.isEmpty()) {
            answer.piece(Slices.of(text), last);
        }
    }

    private void write(List<ByteBuffer> text, Frame frame) {
        Map<String, Object> members = new LinkedHashMap<>(frame.metadata());
        if (frame.event().equals("stdout") || frame.event().equals("stderr")) {
            members.put("text", frame.data().utf8());
        }
        // While pieces are held back, an id would let a client that comes back skip them.
        long id = resultMembers.isEmpty() ? frame.seq() : 0;
        text.add(utf8(head(frame.event(), id) + Json.write(members) + "\n\n"));
    }

    private void writeResult(List<ByteBuffer> text) {
        if (!result.isThere()) {
            return;
        }
        resultMembers.put("seq", newest);
        text.add(utf8(head("result", newest)));
        byte[] members = Json.writeBytes(resultMembers);
        for (ByteBuffer piece : result.splice("value", members, END_OF_EVENT).buffers()) {
            text.add(piece);
        }
        keepOnOneLine(text.subList(2, text.size() - 1));
        result.clear();
        resultMembers.clear();
    }

    private static String head(String event, long id) {
        return "event: " + event + (id > 0 ? "\nid: " + id : "") + "\ndata: ";
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line break ends the event's data; JSON has them only between its tokens, where a blank is as good. */
    private static void keepOnOneLine(List<ByteBuffer> pieces) {
        pieces.replaceAll(piece -> {
            for (int i = piece.position(); i < piece.limit(); i++) {
                if (piece.get(i) == '\n' || piece.get(i) == '\r') {
                    return withoutBreaks(piece);
                }
            }
            return piece;
        });
    }

    private static ByteBuffer withoutBreaks(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.duplicate().get(copy);
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == '\n' || copy[i] == '\r') {
                copy[i] = ' ';
            }
        }
        return ByteBuffer.wrap(copy);
    }
}
