package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.FrameHead;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The events of an answer, which is cut unless it ends with one that is an end. */
final class EventFrames implements Frames {
    /** The most data that always come with their frame. */
    private static final int SMALL = 16 << 10;

    private final URI address;
    private final HttpResponse response;
    private final Limits limits;
    private final InputStream in;
    private final Rest rest = new Rest();
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
        return next(false);
    }

    @Override
    public Frame nextHead() throws IOException {
        return next(true);
    }

    @Override
    public InputStream rest() {
        return rest;
    }

    private Frame next(boolean mayLack) throws IOException {
        rest.skipAll();
        Frame frame = null;
        try {
            FrameHead head = FrameHead.read(in, limits);
            if (head != null) {
                frame = new Frame(head.metadata());
                if (mayLack && head.dataSize() > SMALL && frame.event().equals("result")) {
                    rest.left = head.dataSize();
                } else {
                    frame = Frame.read(head, in);
                }
            }
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

    /** The data of a frame as they arrive. */
    private final class Rest extends InputStream {
        private long left;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0 || left == 0) {
                return length == 0 ? 0 : -1;
            }
            int n = in.read(target, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("the answer of " + address + " was cut inside event " + last + ": " + left
                        + " bytes of its data are missing");
            }
            left -= n;
            return n;
        }

        private void skipAll() throws IOException {
            byte[] skipped = left == 0 ? null : new byte[SMALL];
            while (left > 0) {
                read(skipped, 0, skipped.length);
            }
        }
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
