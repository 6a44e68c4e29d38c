package io.ipyrpc.spi;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Principal;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides who calls, and whether they may: an auth function. Safe for use by any number of threads; one for the server,
 * whatever the listener.
 *
 * <pre>{@code
 * Verifier onlyReaders = access -> {
 *     if (!"let me in".equals(access.credentials().get("authorization"))) {
 *         throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
 *     }
 *     return new Principal("reader");
 * };
 * server.config(Map.of("*", Map.of("auth", onlyReaders)));
 * }</pre>
 */
@FunctionalInterface
public interface Verifier {
    /**
     * Phase one, before anything of the body is read.
     *
     * @return who it is
     * @throws io.ipyrpc.wire.RpcException with {@code unauthenticated}, {@code forbidden}, {@code rate_limited} or
     *     {@code busy}, to refuse
     */
    Principal verify(Access access);

    /**
     * The SHA-256 in lower-case hex that the credentials claim of the body; a body with another one is refused before
     * anything is queued, stored or run. Empty where they claim nothing.
     */
    default Optional<String> bodyDigest(Access access) {
        return Optional.empty();
    }

    /**
     * Phase two, after the body has arrived and its digest agreed, before anything is queued, stored or run.
     *
     * @param arguments decodes the arguments when it is first asked
     * @throws io.ipyrpc.wire.RpcException with {@code forbidden}, to refuse
     */
    default void authorize(Principal principal, Access access, Supplier<Arguments> arguments) {}
}
