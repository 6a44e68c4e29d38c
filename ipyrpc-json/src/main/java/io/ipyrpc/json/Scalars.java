package io.ipyrpc.json;

import io.ipyrpc.wire.LimitException;
import io.ipyrpc.wire.TypedText;
import java.util.Base64;

/** Typed values whose {@code data} is one text. */
final class Scalars {
    private Scalars() {}

    /** The value that an envelope of that type and data stands for; the source says where it stood. */
    static Object read(String type, Object data, Source source) {
        if (!(data instanceof String text)) {
            throw source.bad(type + ": data is a text, not " + Shown.tree(data));
        }
        try {
            return new TypedText(type, text).value(source.limits);
        } catch (LimitException e) {
            throw source.tooLarge(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw source.bad(e.getMessage());
        }
    }

    /** The bytes of one element; {@code what} is its name in messages. */
    static byte[] bytes(String what, String text, Source source) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw source.bad(what + ": " + Shown.text(text) + " is not base64");
        }
    }
}
