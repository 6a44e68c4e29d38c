package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The events of an answer, which is cut unless it ends with one that is an end. */
final class EventFrames implements Frames {
    private final URI address;
    private final HttpResponse response;
    private final Limits limits;
    private final InputStream in;
    private boolean ended;
    private long last;

    EventFrames(URI address, HttpResponse response, Limits limits) {
        this.address = address;
        this.response = response;
        this.limits = limits;
        this.in = response.body();
    }

    @Override
    public Frame next() throws IOException {
        Frame frame;
        try {
            frame = Frame.read(in, limits);
        } catch (RpcException e) {
            throw new IOException(address + " sent what is no frame: " + e.getMessage(), e);
        }
        if (frame == null) {
            response.close();
            if (!ended) {
                throw new EOFException("the answer of " + address + " was cut after event " + last);
            }
            return null;
        }
        if (ended) {
            throw new IOException(address + " sent '" + frame.event() + "' after the end of its answer");
        }
        ended = isEnd(frame);
        last = Math.max(last, frame.seq());
        return frame;
    }

    static boolean isEnd(Frame frame) {
        return switch (frame.event()) {
            case "end", "reply" -> true;
            case "result" -> frame.metadata().containsKey("status");
            // An error that has a number belongs to a job, whose end follows.
            case "error" -> frame.seq() == 0;
            default -> false;
        };
    }
}
