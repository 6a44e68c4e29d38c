package io.ipyrpc.source;

/** Text in the making, where white space counts for little and paragraphs are set apart by one blank line. */
final class PlainText {
    private final StringBuilder out = new StringBuilder();
    private StringBuilder verbatim;
    private int breaks;
    private int newlines;
    private boolean space;
    private boolean itemBegun;

    void add(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    void add(char c) {
        if (verbatim != null) {
            verbatim.append(c);
        } else if (c == '\n') {
            newlines++;
            breakLines(Math.min(newlines, 2));
        } else if (Character.isWhitespace(c) || c == '\u00a0') {
            space = true;
        } else {
            flush();
            out.append(c);
        }
    }

    /** The next text begins on a new line. */
    void line() {
        if (verbatim == null) {
            newlines = 0; // a line of the source with nothing but a tag is not a blank one
            breakLines(1);
        } else {
            verbatim.append('\n');
        }
    }

    /** The next text begins after a blank line. */
    void paragraph() {
        if (verbatim == null) {
            breakLines(2);
        }
    }

    /** The next text is an item of a list. */
    void item() {
        if (verbatim == null && !itemBegun) {
            breakLines(1);
            flush();
            out.append("- ");
            itemBegun = true;
        }
    }

    /** From here to {@link #endVerbatim} all white space stays. */
    void beginVerbatim() {
        if (verbatim == null) {
            verbatim = new StringBuilder();
        }
    }

    void endVerbatim() {
        if (verbatim != null) {
            String text = verbatim.toString();
            verbatim = null;
            block(text);
        }
    }

    /** Lines set apart, without the indentation they have in common. */
    void block(String text) {
        if (verbatim != null) {
            verbatim.append(text);
            return;
        }
        String lines = text.stripTrailing();
        int first = lines.length() - lines.stripLeading().length();
        lines = lines.substring(lines.lastIndexOf('\n', first) + 1).stripIndent();
        if (!lines.isEmpty()) {
            breakLines(2);
            flush();
            out.append(lines);
            breakLines(2);
        }
    }

    String finish() {
        endVerbatim();
        return out.toString().strip();
    }

    private void breakLines(int count) {
        if (!itemBegun) {
            breaks = Math.max(breaks, count);
        }
    }

    private void flush() {
        if (out.length() > 0 && !itemBegun) {
            out.append(breaks > 0 ? "\n".repeat(breaks) : space ? " " : "");
        }
        breaks = 0;
        newlines = 0;
        space = false;
        itemBegun = false;
    }
}
