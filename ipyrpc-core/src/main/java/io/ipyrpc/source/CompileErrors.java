package io.ipyrpc.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileObject;

/** Gathers the first errors of one compilation as {@code Demo.java:12:9: cannot find symbol}, with the line and a caret. */
final class CompileErrors implements DiagnosticListener<JavaFileObject> {
    private static final int MAX_ERRORS = 10;
    private static final int MAX_LINE = 160;

    private final SourceFile source;
    private final List<String> errors = new ArrayList<>();
    private int count;

    CompileErrors(SourceFile source) {
        this.source = source;
    }

    @Override
    public void report(Diagnostic<? extends JavaFileObject> diagnostic) {
        if (diagnostic.getKind() == Diagnostic.Kind.ERROR && ++count <= MAX_ERRORS) {
            errors.add(describe(diagnostic));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    @Override
    public String toString() {
        String more = count > MAX_ERRORS ? "\nand " + (count - MAX_ERRORS) + " more" : "";
        return String.join("\n", errors) + more;
    }

    private String describe(Diagnostic<?> diagnostic) {
        String message = message(diagnostic);
        String name = source.path.getFileName().toString();
        long position = diagnostic.getPosition();
        if (position < 0 || position > source.text.length()) {
            return name + ": " + message;
        }
        int at = (int) position;
        int start = at;
        while (start > 0 && !isLineEnd(source.text.charAt(start - 1))) {
            start--;
        }
        int end = at;
        while (end < source.text.length() && !isLineEnd(source.text.charAt(end))) {
            end++;
        }
        String place = name + ":" + diagnostic.getLineNumber() + ":" + (at - start + 1) + ": ";
        // Of a very long line only the surroundings of the error are shown.
        start = Math.max(start, at - MAX_LINE / 2);
        end = Math.min(end, start + MAX_LINE);
        String indent = source.text.substring(start, at).replaceAll("[^\t]", " ");
        return place + message + "\n" + source.text.substring(start, end) + "\n" + indent + "^";
    }

    /** javac's first line, and its further ones as {@code symbol: class Foo; location: class Demo}. */
    private static String message(Diagnostic<?> diagnostic) {
        List<String> lines = diagnostic
                .getMessage(Locale.ENGLISH)
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toList());
        if (lines.size() < 2) {
            return String.join("", lines);
        }
        String first = lines.get(0);
        String colon = first.endsWith(":") || first.endsWith(";") ? " " : ": ";
        return first + colon + String.join("; ", lines.subList(1, lines.size()));
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
