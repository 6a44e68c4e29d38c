package io.ipyrpc.transport;

import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A name that is listened at, and what runs for it: a thread for each exchange. */
final class InProcessListener implements Listener {
    private static final System.Logger LOG = System.getLogger(InProcessListener.class.getName());
    private static final long GRACE_MILLIS = 100;
    private static final long STOP_MILLIS = 3_000;

    private final URI address;
    private final RequestHandler handler;
    private final BiConsumer<String, InProcessListener> onClose;
    /** The exchanges whose handler runs or whose answer has not ended, by the thread of the handler. */
    private final Map<InProcessExchange, Thread> open = new ConcurrentHashMap<>();

    private boolean closed;

    InProcessListener(URI address, RequestHandler handler, BiConsumer<String, InProcessListener> onClose) {
        this.address = address;
        this.handler = handler;
        this.onClose = onClose;
    }

    @Override
    public URI address() {
        return address;
    }

    /** How many exchanges are open: there is no other connection. */
    @Override
    public OptionalLong connections() {
        return OptionalLong.of(open.size());
    }

    /** Begins to handle an exchange, in a thread of its own that inherits no call from whoever asks. */
    synchronized void accept(InProcessExchange exchange) throws IOException {
        if (closed) {
            throw new DisconnectedException(address + ": nobody listens there any more", false, null);
        }
        Thread thread = new Thread(null, () -> run(exchange), "ipyrpc-inproc", 0, false);
        thread.setDaemon(true);
        open.put(exchange, thread);
        thread.start();
    }

    private void run(InProcessExchange exchange) {
        try {
            handler.handle(exchange.request(), exchange.reply());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, exchange.request() + " failed in its handler", e);
            exchange.reply().abort();
        } finally {
            exchange.handled();
        }
    }

    void forget(InProcessExchange exchange) {
        open.remove(exchange);
    }

    @Override
    public void close() {
        Map<InProcessExchange, Thread> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(open);
        }
        onClose.accept(address.getAuthority(), this);
        left.keySet().forEach(exchange -> exchange.reply().abort());
        // Whoever is about to end does so; who waits for something else is interrupted.
        join(left.values(), GRACE_MILLIS);
        left.values().forEach(Thread::interrupt);
        long running = join(left.values(), STOP_MILLIS);
        if (running > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    running + " requests at " + address + " still run " + STOP_MILLIS
                            + " ms after they were interrupted; their threads are daemons and are left behind");
        }
    }

    /** Waits for threads to end, and gives how many have not. */
    private static long join(Collection<Thread> threads, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (thread != Thread.currentThread() && left > 0) {
                    thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream()
                .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
                .count();
    }
}
