package io.ipyrpc.spi;

import io.ipyrpc.wire.Op;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request, whatever carries it (§4): an operation, its target, its fields, who asks, and a body.
 *
 * @param op the operation
 * @param target what it is about, or ""
 * @param fields the fields of §4 that are present, by their wire names
 * @param credentials what the caller showed to be known by, as the transport found it; empty = nothing
 * @param body the body
 * @param answerIn the serializer that the transport needs the value in, whatever the fields say (a plain HTTP answer is
 *     JSON), or null
 */
public record Request(
        Op op, String target, Map<String, String> fields, Map<String, String> credentials, Body body, String answerIn) {

    /** Copies the maps. */
    public Request {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(body, "body");
        fields = Map.copyOf(fields);
        credentials = Map.copyOf(credentials);
    }

    /** A request without credentials. */
    public Request(Op op, String target, Map<String, String> fields, Body body) {
        this(op, target, fields, Map.of(), body, null);
    }

    /** A field's value, or empty where the caller left it out. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether asking twice does no more than asking once, so that it may be sent again where its answer was lost. */
    public boolean isRepeatable() {
        boolean once = op == Op.CALL || op == Op.RETRY || op == Op.PUT || op == Op.RELEASE;
        return op == Op.SUBMIT ? fields.containsKey("idempotency_key") : !once;
    }

    /** Operation and target, never fields, credentials or body: they may hold secrets. */
    @Override
    public String toString() {
        return target.isEmpty() ? op.wireName() : op + " " + target;
    }
}
