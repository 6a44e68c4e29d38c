package io.ipyrpc;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.ItemReader;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Converter;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Call;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Calls, and everything else that a client asks its server. Safe for use by any number of threads. */
final class RemoteCalls implements AutoCloseable {
    private final Connection connection;
    private final KnownExceptions exceptions;
    private final FunctionList functions;
    private final RemoteValues values;
    private final OutputListener output;
    /** A thread belongs to no call, not even to that of the function which needed it first. */
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(null, work, "ipyrpc-client", 0, false);
        thread.setDaemon(true);
        return thread;
    });

    RemoteCalls(
            Connection connection,
            KnownExceptions exceptions,
            FunctionList functions,
            RemoteValues values,
            OutputListener output) {
        this.connection = connection;
        this.exceptions = exceptions;
        this.functions = functions;
        this.values = values;
        this.output = output;
    }

    String address() {
        return connection.address().toString();
    }

    FunctionList functions() {
        return functions;
    }

    /** Where output goes unless a call says otherwise. */
    OutputListener output() {
        return output;
    }

    /** What a result of that type is made by. */
    ResultConverter as(Type type) {
        return ResultConverter.to(type, this);
    }

    /** The calls that reach the server of a pointer; throws as {@link RemoteValues#of}. */
    RemoteCalls to(DataPointer pointer) {
        return values.of(pointer, this);
    }

    /** The value of a pointer. */
    Object fetch(DataPointer pointer) {
        return to(pointer)
                .asked(server -> server.fetch(pointer.path(), pointer.secretKey(), Long.MAX_VALUE, exchange -> {}));
    }

    /** Stores a value, and gives the pointer to it. */
    DataPointer put(Object value) {
        try {
            return asked(server -> server.put(value));
        } catch (ConversionException e) {
            throw new IllegalArgumentException("the value cannot be sent: " + e.getMessage(), e);
        }
    }

    /** Whoever names a type of values wants the value, also of a function whose results stay on the server. */
    private static Map<String, String> asking(boolean value, FunctionInfo info, Map<String, String> fields) {
        if (!value || info == null || !info.returnPointer() || fields.containsKey("return")) {
            return fields;
        }
        Map<String, String> more = new HashMap<>(fields);
        more.put("return", "value");
        return more;
    }

    /** Something that the server is asked. */
    interface Question<T> {
        T ask(Connection connection) throws IOException;
    }

    /** Asks; what the server refuses is thrown as what it is. */
    <T> T asked(Question<T> question) {
        try {
            return question.ask(connection);
        } catch (RpcException e) {
            throw exceptions.of(e.error(), address());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** A server that could not be reached, or was lost, may be another one when it is back. */
    private UncheckedIOException lost(IOException e) {
        functions.doubt();
        return new UncheckedIOException(e.getMessage(), e);
    }

    /** Submits and gives the job's id. */
    String submit(String function, Arguments arguments, Map<String, String> fields) {
        FunctionInfo info = functions.find(Objects.requireNonNull(function, "function"));
        try {
            return asked(to -> {
                try {
                    return to.submit(function, info, arguments, fields);
                } catch (RpcException e) {
                    if (!mayBeTakenInAnotherForm(function, info, e.error())) {
                        throw e;
                    }
                    return to.submit(function, functions.find(function), arguments, fields);
                }
            });
        } catch (ConversionException e) {
            throw unsendable(function, e);
        }
    }

    private static IllegalArgumentException unsendable(String function, ConversionException e) {
        return new IllegalArgumentException("an argument of '" + function + "' cannot be sent: " + e.getMessage(), e);
    }

    /** Whether a request that was refused without a job may be sent again, since the function is another one by now. */
    private boolean mayBeTakenInAnotherForm(String function, FunctionInfo info, ErrorRecord refusal) {
        functions.heard(refusal);
        boolean form = refusal.code().equals("unsupported_serializer")
                || refusal.code().equals("not_acceptable");
        return form && functions.differs(function, info);
    }

    <T> T invoke(Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        return invoke(as(type), function, arguments, fields, output);
    }

    /** Calls and waits; the result is what the converter makes of it. */
    <T> T invoke(
            Converter converter,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            OutputListener listener) {
        return invoke(converter, function, arguments, fields, new CallInFlight(listener));
    }

    private <T> T invoke(
            Converter converter,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            CallInFlight inFlight) {
        FunctionInfo info = functions.find(Objects.requireNonNull(function, "function"));
        boolean wantsValue = converter instanceof ResultConverter result && result.wantsValue();
        Map<String, String> asked = asking(wantsValue, info, fields);
        Connection.Outcome outcome = attempt(function, info, arguments, asked, inFlight);
        if (outcome.error() != null) {
            boolean again = outcome.job().isEmpty() && mayBeTakenInAnotherForm(function, info, outcome.error());
            functions.heard(outcome.error());
            outcome = again ? attempt(function, functions.find(function), arguments, asked, inFlight) : outcome;
        }
        return value(converter, function, outcome);
    }

    private Connection.Outcome attempt(
            String function,
            FunctionInfo info,
            Arguments arguments,
            Map<String, String> fields,
            CallInFlight inFlight) {
        try {
            return connection.call(function, info, arguments, fields, inFlight, inFlight::opened);
        } catch (ConversionException e) {
            throw unsendable(function, e);
        } catch (RpcException e) {
            return new Connection.Outcome(null, e.error(), "");
        } catch (IOException e) {
            if (e instanceof InterruptedIOException) {
                cancel(inFlight);
            }
            throw lost(e);
        }
    }

    /** Calls and waits for the first item of the result. */
    <T> Items<T> items(
            Converter converter,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            OutputListener listener) {
        FunctionInfo info = functions.find(Objects.requireNonNull(function, "function"));
        CallInFlight inFlight = new CallInFlight(listener);
        try {
            Map<String, String> value = asking(true, info, fields);
            ItemReader reader = asked(inFlight, to -> {
                try {
                    return to.items(function, info, arguments, value, inFlight);
                } catch (RpcException e) {
                    boolean again = inFlight.job().isEmpty() && mayBeTakenInAnotherForm(function, info, e.error());
                    functions.heard(e.error());
                    if (!again) {
                        throw e;
                    }
                    return to.items(function, functions.find(function), arguments, value, inFlight);
                }
            });
            return new Items<>(this, converter, function, reader, inFlight);
        } catch (ConversionException e) {
            throw unsendable(function, e);
        }
    }

    /** Asks for a call's sake: an interrupt cancels that. */
    <T> T asked(CallInFlight inFlight, Question<T> question) {
        try {
            return asked(question);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                cancel(inFlight);
            }
            throw e;
        }
    }

    /** The value that came, of the type wanted, or what went wrong thrown. */
    <T> T value(Class<T> type, String of, Connection.Outcome outcome) {
        return value(as(type), of, outcome);
    }

    private <T> T value(Converter converter, String of, Connection.Outcome outcome) {
        if (outcome.error() != null) {
            throw exceptions.of(outcome.error(), address());
        }
        return converted(converter, "the result of '" + of + "'", outcome.value());
    }

    @SuppressWarnings("unchecked")
    static <T> T converted(Converter converter, String what, Object value) {
        try {
            // A primitive's converter gives its box, which Class.cast would refuse.
            return (T) converter.convert(value);
        } catch (ConversionException e) {
            ClassCastException mismatch = new ClassCastException(what + ": " + e.getMessage());
            mismatch.initCause(e);
            throw mismatch;
        }
    }

    RuntimeException refused(ErrorRecord error) {
        return exceptions.of(error, address());
    }

    /** Ends a call here, and on the server where that has told the job's id; nothing is waited for. */
    private void cancel(CallInFlight inFlight) {
        inFlight.end();
        String job = inFlight.job();
        if (!job.isEmpty()) {
            background(() -> {
                try {
                    connection.ask(Op.CANCEL, job, Map.of());
                } catch (IOException | RuntimeException e) {
                    // The server hears of it all the same: the connection is closed.
                }
            });
        }
    }

    <T> CompletableFuture<T> invokeAsync(
            Class<T> type, String function, Arguments arguments, Map<String, String> fields) {
        return invokeAsync(as(type), function, arguments, fields, output);
    }

    /** Calls in another thread; cancelling the future cancels the call. */
    <T> CompletableFuture<T> invokeAsync(
            Converter converter,
            String function,
            Arguments arguments,
            Map<String, String> fields,
            OutputListener listener) {
        CallInFlight inFlight = new CallInFlight(listener);
        return inBackground(() -> invoke(converter, function, arguments, fields, inFlight), () -> cancel(inFlight));
    }

    /** Works in another thread; cancelling the future does that too. */
    <T> CompletableFuture<T> inBackground(Supplier<T> work, Runnable onCancel) {
        CompletableFuture<T> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                boolean cancelled = super.cancel(mayInterrupt);
                if (cancelled) {
                    onCancel.run();
                }
                return cancelled;
            }

            @Override
            public String toString() {
                String state = isCancelled()
                        ? "cancelled"
                        : isCompletedExceptionally() ? "failed" : isDone() ? "done: " + getNow(null) : "not done yet";
                return "future (" + state + ")";
            }
        };
        Runnable task = () -> {
            if (!future.isDone()) {
                try {
                    future.complete(work.get());
                } catch (Throwable e) {
                    future.completeExceptionally(e);
                }
            }
        };
        if (!background(task)) {
            future.completeExceptionally(new IllegalStateException("the client of " + address() + " is closed"));
        }
        return future;
    }

    private boolean background(Runnable task) {
        try {
            // What is called inside a function prints to the function's caller.
            threads.execute(Call.wrap(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        connection.close();
        values.close();
        threads.shutdown();
    }
}
