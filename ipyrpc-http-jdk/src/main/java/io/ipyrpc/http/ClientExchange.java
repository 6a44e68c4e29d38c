package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpExchange;
import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Op;
import java.io.IOException;

/** One HTTP request, whose answer is read as frames. */
final class ClientExchange implements Exchange {
    private final HttpExchange http;
    private final Op op;
    private final AnswerReader reader;
    private HttpResponse response;
    private Frames frames;
    private boolean ended;
    private volatile HttpResponse whole;

    ClientExchange(HttpExchange http, Op op, AnswerReader reader) {
        this.http = http;
        this.op = op;
        this.reader = reader;
    }

    @Override
    public Frame next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            if (frames == null) {
                response = http.send();
                frames = reader.frames(op, response);
            }
            Frame frame = frames.next();
            if (frame != null && EventFrames.isEnd(frame)) {
                whole = response;
            }
            ended = frame == null;
            return frame;
        } catch (IOException | RuntimeException e) {
            // What follows a broken answer means nothing, and its connection is of no more use.
            http.abort();
            throw e;
        }
    }

    @Override
    public void close() {
        HttpResponse read = whole;
        if (read != null) {
            // Nothing but the mark of the body's end is left: the connection can serve again.
            read.close();
            return;
        }
        http.abort();
    }
}
