/**
 * Call Java functions from anywhere, and let them be called: {@link io.ipyrpc.RpcServer} and {@link
 * io.ipyrpc.RpcClient}.
 */
package io.ipyrpc;
