package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.Frame;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * An exchange that is closed by an interrupt of the thread that waits for it. Sockets know no interrupts, and a thread
 * that watched would cost a small call more than the call; Java tells a channel's owner for nothing.
 */
final class InterruptibleExchange implements Exchange {
    private final Exchange exchange;
    private final Waiting waiting = new Waiting();

    InterruptibleExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Something that waits for the server. */
    private interface Step<T> {
        T take() throws IOException;
    }

    @Override
    public Frame next() throws IOException {
        return awaited(exchange::next);
    }

    @Override
    public Frame nextHead() throws IOException {
        return awaited(exchange::nextHead);
    }

    @Override
    public InputStream rest() {
        return new FilterInputStream(exchange.rest()) {
            @Override
            public int read() throws IOException {
                return awaited(super::read);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return awaited(() -> super.read(target, offset, length));
            }
        };
    }

    @Override
    public void close() {
        exchange.close();
    }

    private <T> T awaited(Step<T> step) throws IOException {
        try {
            return waiting.forStep(step);
        } catch (IOException e) {
            // What waits without a socket may hear of the interrupt by itself, before the channel does.
            boolean heard = e instanceof InterruptedIOException
                    && Thread.currentThread().isInterrupted();
            if (waiting.isOpen() && !heard) {
                throw e;
            }
            InterruptedIOException interrupted = new InterruptedIOException("the waiting thread was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private final class Waiting extends AbstractInterruptibleChannel {
        <T> T forStep(Step<T> step) throws IOException {
            boolean completed = false;
            begin();
            try {
                T taken = step.take();
                completed = true;
                return taken;
            } finally {
                end(completed);
            }
        }

        /** Called by an interrupt alone. */
        @Override
        protected void implCloseChannel() {
            exchange.close();
        }
    }
}
