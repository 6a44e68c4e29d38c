package io.ipyrpc;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.FunctionInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A function of a server, with its signature and documentation; {@code toString} shows both. Immutable and safe for use
 * by any number of threads.
 */
public final class RemoteFunction {
    private final RemoteCalls calls;
    private final FunctionInfo info;

    RemoteFunction(RemoteCalls calls, FunctionInfo info) {
        this.calls = calls;
        this.info = info;
    }

    /** The name that it is called by. */
    public String name() {
        return info.name();
    }

    /** Everything that the server told of it. */
    public FunctionInfo info() {
        return info;
    }

    /** Begins a call with a positional argument. */
    public Invocation arg(Object value) {
        return new Invocation(calls, info.name()).arg(value);
    }

    /** Begins a call with a keyword argument. */
    public Invocation arg(String name, Object value) {
        return new Invocation(calls, info.name()).arg(name, value);
    }

    /** Begins a call that may take so long on the server; throws as {@link Invocation#timeout}. */
    public Invocation timeout(Duration limit) {
        return new Invocation(calls, info.name()).timeout(limit);
    }

    /** Calls with positional arguments; throws as {@link RpcClient#call(String, Object...)}. */
    public Object call(Object... arguments) {
        return calls.invoke(Object.class, info.name(), Arguments.of(arguments), Map.of());
    }

    /** Calls with positional arguments and gives the items of the result as they arrive, as {@link Invocation#items()}. */
    public Items<Object> items(Object... arguments) {
        return calls.items(Object.class, info.name(), Arguments.of(arguments), Map.of());
    }

    /** Submits a call with positional arguments; throws as {@link Invocation#submit}. */
    public Job submit(Object... arguments) {
        return new RemoteJobs(calls).of(calls.submit(info.name(), Arguments.of(arguments), Map.of()));
    }

    /** Calls with positional arguments in another thread. */
    public CompletableFuture<Object> callAsync(Object... arguments) {
        return calls.invokeAsync(Object.class, info.name(), Arguments.of(arguments), Map.of());
    }

    /** Signature, documentation and parameters, as a person reads them. */
    @Override
    public String toString() {
        return FunctionText.help(info);
    }
}
