package io.ipyrpc.transport;

import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** One request and the frames of its answer that nobody has read yet, bounded by their bytes. */
final class InProcessExchange implements Exchange {
    private static final long MOST_BYTES = 1 << 20;
    /** What a frame costs beside its data, roughly: many small ones are bounded by it. */
    private static final int OVERHEAD = 256;

    private final URI address;
    private final Request request;
    private final Consumer<InProcessExchange> onClose;
    private final Reply reply = new Answer();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private InProcessListener listener;
    private long bytes;
    /** No frame comes any more, and whether that is as it should be. */
    private boolean ended;

    private boolean cut;
    private boolean closed;
    private boolean handled;

    InProcessExchange(URI address, Request request, Consumer<InProcessExchange> onClose) {
        this.address = address;
        this.request = request;
        this.onClose = onClose;
    }

    Request request() {
        return request;
    }

    Reply reply() {
        return reply;
    }

    @Override
    public Frame next() throws IOException {
        begin();
        synchronized (this) {
            while (frames.isEmpty() && !ended && !closed) {
                await();
            }
            if (closed) {
                throw new IOException("the exchange with " + address + " was closed");
            }
            Frame frame = frames.poll();
            if (frame != null) {
                bytes -= cost(frame);
                notifyAll();
            } else if (cut) {
                throw new DisconnectedException("the answer of " + address + " was cut", true, null);
            }
            return frame;
        }
    }

    private void begin() throws IOException {
        synchronized (this) {
            if (listener != null || closed) {
                return;
            }
            listener = InProcessTransport.at(address);
            if (listener == null) {
                throw new DisconnectedException(
                        "cannot reach " + address + ": nobody listens there in this process", false, null);
            }
        }
        listener.accept(this);
    }

    private void await() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the waiting thread was interrupted");
        }
    }

    private static long cost(Frame frame) {
        return OVERHEAD + frame.data().length();
    }

    /** The handler has returned; its answer may still go on. */
    synchronized void handled() {
        handled = true;
        forgetWhenOver();
    }

    private void forgetWhenOver() {
        if (handled && ended && listener != null) {
            listener.forget(this);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            frames.clear();
            bytes = 0;
            notifyAll();
        }
        onClose.accept(this);
    }

    /** The server's end. */
    private final class Answer implements Reply {
        @Override
        public void send(Frame frame, boolean last) throws IOException {
            synchronized (InProcessExchange.this) {
                // One frame is always taken, however large.
                while (!closed && !ended && bytes > 0 && bytes + cost(frame) > MOST_BYTES) {
                    await();
                }
                if (closed || ended) {
                    ended = true;
                    forgetWhenOver();
                    throw new IOException("the answer at " + address + " is not read any more");
                }
                frames.add(frame);
                bytes += cost(frame);
                ended = last;
                forgetWhenOver();
                InProcessExchange.this.notifyAll();
            }
        }

        @Override
        public void abort() {
            synchronized (InProcessExchange.this) {
                cut |= !ended;
                ended = true;
                forgetWhenOver();
                InProcessExchange.this.notifyAll();
            }
        }
    }
}
