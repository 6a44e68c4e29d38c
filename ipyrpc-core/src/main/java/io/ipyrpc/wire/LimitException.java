package io.ipyrpc.wire;

/**
 * Text that passes one of the {@link Limits}, which the message names: the {@link ErrorCode#TOO_LARGE} among the errors
 * of {@link Json#parse(String, Limits) Json.parse}.
 *
 * <pre>{@code
 * try {
 *     return Json.parse(text, limits);
 * } catch (LimitException e) {
 *     throw new RpcException(ErrorCode.TOO_LARGE, e.getMessage());
 * } catch (IllegalArgumentException e) {
 *     throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
 * }
 * }</pre>
 */
public final class LimitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    LimitException(String message) {
        super(message);
    }
}
