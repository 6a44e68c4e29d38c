package io.ipyrpc.data;

import java.util.ArrayList;
import java.util.List;

/** What to say when there is no column of a name. */
final class Nearest {
    private static final int MOST_LISTED = 20;
    private static final int LONGEST = 64;

    private Nearest() {}

    static String message(String label, Index labels) {
        List<String> known = new ArrayList<>();
        String nearest = null;
        int best = Math.max(2, label.length() / 3) + 1;
        for (long i = 0; i < labels.size(); i++) {
            String name = PandasText.label(labels, i);
            known.add(name);
            int distance = distance(label, name);
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        String more = known.size() > MOST_LISTED ? ", … (" + known.size() + " in all)" : "";
        return "no column '" + label + "'" + (nearest == null ? "" : "; did you mean '" + nearest + "'?")
                + (nearest == null ? "; columns: " : " columns: ")
                + String.join(", ", known.subList(0, Math.min(MOST_LISTED, known.size()))) + more;
    }

    /** The number of letters to change, add or drop; of long names it is not worth knowing. */
    private static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
