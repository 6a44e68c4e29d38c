package io.ipyrpc.function;

/**
 * A function that takes whatever the caller sends, instead of declared parameters.
 *
 * <pre>{@code
 * server.registerDynamic("count", "Counts its arguments.", arguments -> arguments.positional().size());
 * }</pre>
 */
@FunctionalInterface
public interface DynamicFunction {
    /**
     * Runs the function.
     *
     * @param arguments what the caller sent, not converted
     * @return the result; anything that a function with a signature may return
     * @throws Exception whatever is to reach the caller as the function's own exception
     */
    Object call(Arguments arguments) throws Exception;
}
