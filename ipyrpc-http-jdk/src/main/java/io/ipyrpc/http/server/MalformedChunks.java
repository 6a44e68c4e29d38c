package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;

/**
 * What the JDK's stream of chunks throws at a body that is no such thing. By their messages alone its exceptions can be
 * told from those of a connection that broke; what is not known here passes for the latter.
 */
final class MalformedChunks {
    /** What an exception costs, in bytes read. */
    static final int COST = 64;

    /**
     * So the JDK's stream calls a trailer too; and a connection that ended just between a chunk's data and the line break
     * behind it, of which nothing else tells. Then nobody hears the answer.
     */
    private static final String END = "invalid chunk end";

    private MalformedChunks() {}

    /** What to answer, or null where the client is gone. */
    static RpcException refusal(Exception thrown) {
        if (thrown instanceof IndexOutOfBoundsException) {
            // It counts a chunk's bytes by an int, which has become negative.
            return new RpcException(
                    ErrorCode.TOO_LARGE, "the body has a chunk of more than " + Integer.MAX_VALUE + " bytes");
        }
        String message = String.valueOf(thrown.getMessage());
        if (!message.startsWith("invalid chunk")) {
            return null;
        }
        return new RpcException(
                ErrorCode.BAD_REQUEST,
                "the body's chunks are malformed: " + message
                        + (message.equals(END) ? "; trailers are not taken" : ""));
    }
}
