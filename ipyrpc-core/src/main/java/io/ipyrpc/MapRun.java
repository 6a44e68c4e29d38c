package io.ipyrpc;

import io.ipyrpc.convert.Converter;
import io.ipyrpc.convert.Shown;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/** The results of a {@link Mapping} that was begun. For one thread, but for {@link #close}. */
final class MapRun implements Iterator<Object>, AutoCloseable {
    /** Begins the call for one input, and what goes with it. */
    interface Start {
        CompletableFuture<?> call(Converter result, Object input);

        Converter as(Class<?> type);

        String address();
    }

    /** An input whose result was not given yet; guarded by the run. */
    private static final class Item {
        private final long index;
        private final Object input;
        private CompletableFuture<?> call;
        private Object result;
        private Throwable failure;
        private boolean done;

        Item(long index, Object input) {
            this.index = index;
            this.input = input;
        }
    }

    private final String function;
    private final Start start;
    private final Iterator<?> inputs;
    private final Runnable onClose;
    private final Converter converter;
    private final int most;
    private final boolean continues;
    /** The items whose results are still to be given, in order. */
    private final ArrayDeque<Item> window = new ArrayDeque<>();

    private long taken;
    private long given;
    private int running;
    /** The first input that failed: nothing after it counts. */
    private long failedAt = Long.MAX_VALUE;

    private boolean exhausted;
    private boolean closed;

    MapRun(
            String function,
            Start start,
            Iterator<?> inputs,
            Runnable onClose,
            Converter converter,
            int most,
            boolean continues) {
        this.function = function;
        this.start = start;
        this.inputs = inputs;
        this.onClose = onClose;
        this.converter = converter;
        this.most = most;
        this.continues = continues;
    }

    @Override
    public boolean hasNext() {
        fill();
        synchronized (this) {
            return !window.isEmpty();
        }
    }

    @Override
    public Object next() {
        Item item = awaitFirst();
        if (continues) {
            RuntimeException failure = item.failure == null ? null : located(item);
            return new Outcome<>(item.index, item.input, item.result, failure);
        }
        if (item.failure != null) {
            close();
            throw located(item);
        }
        return item.result;
    }

    private Item awaitFirst() {
        while (true) {
            fill();
            synchronized (this) {
                Item first = window.peek();
                if (first == null) {
                    throw new NoSuchElementException(Mapping.class.getSimpleName() + " of '" + function + "': " + this);
                }
                if (first.done) {
                    given++;
                    return window.poll();
                }
                if (!hasRoom()) {
                    await();
                }
            }
        }
    }

    /** Room for another call, with an input to be had for it. Results that wait to be given take room too. */
    private boolean hasRoom() {
        return !closed && !exhausted && failedAt == Long.MAX_VALUE && running < most && window.size() < 2L * most;
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            String message = "map of '" + function + "': the waiting thread was interrupted; its calls are cancelled";
            throw new UncheckedIOException(message, new InterruptedIOException(message));
        }
    }

    /** Takes inputs while there is room, and not under the lock: where they come from may take its time. */
    private void fill() {
        try {
            while (true) {
                synchronized (this) {
                    if (!hasRoom()) {
                        return;
                    }
                }
                if (!inputs.hasNext()) {
                    synchronized (this) {
                        exhausted = true;
                    }
                    onClose.run();
                    return;
                }
                begin(inputs.next());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void begin(Object input) {
        Item item;
        synchronized (this) {
            item = new Item(taken++, input);
            window.add(item);
            running++;
        }
        CompletableFuture<?> call;
        try {
            call = start.call(converter, input);
        } catch (RuntimeException e) {
            call = CompletableFuture.failedFuture(e);
        }
        boolean late;
        synchronized (this) {
            item.call = call;
            late = closed || item.index > failedAt;
        }
        call.whenComplete((result, failure) -> ended(item, result, failure));
        if (late) {
            call.cancel(true);
        }
    }

    private void ended(Item item, Object result, Throwable failure) {
        List<Item> dropped = List.of();
        synchronized (this) {
            running--;
            item.done = true;
            item.result = result;
            item.failure = failure;
            if (failure != null && !continues && item.index < failedAt) {
                failedAt = item.index;
                dropped = drop(item.index);
            }
            notifyAll();
        }
        cancel(dropped);
    }

    /** Takes the items after that one out of the window. */
    private List<Item> drop(long after) {
        List<Item> dropped = new ArrayList<>();
        while (!window.isEmpty() && window.peekLast().index > after) {
            dropped.add(window.pollLast());
        }
        return dropped;
    }

    private static void cancel(List<Item> items) {
        for (Item item : items) {
            CompletableFuture<?> call = item.call;
            if (call != null) {
                call.cancel(true);
            }
        }
    }

    /** The failure, its stack trace leading from whoever asked for the result over the input to the server. */
    private RuntimeException located(Item item) {
        RuntimeException failure =
                item.failure instanceof RuntimeException e ? e : new IllegalStateException(item.failure);
        Throwable told = failure instanceof RemoteException ? failure : failure.getCause();
        StackTraceElement input = new StackTraceElement(
                "map of '" + function + "'",
                "input " + item.index,
                Shown.value(item.input).replaceAll("\\p{Cntrl}+", " "),
                -1);
        List<StackTraceElement> frames = new ArrayList<>(List.of(input));
        frames.addAll(Arrays.asList(new Throwable().getStackTrace()));
        StackTraceElement[] local = frames.toArray(StackTraceElement[]::new);
        failure.setStackTrace(
                told instanceof RemoteException remote
                        ? RemoteException.joined(local, remote.error(), start.address())
                        : local);
        return failure;
    }

    @Override
    public void close() {
        List<Item> dropped;
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
            dropped = drop(-1);
            notifyAll();
        }
        cancel(dropped);
        if (first) {
            onClose.run();
        }
    }

    @Override
    public synchronized String toString() {
        String state = closed ? "closed" : exhausted && window.isEmpty() ? "ended" : running + " in flight";
        return given + (given == 1 ? " result given, " : " results given, ") + state;
    }
}
