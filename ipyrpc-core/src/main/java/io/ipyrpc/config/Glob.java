package io.ipyrpc.config;

import java.util.Objects;

/** A pattern for whole names: {@code *} is any text, {@code ?} one character. Immutable. */
public final class Glob {
    private final String pattern;

    /**
     * A glob of that pattern.
     *
     * @throws IllegalArgumentException if the pattern is empty
     */
    public Glob(String pattern) {
        if (Objects.requireNonNull(pattern, "pattern").isEmpty()) {
            throw new IllegalArgumentException("a glob must not be empty; '*' matches every function");
        }
        this.pattern = pattern;
    }

    /** How many of its characters stand for themselves: the more, the more it says. */
    public int literals() {
        return (int) pattern.chars().filter(c -> c != '*' && c != '?').count();
    }

    /** Whether the whole name matches. In time by the product of the lengths, whatever the pattern. */
    public boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (wanted == '?' || wanted == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** The pattern. */
    @Override
    public String toString() {
        return pattern;
    }
}
