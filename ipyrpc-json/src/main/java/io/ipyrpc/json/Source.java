package io.ipyrpc.json;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import tools.jackson.core.JsonToken;

/**
 * Where decoders take tokens from: the body as it arrives, or a tree of values that had to be kept because its members
 * came in another order. One decoder serves both.
 */
abstract class Source {
    final Limits limits;

    /** The token that next() came to; null at the end. */
    JsonToken token;

    Source(Limits limits) {
        this.limits = limits;
    }

    /** Goes on by one token; null after the last. */
    abstract JsonToken next();

    /** The name or text that the token is. */
    abstract String text();

    /** The number that the token is: Long or BigInteger without a fraction or exponent, else a finite Double. */
    abstract Number number();

    /** The number that the token is, as a finite double. */
    abstract double float64();

    /** The number that the token is, rounded once to a finite float. */
    abstract float float32();

    /** The value that the token begins, kept as it is; then the token is its last. */
    abstract Object tree();

    /** Whether the members of objects come in their best order already. */
    abstract boolean isTree();

    /** How many bytes of the body have come. */
    abstract long arrived();

    /** How many bytes of memory the arrays of the body have taken. */
    abstract long taken();

    /** An array of the body takes so much more. */
    abstract void take(long bytes);

    /** Where the token stands, as people count. */
    abstract String position();

    final boolean at(JsonToken wanted) {
        return token == wanted;
    }

    final boolean atNumber() {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    /** A value that is not what it says it is. */
    final RpcException bad(String what) {
        return new RpcException(ErrorCode.BAD_REQUEST, position() + ": " + what);
    }

    /** Something that passes a limit. */
    final RpcException tooLarge(String what) {
        return new RpcException(ErrorCode.TOO_LARGE, position() + ": " + what);
    }

    /** Called on entry to a list or dict that stands in {@code depth} others. */
    final void enter(int depth) {
        if (depth >= limits.maxDepth()) {
            throw tooLarge("nested deeper than max_depth " + limits.maxDepth());
        }
    }

    /** The token in words, for messages. */
    final String shown() {
        if (token == null) {
            return "the end";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_ARRAY, END_OBJECT -> "the end";
            case VALUE_STRING, PROPERTY_NAME -> Shown.text(text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Shown.cut(text());
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default -> "null";
        };
    }
}
