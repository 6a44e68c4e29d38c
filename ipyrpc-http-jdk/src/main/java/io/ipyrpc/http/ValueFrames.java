package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bare value as one result whose bytes are read as they arrive; or as its pieces, of which one is read ahead, since the
 * last says that it is.
 */
final class ValueFrames implements Frames {
    private static final int PIECE = 1 << 20;

    private final HttpResponse response;
    private final InputStream in;
    private final String serializer;
    private byte[] ahead;
    private boolean last;
    private long seq;

    ValueFrames(HttpResponse response, String serializer) {
        this.response = response;
        this.in = response.body();
        this.serializer = serializer;
    }

    @Override
    public Frame nextHead() throws IOException {
        if (seq > 0) {
            return next();
        }
        last = true;
        return piece(Slices.EMPTY);
    }

    @Override
    public InputStream rest() {
        return in;
    }

    @Override
    public Frame next() throws IOException {
        if (last) {
            response.close();
            return null;
        }
        byte[] bytes = seq == 0 ? in.readNBytes(PIECE) : ahead;
        ahead = bytes.length < PIECE ? new byte[0] : in.readNBytes(PIECE);
        last = ahead.length == 0;
        return piece(Slices.of(bytes));
    }

    private Frame piece(Slices data) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", ++seq);
        if (seq == 1) {
            members.put("serializer", serializer);
        }
        if (last) {
            members.put("status", "succeeded");
        }
        return Frame.event("result", members, data);
    }
}
