package io.ipyrpc.spi;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Principal;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
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
     * @throws RpcException with {@code unauthenticated}, {@code forbidden}, {@code rate_limited} or
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
     * @throws RpcException with {@code forbidden}, to refuse
     */
    default void authorize(Principal principal, Access access, Supplier<Arguments> arguments) {}

    /**
     * Whether who sent a request may call a function, where the request itself calls none: asked of the function's own
     * verifier, which may be another than the request's, for each function of a list and for a {@code retry}. By default
     * the call is verified as if it had come with these fields and credentials. A verifier of signatures, which hold for
     * the request as it was sent and for once, overrides it.
     *
     * @param sent the request as it was sent
     */
    default boolean mayCall(Access sent, String function) {
        try {
            return verify(new Access(Op.CALL, function, sent.fields(), sent.credentials())) != null;
        } catch (RpcException e) {
            return false;
        }
    }
}
