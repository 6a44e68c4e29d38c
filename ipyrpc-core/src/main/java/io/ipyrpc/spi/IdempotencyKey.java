package io.ipyrpc.spi;

import java.util.Objects;

/**
 * By what a submit is known again (§4): a second one with the same key, of the same owner and function, is the same job.
 * Immutable.
 *
 * @param key the caller's: 1 to 255 printable ASCII characters
 * @param digest SHA-256 in hex of all that was submitted; another one under the same key is a conflict
 */
public record IdempotencyKey(String key, String digest) {
    private static final int LONGEST = 255;

    /**
     * Checks the key.
     *
     * @throws IllegalArgumentException if it is empty, too long or not printable
     */
    public IdempotencyKey {
        Objects.requireNonNull(digest, "digest");
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the idempotency key has " + key.length() + " characters, must have 1 to " + LONGEST);
        }
        key.chars().filter(c -> c < ' ' || c > '~').findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    String.format("the idempotency key has the character U+%04X, must be printable ASCII", c));
        });
    }
}
