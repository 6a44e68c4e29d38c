package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986) as a server reads it: {@code +} is itself, and what is encoded is UTF-8. */
final class Percent {
    private Percent() {}

    /** Encodes one segment of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Decodes one segment of a path, or one name or value of a query. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[source.length];
        int n = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                decoded[n++] = source[i];
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw wrong(text);
            }
            decoded[n++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, n))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(text);
        }
    }

    private static Refusal wrong(String text) {
        return new Refusal(
                ErrorCode.BAD_REQUEST,
                "the address holds " + Refusal.shown(text) + ", which is not percent-encoded UTF-8");
    }
}
