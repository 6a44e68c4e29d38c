package io.ipyrpc;

import io.ipyrpc.convert.Converter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A function called for each of many inputs, several at once; its results come once, in the order of the inputs, as they
 * are there.
 *
 * <pre>{@code
 * for (Object score : rpc.function("score").map(files)) {
 *     System.out.println(score);
 * }
 * List<Double> scores = rpc.function("score").arg("model", "m3").map(files).as(Double.class).inFlight(16).toList();
 * for (Outcome<Object> outcome : rpc.function("score").map(files).outcomes()) {
 *     System.out.println(outcome);      // failures too
 * }
 * }</pre>
 *
 * <p>Nothing is called before the first result is asked for. Inputs are taken from where they come from as calls get
 * room, by the thread that asks for results, so there may be any number of them; and no more than twice {@link #inFlight}
 * are ahead of the result that is given next. The first failure cancels the calls for later inputs; the results before
 * it are still given, and then it is thrown, its stack trace naming the input. Whoever stops earlier calls {@link #close}
 * (or uses try-with-resources): what is in flight is cancelled, and nothing is waited for. Without it those few calls
 * run to their end, and no more are made.
 *
 * <p>What the calls print goes to the client's listener, one piece at a time, as it comes.
 *
 * <p>For one thread, but for {@link #close}.
 *
 * @param <T> the type of the results
 */
public final class Mapping<T> implements Iterable<T>, AutoCloseable {
    private static final int MOST_IN_FLIGHT = 10_000;

    private final String function;
    private final MapRun.Start start;
    private final Supplier<? extends Iterator<?>> inputs;
    private final Runnable onClose;
    private Converter converter;
    private int inFlight = 8;
    private boolean continues;
    private volatile boolean closed;
    private volatile MapRun run;

    Mapping(String function, MapRun.Start start, Supplier<? extends Iterator<?>> inputs, Runnable onClose) {
        this.function = function;
        this.start = start;
        this.inputs = inputs;
        this.onClose = onClose;
        this.converter = start.as(Object.class);
    }

    /**
     * How many calls are in flight at once at most; 8 by default.
     *
     * @throws IllegalArgumentException if it is not from 1 to 10,000
     * @throws IllegalStateException if results were asked for already
     */
    public Mapping<T> inFlight(int calls) {
        if (calls < 1 || calls > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException("inFlight is " + calls + ", must be from 1 to " + MOST_IN_FLIGHT);
        }
        requireNotBegun();
        inFlight = calls;
        return this;
    }

    /**
     * Converts each result.
     *
     * @param wanted as {@link RpcClient#call(Class, String, Object...)} takes it
     * @throws IllegalArgumentException if no result can become that type
     * @throws IllegalStateException if results were asked for already
     */
    @SuppressWarnings("unchecked")
    public <U> Mapping<U> as(Class<U> wanted) {
        requireNotBegun();
        if (continues) {
            throw new IllegalStateException("as(…) comes before outcomes()");
        }
        converter = start.as(Objects.requireNonNull(wanted, "wanted"));
        return (Mapping<U>) this;
    }

    /**
     * Continues on failure: every input has an outcome, its result or what its call threw.
     *
     * @throws IllegalStateException if results were asked for already
     */
    @SuppressWarnings("unchecked")
    public Mapping<Outcome<T>> outcomes() {
        requireNotBegun();
        if (continues) {
            throw new IllegalStateException("outcomes() was asked for already");
        }
        continues = true;
        return (Mapping<Outcome<T>>) this;
    }

    private void requireNotBegun() {
        if (run != null || closed) {
            throw new IllegalStateException(this + "; it can be changed no more, make another");
        }
    }

    /**
     * Begins to call, and gives the results.
     *
     * @return results in the order of the inputs; {@code next} waits, and throws as {@link RpcClient#call(String,
     *     Object...)} where the call of that input failed
     * @throws IllegalStateException if they were asked for already, or this is closed
     */
    @Override
    @SuppressWarnings("unchecked")
    public Iterator<T> iterator() {
        requireNotBegun();
        MapRun begun = new MapRun(this.function, start, inputs.get(), onClose, converter, inFlight, continues);
        run = begun;
        if (closed) {
            begun.close();
        }
        return (Iterator<T>) begun;
    }

    /** The results as a stream, for one thread; closing it closes this. Throws as {@link #iterator}. */
    public Stream<T> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /** All results. Throws as {@link #iterator}, and the first failure. */
    public List<T> toList() {
        List<T> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /**
     * Cancels what is in flight and takes no more inputs; nothing is waited for. Results that were not given yet are
     * dropped: then {@code hasNext} is false, and a {@code next} that waits throws {@link NoSuchElementException}.
     * Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        MapRun begun = run;
        if (begun != null) {
            begun.close();
        } else {
            onClose.run();
        }
    }

    /** How far it is, and how to get at the results. */
    @Override
    public String toString() {
        String name = "map of '" + function + "': ";
        MapRun begun = run;
        if (begun != null) {
            return name + begun;
        }
        return name
                + (closed ? "closed" : "not begun, " + inFlight + " at once; ask for toList(), stream() or a for loop");
    }
}
