package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.ItemReader;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Converters;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls, and everything else that a client asks its server. Safe for use by any number of threads. */
final class RemoteCalls implements AutoCloseable {
    private final Connection connection;
    private final KnownExceptions exceptions;
    private final FunctionList functions;
    private final OutputListener output;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "ipyrpc-client");
        thread.setDaemon(true);
        return thread;
    });

    RemoteCalls(Connection connection, KnownExceptions exceptions, FunctionList functions, OutputListener output) {
        this.connection = connection;
        this.exceptions = exceptions;
        this.functions = functions;
        this.output = output;
    }

    String address() {
        return connection.address().toString();
    }

    FunctionList functions() {
        return functions;
    }

    OutputListener output() {
        return output;
    }

    /** Something that the server is asked. */
    interface Question<T> {
        T ask(Connection connection) throws IOException;
    }

    /** Asks, and says of a failure what was asked. */
    <T> T asked(String what, Question<T> question) {
        try {
            return question.ask(connection);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        } catch (IOException e) {
            throw new UncheckedIOException(what + ": " + e.getMessage(), e);
        }
    }

    /** Submits and gives the job's id. */
    String submit(String function, Arguments arguments, Map<String, String> fields) {
        try {
            return asked(
                    "submit of '" + function + "'",
                    to -> to.submit(function, functions.find(function), arguments, fields));
        } catch (ConversionException e) {
            throw new IllegalArgumentException(
                    "an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
        }
    }

    <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    <T> T invoke(Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        return invoke(type, function, arguments, fields, exchange -> {});
    }

    private <T> T invoke(
            Class<T> type,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            Consumer<Exchange> opened) {
        Objects.requireNonNull(function, "function");
        Connection.Outcome outcome;
        try {
            outcome =
                    connection.call(function, functions.find(function), arguments, fields, new Replay(output), opened);
        } catch (ConversionException e) {
            throw new IllegalArgumentException(
                    "an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        } catch (IOException e) {
            throw new UncheckedIOException("call of '" + function + "': " + e.getMessage(), e);
        }
        return value(type, function, outcome);
    }

    <T> Items<T> items(Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        Objects.requireNonNull(type, "type");
        try {
            ItemReader reader = asked(
                    "call of '" + function + "'",
                    to -> to.items(function, functions.find(function), arguments, fields, new Replay(output)));
            return new Items<>(this, type, function, reader);
        } catch (ConversionException e) {
            throw new IllegalArgumentException(
                    "an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
        }
    }

    /** The value that came, of the type wanted, or what went wrong thrown. */
    <T> T value(Class<T> type, String of, Connection.Outcome outcome) {
        if (outcome.error() != null) {
            throw exceptions.of(outcome.error(), address());
        }
        return converted(type, "the result of '" + of + "'", outcome.value());
    }

    @SuppressWarnings("unchecked")
    static <T> T converted(Class<T> type, String what, Object value) {
        try {
            // A primitive's converter gives its box, which Class.cast would refuse.
            return (T) Converters.to(type).convert(value);
        } catch (ConversionException e) {
            ClassCastException mismatch = new ClassCastException(what + ": " + e.getMessage());
            mismatch.initCause(e);
            throw mismatch;
        }
    }

    <T> CompletableFuture<T> invokeAsync(
            Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        AtomicReference<Exchange> open = new AtomicReference<>();
        CompletableFuture<T> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                boolean cancelled = super.cancel(mayInterrupt);
                Exchange exchange = open.get();
                if (cancelled && exchange != null) {
                    exchange.close();
                }
                return cancelled;
            }
        };
        Runnable call = () -> {
            try {
                future.complete(invoke(type, function, arguments, fields, exchange -> {
                    open.set(exchange);
                    if (future.isCancelled()) {
                        exchange.close();
                    }
                }));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        };
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(new IllegalStateException("the client is closed", e));
        }
        return future;
    }

    @Override
    public void close() {
        connection.close();
        threads.shutdown();
    }
}
