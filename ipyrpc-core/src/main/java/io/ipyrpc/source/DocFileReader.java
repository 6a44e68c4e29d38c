package io.ipyrpc.source;

import java.io.IOException;
import java.util.List;

/** Reads a {@link DocFile}, keeping the number of the line for its complaints. */
final class DocFileReader {
    private final String text;
    private final String className;
    private int at;
    private int line;

    DocFileReader(String text, String className) {
        this.text = text;
        this.className = className;
    }

    DocFile read() throws IOException {
        expect(DocFile.FIRST_LINE);
        expect(DocFile.CLASS + className);
        DocFile file = new DocFile(className, comment());
        while (at < text.length()) {
            String method = next();
            int open = method.indexOf('(');
            int close = method.indexOf(')', open + 1);
            if (!method.startsWith(DocFile.METHOD) || open <= DocFile.METHOD.length() || close < 0) {
                throw malformed("a method or a comment", method);
            }
            String types = method.substring(open + 1, close);
            long count = types.isEmpty()
                    ? 0
                    : 1 + types.chars().filter(c -> c == ',').count();
            String rest = method.substring(close + 1).strip();
            List<String> names = rest.isEmpty() ? List.of() : List.of(rest.split(" "));
            if (count != names.size()) {
                throw malformed(count + " parameter names", method);
            }
            file.methods.put(method.substring(DocFile.METHOD.length(), close + 1), new DocFile.Entry(names, comment()));
        }
        return file;
    }

    private void expect(String wanted) throws IOException {
        String found = next();
        if (!found.equals(wanted)) {
            throw malformed("'" + wanted + "'", found);
        }
    }

    private DocFile.Comment comment() {
        if (at >= text.length() || (text.charAt(at) != '|' && text.charAt(at) != '#')) {
            return null;
        }
        char mark = text.charAt(at);
        StringBuilder raw = new StringBuilder(next().substring(1));
        while (at < text.length() && text.charAt(at) == mark) {
            raw.append('\n').append(next().substring(1));
        }
        return new DocFile.Comment(raw.toString(), mark == '#');
    }

    private String next() {
        line++;
        if (at >= text.length()) {
            return "";
        }
        int end = text.indexOf('\n', at);
        String found = text.substring(at, end < 0 ? text.length() : end);
        at += found.length() + 1;
        return found;
    }

    private IOException malformed(String wanted, String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        return new IOException("line " + line + ": expected " + wanted + " but found '" + shown + "'");
    }
}
