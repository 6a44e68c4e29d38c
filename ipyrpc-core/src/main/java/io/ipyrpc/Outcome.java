package io.ipyrpc;

import io.ipyrpc.convert.Shown;

/**
 * What came of one input of a {@link Mapping} that continues on failure.
 *
 * @param index which input it was, from 0
 * @param input the input
 * @param result the function's result, or null where it failed
 * @param failure what the call threw, or null where it did not
 * @param <T> the type of the result
 */
public record Outcome<T>(long index, Object input, T result, RuntimeException failure) {
    /** Whether there is a result. */
    public boolean isSuccess() {
        return failure == null;
    }

    /** The result; where the call failed, that failure is thrown. */
    public T get() {
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    /** One line for people, such as {@code 3 (-1): java.lang.IllegalArgumentException: below zero}. */
    @Override
    public String toString() {
        return index + " (" + Shown.value(input) + "): " + (failure == null ? Shown.value(result) : failure);
    }
}
