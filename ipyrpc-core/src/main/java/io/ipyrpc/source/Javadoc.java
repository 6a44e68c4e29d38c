package io.ipyrpc.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A documentation comment as plain text: the description, its parameters and its result.
 *
 * <p>Takes any text, in time that grows with its length alone; text that is not well-formed stays as it is.
 *
 * @param text the description, with the exceptions as last lines {@code Throws X: text}, and what to
 *     use in its place where it is deprecated
 * @param parameters the text of each {@code @param}, by name, in their order, each one line
 * @param returns the text of {@code @return}, one line, or {@code ""}
 */
record Javadoc(String text, Map<String, String> parameters, String returns) {
    static final int MAX_CHARS = 1 << 20;

    /** Reads a raw comment, of which no more than the first 1,048,576 characters count. */
    static Javadoc parse(String raw, boolean markdown) {
        return new Parser(raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw, markdown).parse();
    }

    /** Splits a comment at its block tags: a line that begins with {@code @name} outside of all inline tags. */
    private static final class Parser {
        private final String raw;
        private final boolean markdown;
        private final CommentText comment;
        private final StringBuilder exceptions = new StringBuilder();
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private String text = "";
        private String returns = "";
        private String deprecated = "";

        Parser(String raw, boolean markdown) {
            this.raw = raw;
            this.markdown = markdown;
            this.comment = new CommentText(raw, markdown);
        }

        Javadoc parse() {
            int start = 0;
            boolean lineStart = true;
            boolean fenced = false;
            for (int i = 0; i < raw.length(); i++) {
                char c = raw.charAt(i);
                if (c == '@' && lineStart && !fenced && isLetter(i + 1)) {
                    block(start, i);
                    start = i;
                } else if (c == '{') {
                    i = Math.max(i, comment.inlineEnd(i, raw.length()));
                } else if (markdown && lineStart && (raw.startsWith("```", i) || raw.startsWith("~~~", i))) {
                    fenced = !fenced;
                }
                lineStart = c == '\n' || (lineStart && Character.isWhitespace(c));
            }
            block(start, raw.length());
            if (exceptions.length() > 0) {
                text += (text.isEmpty() ? "" : "\n\n") + exceptions.toString().strip();
            }
            if (!deprecated.isEmpty()) {
                text += (text.isEmpty() ? "" : "\n\n") + deprecated;
            }
            return new Javadoc(text, Collections.unmodifiableMap(parameters), returns);
        }

        private void block(int from, int to) {
            if (from == 0 && !(to > 0 && raw.charAt(0) == '@' && isLetter(1))) {
                text = comment.render(0, to, true);
                returns = oneLine(comment.inlineReturn());
                return;
            }
            int name = wordEnd(from, to);
            switch (raw.substring(from, name)) {
                case "@return" -> returns = oneLine(comment.render(name, to, false));
                case "@param" -> {
                    int word = wordStart(name, to);
                    int end = wordEnd(word, to);
                    if (end > word && raw.charAt(word) != '<') {
                        parameters.putIfAbsent(raw.substring(word, end), oneLine(comment.render(end, to, false)));
                    }
                }
                case "@throws", "@exception" -> {
                    int word = wordStart(name, to);
                    int end = wordEnd(word, to);
                    if (end > word) {
                        String when = oneLine(comment.render(end, to, false));
                        exceptions.append("Throws ").append(raw, word, end);
                        exceptions
                                .append(when.isEmpty() ? "" : ": ")
                                .append(when)
                                .append('\n');
                    }
                }
                case "@deprecated" -> {
                    String why = oneLine(comment.render(name, to, false));
                    deprecated = "Deprecated" + (why.isEmpty() ? "." : ": " + why);
                }
                default -> {}
            }
        }

        private int wordStart(int from, int to) {
            int i = from;
            while (i < to && Character.isWhitespace(raw.charAt(i))) {
                i++;
            }
            return i;
        }

        private int wordEnd(int from, int to) {
            int i = from;
            while (i < to && !Character.isWhitespace(raw.charAt(i))) {
                i++;
            }
            return i;
        }

        private boolean isLetter(int i) {
            return i < raw.length() && Character.isLetter(raw.charAt(i));
        }

        private static String oneLine(String text) {
            return text.replaceAll("\\s+", " ").strip();
        }
    }
}
