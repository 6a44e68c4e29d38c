package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.Frame;
import java.io.IOException;
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

    @Override
    public Frame next() throws IOException {
        try {
            return waiting.next();
        } catch (IOException e) {
            if (waiting.isOpen()) {
                throw e;
            }
            InterruptedIOException interrupted = new InterruptedIOException("the waiting thread was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    private final class Waiting extends AbstractInterruptibleChannel {
        Frame next() throws IOException {
            boolean completed = false;
            begin();
            try {
                Frame frame = exchange.next();
                completed = true;
                return frame;
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
