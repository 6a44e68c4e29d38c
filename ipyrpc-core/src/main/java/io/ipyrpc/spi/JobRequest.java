package io.ipyrpc.spi;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
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
 * @param notBefore when it may be leased at the earliest, or null for at once
 * @param key by what a second submit of it is known, or null
 */
public record JobRequest(
        String id,
        String function,
        String serializer,
        Slices arguments,
        Map<String, String> options,
        String owner,
        Instant created,
        boolean keep,
        Instant notBefore,
        IdempotencyKey key) {
    /** Checks that what must be there is there. */
    public JobRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(created, "created");
    }

    /** A job that may run at once, without a key. */
    public JobRequest(
            String id,
            String function,
            String serializer,
            Slices arguments,
            Map<String, String> options,
            String owner,
            Instant created,
            boolean keep) {
        this(id, function, serializer, arguments, options, owner, created, keep, null, null);
    }

    /** What is left of the job when it will not run any more: neither arguments nor options nor a time. */
    public JobRequest withoutArguments() {
        return new JobRequest(id, function, serializer, Slices.EMPTY, Map.of(), owner, created, keep, null, key);
    }

    /**
     * What a queue refuses this job with where its key is that of an earlier one with another digest.
     *
     * @param earlier the id of the job that has the key
     * @throws NullPointerException if this job has no key
     */
    public RpcException conflictWith(String earlier) {
        return new RpcException(
                ErrorCode.CONFLICT,
                "idempotency key '" + key.key() + "' of '" + function + "' is that of job " + earlier
                        + ", which was submitted with other arguments or options; use another key for another job");
    }

    /** Id and function, never the arguments. */
    @Override
    public String toString() {
        return id + " " + function;
    }
}
