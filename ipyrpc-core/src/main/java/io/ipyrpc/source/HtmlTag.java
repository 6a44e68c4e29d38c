package io.ipyrpc.source;

import java.util.Locale;
import java.util.Set;

/** What becomes of HTML tags in plain text; what is no HTML, as the {@code <T>} of a type, is no tag here. */
final class HtmlTag {
    private static final Set<String> PARAGRAPHS =
            words("article blockquote div dl figure h1 h2 h3 h4 h5 h6 hr p section table");
    private static final Set<String> LINES = words("br caption dd details dt menu summary tr");
    private static final Set<String> DROPPED =
            words("a abbr acronym address aside b bdi bdo big body center cite code col"
                    + " colgroup del dfn em figcaption font footer header html i img ins kbd link main mark nav picture q s samp"
                    + " small span strike strong svg tbody tfoot thead time tt u var wbr");
    private static final int LONGEST = 10;

    private HtmlTag() {}

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    /** Renders the tag between the angle brackets, or answers false if it is none. */
    static boolean render(String raw, int from, int to, PlainText out) {
        boolean closing = from < to && raw.charAt(from) == '/';
        int start = closing ? from + 1 : from;
        int end = start;
        while (end < to && end - start <= LONGEST && isNamePart(raw.charAt(end))) {
            end++;
        }
        if (end < to && raw.charAt(end) != '/' && !Character.isWhitespace(raw.charAt(end))) {
            return false;
        }
        return render(raw.substring(start, end).toLowerCase(Locale.ROOT), closing, out);
    }

    private static boolean render(String name, boolean closing, PlainText out) {
        if (name.equals("pre")) {
            if (closing) {
                out.endVerbatim();
            } else {
                out.beginVerbatim();
            }
        } else if (name.equals("li")) {
            if (closing) {
                out.line();
            } else {
                out.item();
            }
        } else if (name.equals("ul") || name.equals("ol")) {
            if (closing) {
                out.paragraph();
            } else {
                out.line();
            }
        } else if (name.equals("td") || name.equals("th")) {
            out.add(' ');
        } else if (name.equals("sup") || name.equals("sub")) {
            out.add(closing ? "" : name.equals("sup") ? "^" : "_");
        } else if (PARAGRAPHS.contains(name)) {
            out.paragraph();
        } else if (LINES.contains(name)) {
            out.line();
        } else {
            return DROPPED.contains(name);
        }
        return true;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '6');
    }
}
