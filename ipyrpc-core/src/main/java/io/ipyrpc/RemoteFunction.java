package io.ipyrpc;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.JobStatus;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.BaseStream;

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

    /** Begins a call, to be put together: {@code function.with().timeout(limit).call()}. */
    public Invocation with() {
        return new Invocation(calls, info.name());
    }

    /** Begins a call with a positional argument. */
    public Invocation arg(Object value) {
        return with().arg(value);
    }

    /** Begins a call with a keyword argument. */
    public Invocation arg(String name, Object value) {
        return with().arg(name, value);
    }

    /** Begins a call that may take so long on the server; throws as {@link Invocation#timeout}. */
    public Invocation timeout(Duration limit) {
        return with().timeout(limit);
    }

    /** Begins a call whose output goes there; see {@link Invocation#output}. */
    public Invocation output(OutputListener listener) {
        return with().output(listener);
    }

    /** Begins a call that tells how far it is; see {@link Invocation#onProgress}. */
    public Invocation onProgress(Consumer<JobStatus.Progress> listener) {
        return with().onProgress(listener);
    }

    /** Calls for each of many inputs, several at once; see {@link Mapping}. */
    public Mapping<Object> map(Iterable<?> inputs) {
        return with().map(inputs);
    }

    /** Calls for each of many inputs, which may have no end. */
    public Mapping<Object> map(Iterator<?> inputs) {
        return with().map(inputs);
    }

    /** Calls for each element of a stream, {@code IntStream.range(0, 100)} too; it is closed at the end. */
    public Mapping<Object> map(BaseStream<?, ?> inputs) {
        return with().map(inputs);
    }

    /** Calls with positional arguments; throws as {@link RpcClient#call(String, Object...)}. */
    public Object call(Object... arguments) {
        return calls.invoke(Object.class, info.name(), Arguments.of(arguments), Map.of());
    }

    /** Calls with positional arguments and gives the items of the result as they arrive, as {@link Invocation#items()}. */
    public Items<Object> items(Object... arguments) {
        return calls.items(calls.as(Object.class), info.name(), Arguments.of(arguments), Map.of(), calls.output());
    }

    /** Calls with positional arguments and leaves the result on the server; throws as {@link Invocation#pointer}. */
    public RemoteValue pointer(Object... arguments) {
        return calls.invoke(RemoteValue.class, info.name(), Arguments.of(arguments), Map.of("return", "pointer"));
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
