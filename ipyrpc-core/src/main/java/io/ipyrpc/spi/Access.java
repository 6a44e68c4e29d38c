package io.ipyrpc.spi;

import io.ipyrpc.wire.Op;
import java.util.Map;
import java.util.Objects;

/**
 * What a caller wants, as a {@link Verifier} sees it.
 *
 * @param op the operation
 * @param target the function's name, the job's id, the pointer's path, or ""
 * @param fields the fields of the request, by their wire names
 * @param credentials what the caller showed, by the transport's names in lower case (HTTP: {@code authorization} and
 *     {@code host})
 */
public record Access(Op op, String target, Map<String, String> fields, Map<String, String> credentials) {
    /** Checks that all are there. */
    public Access {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** Operation and target, never the credentials. */
    @Override
    public String toString() {
        return op + " " + target;
    }
}
