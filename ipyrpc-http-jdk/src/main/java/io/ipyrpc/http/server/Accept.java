package io.ipyrpc.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header {@code Accept}: what forms of an answer a client takes, and which it likes best (RFC 9110 §12.5.1). */
final class Accept {
    private static final int EXACT = 3;

    private record Range(String type, double quality) {
        /** How exactly the range names a type; 0 = not at all. */
        int fits(String candidate) {
            if (type.equals(candidate)) {
                return EXACT;
            }
            if (type.equals("*/*")) {
                return 1;
            }
            return type.endsWith("/*") && candidate.startsWith(type.substring(0, type.length() - 1)) ? 2 : 0;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    /** Reads the headers of that name; null or empty = anything. */
    Accept(List<String> values) {
        if (values != null) {
            for (String value : values) {
                for (String range : value.split(",")) {
                    add(range.strip());
                }
            }
        }
    }

    private void add(String range) {
        if (range.isEmpty()) {
            return;
        }
        String[] parts = range.split(";");
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                quality = quality(parameter.substring(2).strip());
            }
        }
        ranges.add(new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality));
    }

    /** A weight that is none is as good as absent. */
    private static double quality(String text) {
        boolean number = text.matches("[01](\\.[0-9]{0,3})?");
        return number ? Math.min(1, Double.parseDouble(text)) : 1;
    }

    /** Whether the client said nothing, or that anything will do, before naming a type. */
    boolean isAnything() {
        return ranges.isEmpty()
                || ranges.stream().allMatch(range -> range.type().equals("*/*") && range.quality() > 0);
    }

    /**
     * The candidate that the client likes best; what it likes alike, it names first or, by a wildcard, the server does.
     *
     * @return the candidate, or null if it takes none of them
     */
    String best(Iterable<String> candidates) {
        String best = null;
        double[] bestRank = {0, 0, 0};
        for (String candidate : candidates) {
            double[] rank = rank(candidate);
            if (rank[0] > 0 && (best == null || isBetter(rank, bestRank))) {
                best = candidate;
                bestRank = rank;
            }
        }
        return best;
    }

    private static boolean isBetter(double[] rank, double[] than) {
        for (int i = 0; i < rank.length; i++) {
            if (rank[i] != than[i]) {
                return rank[i] > than[i];
            }
        }
        return false;
    }

    /** Weight, exactness, and how early the range stands that names it most exactly. */
    private double[] rank(String candidate) {
        if (ranges.isEmpty()) {
            return new double[] {1, 1, 0};
        }
        int exactness = 0;
        double[] rank = {0, 0, 0};
        for (int i = 0; i < ranges.size(); i++) {
            int fits = ranges.get(i).fits(candidate);
            if (fits > exactness) {
                exactness = fits;
                rank = new double[] {ranges.get(i).quality(), fits, fits == EXACT ? -i : 0};
            }
        }
        return rank;
    }
}
