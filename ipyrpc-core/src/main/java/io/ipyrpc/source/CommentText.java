package io.ipyrpc.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** Renders stretches of one comment as plain text: inline tags, HTML and character references. */
final class CommentText {
    private final String raw;
    private final boolean markdown;
    /** For each '{' the index of its '}', or -1; null if there is no inline tag at all. */
    private final int[] braces;

    private int htmlCommentEnd;
    private int returnTag = -1;
    private final Deque<Integer> closers = new ArrayDeque<>();
    private PlainText out = new PlainText();
    private String inlineReturn = "";

    CommentText(String raw, boolean markdown) {
        this.raw = raw;
        this.markdown = markdown;
        this.braces = raw.contains("{@") ? match(raw) : null;
    }

    /** While a brace is open, its place in the array holds the one opened before it, so the array is the stack too. */
    private static int[] match(String raw) {
        int[] braces = new int[raw.length()];
        int top = -1;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '{') {
                braces[i] = top;
                top = i;
            } else if (c == '}' && top >= 0) {
                int before = braces[top];
                braces[top] = i;
                top = before;
            }
        }
        while (top >= 0) {
            int before = braces[top];
            braces[top] = -1;
            top = before;
        }
        return braces;
    }

    /** Where the inline tag that begins at {@code at} ends before {@code to}, or -1 if none begins or ends there. */
    int inlineEnd(int at, int to) {
        boolean tag =
                braces != null && at + 2 < to && raw.charAt(at + 1) == '@' && Character.isLetter(raw.charAt(at + 2));
        return tag && braces[at] < to ? braces[at] : -1;
    }

    /** The text of the {@code {@return …}} that began the last rendered description, or {@code ""}. */
    String inlineReturn() {
        return inlineReturn;
    }

    /** The plain text of a stretch; a description may begin with {@code {@return …}}. */
    String render(int from, int to, boolean description) {
        int start = from;
        while (start < to && Character.isWhitespace(raw.charAt(start))) {
            start++;
        }
        int end = description ? inlineEnd(start, to) : -1;
        if (end >= 0 && raw.substring(start + 2, nameEnd(start + 2, end)).equals("return")) {
            inlineReturn = text(start + "{@return".length(), end);
            returnTag = start;
        }
        return text(markdown ? from : start, to);
    }

    private String text(int from, int to) {
        out = new PlainText();
        closers.clear();
        if (markdown) {
            out.beginVerbatim();
        }
        for (int i = from; i < to; ) {
            char c = raw.charAt(i);
            if (c == '{' && inlineEnd(i, to) >= 0) {
                i = inlineTag(i, inlineEnd(i, to));
            } else if (c == '}' && !closers.isEmpty() && closers.peek() == i) {
                closers.pop();
                i++;
            } else if (c == '<' && !markdown) {
                i = html(i, to);
            } else if (c == '&' && !markdown) {
                int end = HtmlEntity.end(raw, i, to);
                out.add(end < 0 ? "&" : HtmlEntity.decode(raw.substring(i + 1, end - 1)));
                i = Math.max(end, i + 1);
            } else {
                out.add(c);
                i++;
            }
        }
        return out.finish();
    }

    private int inlineTag(int at, int end) {
        int nameEnd = nameEnd(at + 2, end);
        if (at == returnTag) {
            out.add(inlineReturn.isEmpty() ? "" : "Returns " + inlineReturn + (inlineReturn.endsWith(".") ? "" : "."));
            return end + 1;
        }
        int content = wordStart(nameEnd, end);
        switch (raw.substring(at + 2, nameEnd)) {
            case "code", "literal" -> out.add(raw.substring(Math.min(nameEnd + 1, end), end));
            case "snippet" -> out.block(snippet(nameEnd, end));
            case "inheritDoc", "docRoot" -> {}
            case "link", "linkplain", "value" -> {
                int reference = referenceEnd(content, end);
                int label = wordStart(reference, end);
                if (label < end) {
                    closers.push(end);
                    return label;
                }
                String name = raw.substring(content, reference);
                out.add((name.startsWith("#") ? name.substring(1) : name).replace('#', '.'));
            }
            default -> {
                closers.push(end);
                return content;
            }
        }
        return end + 1;
    }

    /** What follows the first colon that no quotes enclose. */
    private String snippet(int from, int end) {
        char quote = 0;
        for (int i = from; i < end; i++) {
            char c = raw.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ':') {
                return raw.substring(i + 1, end);
            }
        }
        return "";
    }

    private int referenceEnd(int from, int end) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '(' || c == '<') {
                depth++;
            } else if (c == ')' || c == '>') {
                depth--;
            } else if (depth <= 0 && Character.isWhitespace(c)) {
                return i;
            }
        }
        int trailing = end;
        while (trailing > from && Character.isWhitespace(raw.charAt(trailing - 1))) {
            trailing--;
        }
        return trailing;
    }

    private int html(int at, int to) {
        if (raw.startsWith("<!--", at)) {
            // Kept, so that many beginnings with one end far away are not many searches.
            if (htmlCommentEnd < at + 7) {
                int found = raw.indexOf("-->", at + 4);
                htmlCommentEnd = found < 0 ? Integer.MAX_VALUE : found + 3;
            }
            if (htmlCommentEnd <= to) {
                return htmlCommentEnd;
            }
        }
        int end = at + 1;
        while (end < to && raw.charAt(end) != '>' && raw.charAt(end) != '<') {
            end++;
        }
        if (end < to && raw.charAt(end) == '>' && HtmlTag.render(raw, at + 1, end, out)) {
            return end + 1;
        }
        out.add('<');
        return at + 1;
    }

    private int wordStart(int from, int to) {
        int i = from;
        while (i < to && Character.isWhitespace(raw.charAt(i))) {
            i++;
        }
        return i;
    }

    private int nameEnd(int from, int to) {
        int i = from;
        while (i < to && (Character.isLetterOrDigit(raw.charAt(i)) || "._-".indexOf(raw.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }
}
