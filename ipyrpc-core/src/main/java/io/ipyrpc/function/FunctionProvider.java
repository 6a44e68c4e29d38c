package io.ipyrpc.function;

/**
 * Brings functions to a server: a jar in the plugins folder, or on the class path, names its provider in
 * {@code META-INF/services/io.ipyrpc.function.FunctionProvider}.
 *
 * <pre>{@code
 * public final class MyFunctions implements FunctionProvider {
 *     public void provide(Functions functions) {
 *         functions.register("mean", Stats::mean).register(new MyService());
 *     }
 * }
 * }</pre>
 */
public interface FunctionProvider {
    /** Registers the functions; what it throws stops the server's start. */
    void provide(Functions functions);
}
