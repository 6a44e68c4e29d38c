package io.ipyrpc.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who typed a name wrong. */
public final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The known name nearest to the given one, or empty where none is near. */
    public static Optional<String> to(String given, Collection<String> known) {
        int most = Math.max(1, given.length() / 3);
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> Math.abs(name.length() - given.length()) <= most)
                .map(name -> new Candidate(name, distance(given, name)))
                // Of "c" nothing but its length is left in "a": that is no slip.
                .filter(candidate -> candidate.distance <= most
                        && candidate.distance < Math.max(candidate.name.length(), given.length()))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** {@code "; did you mean 'x'?"}, or the known names where none is near, or "" where there are none. */
    public static String hint(String given, Collection<String> known) {
        return to(given, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? ""
                        : "; known: "
                                + String.join(
                                        ", ", known.stream().sorted().limit(20).toList())
                                + (known.size() > 20 ? ", …" : ""));
    }

    private record Candidate(String name, int distance) {}

    /** Edits from one to the other: insert, delete, replace, or swap two neighbours. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
                best = Math.min(best, rows[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
