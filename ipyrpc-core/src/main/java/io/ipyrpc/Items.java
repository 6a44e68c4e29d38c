package io.ipyrpc;

import io.ipyrpc.client.ItemReader;
import io.ipyrpc.convert.Converter;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The items of a result, one by one as they arrive, while the function may still run: of a function that returns an
 * iterator, a stream or a list. What a function returns beside lists is one item.
 *
 * <pre>{@code
 * try (Items<Long> numbers = rpc.function("naturals").arg(10).items(Long.class)) {
 *     for (long number : numbers) {
 *         if (number > 1000) {
 *             break;            // the call is cancelled
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A function that gives items faster than they are taken waits for them to be taken; over HTTP for {@code
 * send_timeout} seconds, a setting of the server, after which its caller is taken for gone. Items that were not taken to
 * the end keep a connection and the function: close them. They can be gone through once.
 *
 * <p>For one thread, but for {@link #close}.
 *
 * @param <T> the items' type
 */
public final class Items<T> implements Iterator<T>, Iterable<T>, AutoCloseable {
    private final RemoteCalls calls;
    private final Converter converter;
    private final String function;
    private final ItemReader reader;
    private final CallInFlight inFlight;
    private long count;

    Items(RemoteCalls calls, Converter converter, String function, ItemReader reader, CallInFlight inFlight) {
        this.calls = calls;
        this.converter = converter;
        this.function = function;
        this.reader = reader;
        this.inFlight = inFlight;
    }

    /** The function, and how many of its items were taken. */
    @Override
    public String toString() {
        return "Items of '" + function + "', " + count + " taken";
    }

    private String name() {
        return "item " + count + " of '" + function + "'";
    }

    /**
     * Waits for the next item, or the end.
     *
     * @throws RemoteException if the function failed (or its own exception, as {@link RpcClient#call(String, Object...)});
     *     all items before that were given
     * @throws java.io.UncheckedIOException if the connection broke, or the waiting thread was interrupted (as {@link
     *     RpcClient#call(String, Object...)})
     * @throws IllegalStateException if the items were closed before their end, here or by another thread
     */
    @Override
    public boolean hasNext() {
        return calls.asked(inFlight, connection -> reader.hasNext());
    }

    /**
     * The next item; throws as {@link #hasNext}, and:
     *
     * @throws java.util.NoSuchElementException if there is none
     * @throws ClassCastException if it is not of the type
     */
    @Override
    public T next() {
        Object item = calls.asked(inFlight, connection -> reader.next());
        T converted = RemoteCalls.converted(converter, name(), item);
        count++;
        return converted;
    }

    /** These items themselves: there is one way through. */
    @Override
    public Iterator<T> iterator() {
        return this;
    }

    /** The items as a stream; closing that closes these. */
    public Stream<T> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /** Lets go of the items: a function that still runs is cancelled, as its rules have it. Idempotent. */
    @Override
    public void close() {
        reader.close();
    }
}
