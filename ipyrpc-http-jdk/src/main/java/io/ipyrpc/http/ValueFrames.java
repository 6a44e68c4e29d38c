package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bare value as the pieces of a result; one piece is read ahead, since the last says that it is. */
final class ValueFrames implements Frames {
    private static final int PIECE = 1 << 20;

    private final HttpResponse response;
    private final InputStream in;
    private final String serializer;
    private byte[] ahead;
    private long seq;

    ValueFrames(HttpResponse response, String serializer) throws IOException {
        this.response = response;
        this.in = response.body();
        this.serializer = serializer;
        this.ahead = in.readNBytes(PIECE);
    }

    @Override
    public Frame next() throws IOException {
        if (ahead == null) {
            response.close();
            return null;
        }
        byte[] piece = ahead;
        byte[] following = piece.length < PIECE ? new byte[0] : in.readNBytes(PIECE);
        ahead = following.length == 0 ? null : following;
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", ++seq);
        if (seq == 1) {
            members.put("serializer", serializer);
        }
        if (ahead == null) {
            members.put("status", "succeeded");
        }
        return Frame.event("result", members, Slices.of(piece));
    }
}
