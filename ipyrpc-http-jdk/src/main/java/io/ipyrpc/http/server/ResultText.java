package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The pieces of a result in JSON until it is whole; its text is put into other JSON as it is, never read. */
final class ResultText {
    private final long most;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private long length;
    private boolean begun;

    ResultText(long most) {
        this.most = most;
    }

    /** Takes the next piece; one whose beginning was missed is dropped. */
    void add(Frame frame) {
        Object serializer = frame.metadata().get("serializer");
        if (serializer != null && !serializer.equals("json")) {
            throw new IllegalStateException("the result came in '" + serializer + "' where answerIn is json");
        }
        begun |= serializer != null;
        if (!begun) {
            return;
        }
        length += frame.data().length();
        if (length > most) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the result is over " + most + " bytes (max_body), too large for one JSON object; ask for Accept: "
                            + MediaTypes.EVENTS);
        }
        pieces.addAll(frame.data().buffers());
    }

    /** Whether there is any of it. */
    boolean isThere() {
        return length > 0;
    }

    /** Forgets what came: another attempt began, or the job failed. */
    void clear() {
        pieces.clear();
        length = 0;
        begun = false;
    }

    /** The object of those members, already written as {@code {…}}, with the text as its next member. */
    Slices splice(String name, byte[] object, byte[] tail) {
        List<ByteBuffer> all = new ArrayList<>(pieces.size() + 3);
        all.add(ByteBuffer.wrap(object, 0, object.length - 1));
        String separator = object.length > 2 ? "," : "";
        all.add(ByteBuffer.wrap(Slices.utf8(separator + '"' + name + "\":").toByteArray()));
        all.addAll(pieces);
        all.add(ByteBuffer.wrap(tail));
        return Slices.of(all);
    }
}
