package io.ipyrpc.function;

import java.util.Objects;

/**
 * Who calls, as an authenticator found out.
 *
 * @param name the name by which jobs, output and pointers are owned
 */
public record Principal(String name) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Principal {
        if (Objects.requireNonNull(name, "name").isEmpty()) {
            throw new IllegalArgumentException("a principal needs a name");
        }
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
