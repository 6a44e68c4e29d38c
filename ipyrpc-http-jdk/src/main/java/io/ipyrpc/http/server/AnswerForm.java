package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Op;
import java.util.List;

/** The forms that an answer can take (§6). */
enum AnswerForm {
    /** One JSON body from a reply. */
    REPLY,
    /** Events as frames. */
    FRAMES,
    /** Events as server-sent events. */
    EVENT_STREAM,
    /** Result and output of a job gathered into one JSON object. */
    OBJECT,
    /** The value alone. */
    VALUE;

    /** The form that the client asks for. */
    static AnswerForm of(Op op, Accept accept) {
        if (op.answer() == Op.Answer.REPLY) {
            return REPLY;
        }
        if (op == Op.FETCH) {
            return VALUE;
        }
        List<String> forms = op == Op.EVENTS
                ? List.of(MediaTypes.EVENT_STREAM, MediaTypes.EVENTS)
                : List.of(MediaTypes.JSON, MediaTypes.EVENTS, MediaTypes.EVENT_STREAM);
        String form = accept.best(forms);
        if (form == null) {
            throw notAcceptable(op, forms);
        }
        return switch (form) {
            case MediaTypes.EVENTS -> FRAMES;
            case MediaTypes.EVENT_STREAM -> EVENT_STREAM;
            default -> OBJECT;
        };
    }

    static Refusal notAcceptable(Op op, Iterable<String> forms) {
        return new Refusal(
                ErrorCode.NOT_ACCEPTABLE,
                "Accept names no form that '" + op + "' answers in; these are: " + String.join(", ", forms));
    }

    /** Whether the value has to be JSON, since it stands inside JSON. */
    boolean needsJson() {
        return this == EVENT_STREAM || this == OBJECT;
    }
}
