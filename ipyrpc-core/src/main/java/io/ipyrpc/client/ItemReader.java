package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The items of a result as they arrive, while the function may still run. For one thread, but for {@link #close}. */
public final class ItemReader implements AutoCloseable {
    private final Connection connection;
    private final Request request;
    private final Exchange exchange;
    private final Answer answer;
    private final ResultStream stream;
    private final Iterator<Object> items;
    private boolean ended;
    private volatile boolean closed;

    private ItemReader(Connection connection, Request request, Exchange exchange, Answer answer, ResultStream stream)
            throws IOException {
        this.connection = connection;
        this.request = request;
        this.exchange = exchange;
        this.answer = answer;
        this.stream = stream;
        this.items = reading(() -> connection.reader(stream).items());
    }

    /** Waits for the first piece of a result; the exchange is closed where none comes. */
    static ItemReader open(Connection connection, Request request, Exchange exchange, Answer answer)
            throws IOException {
        boolean open = false;
        try {
            ResultStream stream = connection.result(answer);
            if (stream == null) {
                throw new RpcException(answer.error());
            }
            ItemReader reader = new ItemReader(connection, request, exchange, answer, stream);
            open = true;
            return reader;
        } catch (IOException e) {
            throw new Attempts(connection, request).told(e, answer.job());
        } finally {
            if (!open) {
                exchange.close();
            }
        }
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T reading(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IOException | UncheckedIOException e) {
            requireOpen();
            throw e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
        } catch (RpcException e) {
            stream.drain();
            throwError();
            throw connection.unreadable(e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the items were closed before their end");
        }
    }

    private void throwError() {
        if (answer.error() != null) {
            throw new RpcException(answer.error());
        }
    }

    /**
     * Waits for the next item, or the end.
     *
     * @throws IllegalStateException if they were closed before the end
     * @throws RpcException if the function failed, after all items before that
     * @throws IOException if the connection broke, or the items cannot be understood
     */
    public boolean hasNext() throws IOException {
        if (ended) {
            return false;
        }
        requireOpen();
        boolean more = false;
        try {
            more = reading(items::hasNext);
            if (!more) {
                stream.drain();
                throwError();
            }
            return more;
        } catch (IOException e) {
            throw told(e);
        } finally {
            if (!more) {
                ended = true;
                exchange.close();
            }
        }
    }

    /**
     * The next item, as the serializer gave it.
     *
     * @throws NoSuchElementException if there is none
     * @throws RpcException as {@link #hasNext}
     * @throws IOException as {@link #hasNext}
     */
    public Object next() throws IOException {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more items");
        }
        try {
            return reading(items::next);
        } catch (IOException e) {
            throw told(e);
        }
    }

    private IOException told(IOException e) {
        return new Attempts(connection, request).told(e, answer.job());
    }

    /** Ends the exchange, and with it a call that has not ended. Idempotent. */
    @Override
    public void close() {
        closed = true;
        exchange.close();
    }
}
