package io.ipyrpc;

import io.ipyrpc.wire.FunctionInfo;
import java.util.Collection;

/** Descriptions of functions for people: one of them in full, or a table. */
public final class FunctionText {
    private FunctionText() {}

    /** Signature, documentation, parameters and result. */
    public static String help(FunctionInfo info) {
        StringBuilder text = new StringBuilder(info.signature());
        if (!info.doc().isEmpty()) {
            text.append("\n\n").append(info.doc().strip().indent(4).stripTrailing());
        }
        boolean described = info.parameters().stream()
                .anyMatch(parameter -> !parameter.doc().isEmpty());
        if (described) {
            text.append("\n\n    Parameters:");
            int width = info.parameters().stream()
                    .mapToInt(parameter -> parameter.name().length())
                    .max()
                    .orElse(0);
            info.parameters()
                    .forEach(parameter -> text.append("\n      ")
                            .append(padded(parameter.name(), width))
                            .append("  ")
                            .append(parameter.doc()));
        }
        // {@return x} is both: the first sentence says it already.
        if (!info.returnDoc().isEmpty() && !info.doc().contains("Returns " + info.returnDoc())) {
            text.append("\n\n    Returns: ").append(info.returnDoc());
        }
        return text.toString();
    }

    /** A line for each function: its signature and the first sentence of its documentation. */
    public static String table(Collection<FunctionInfo> functions) {
        int width = functions.stream()
                .mapToInt(info -> info.signature().length())
                .filter(length -> length <= 60)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (FunctionInfo info : functions) {
            String summary = info.summary();
            text.append("  ")
                    .append(summary.isEmpty() ? info.signature() : padded(info.signature(), width) + "  " + summary);
            text.append('\n');
        }
        return text.toString().stripTrailing();
    }

    /**
     * The table, each line after a line break, or as many of its lines as there is room for.
     *
     * @param most about how many characters there is room for
     * @param more what stands in the place of the others
     */
    static String shortened(Collection<FunctionInfo> functions, int most, String more) {
        if (functions.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String line : table(functions).split("\n")) {
            if (text.length() + line.length() >= most) {
                return text + more;
            }
            text.append('\n').append(line);
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
