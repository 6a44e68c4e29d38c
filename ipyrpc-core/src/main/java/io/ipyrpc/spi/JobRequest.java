package io.ipyrpc.spi;

import io.ipyrpc.wire.Slices;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A job as it is submitted: everything a worker needs, as bytes and text.
 *
 * @param id 128 random bits in hex
 * @param function the function's name
 * @param serializer the serializer of the arguments
 * @param arguments the serialized arguments
 * @param options what the caller asked, by the wire names of the fields (§4)
 * @param owner the principal that submitted it, or null where there is no authentication
 * @param created when it was submitted
 * @param keep whether result and output are kept after the end (a {@code submit}), or only a status (a {@code call})
 */
public record JobRequest(
        String id,
        String function,
        String serializer,
        Slices arguments,
        Map<String, String> options,
        String owner,
        Instant created,
        boolean keep) {
    /** Checks that what must be there is there. */
    public JobRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(created, "created");
    }

    /** Id and function, never the arguments. */
    @Override
    public String toString() {
        return id + " " + function;
    }
}
