/**
 * For authors of functions: what marks them ({@link io.ipyrpc.function.Rpc}), registers them
 * ({@link io.ipyrpc.function.Functions}, {@link io.ipyrpc.function.FunctionProvider}) and tells them who calls
 * ({@link io.ipyrpc.function.Call}).
 */
package io.ipyrpc.function;
