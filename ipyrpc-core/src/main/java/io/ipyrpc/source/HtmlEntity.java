package io.ipyrpc.source;

import java.util.Map;

/** Character references of HTML: {@code &lt;}, {@code &#40;}, {@code &#x28;}. */
final class HtmlEntity {
    private static final int LONGEST = 12;
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("commat", "@"),
            Map.entry("lbrace", "{"),
            Map.entry("rbrace", "}"),
            Map.entry("lcub", "{"),
            Map.entry("rcub", "}"),
            Map.entry("ast", "*"),
            Map.entry("sol", "/"),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("hellip", "…"),
            Map.entry("bull", "•"),
            Map.entry("middot", "·"),
            Map.entry("times", "×"),
            Map.entry("minus", "−"),
            Map.entry("plusmn", "±"),
            Map.entry("deg", "°"),
            Map.entry("micro", "µ"),
            Map.entry("le", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("ne", "≠"),
            Map.entry("asymp", "≈"),
            Map.entry("infin", "∞"),
            Map.entry("sum", "∑"),
            Map.entry("radic", "√"),
            Map.entry("alpha", "α"),
            Map.entry("beta", "β"),
            Map.entry("gamma", "γ"),
            Map.entry("delta", "δ"),
            Map.entry("epsilon", "ε"),
            Map.entry("lambda", "λ"),
            Map.entry("mu", "μ"),
            Map.entry("pi", "π"),
            Map.entry("sigma", "σ"),
            Map.entry("larr", "←"),
            Map.entry("rarr", "→"),
            Map.entry("lsquo", "‘"),
            Map.entry("rsquo", "’"),
            Map.entry("ldquo", "“"),
            Map.entry("rdquo", "”"),
            Map.entry("copy", "©"),
            Map.entry("reg", "®"),
            Map.entry("trade", "™"),
            Map.entry("auml", "ä"),
            Map.entry("ouml", "ö"),
            Map.entry("uuml", "ü"),
            Map.entry("Auml", "Ä"),
            Map.entry("Ouml", "Ö"),
            Map.entry("Uuml", "Ü"),
            Map.entry("szlig", "ß"),
            Map.entry("agrave", "à"),
            Map.entry("ccedil", "ç"),
            Map.entry("eacute", "é"),
            Map.entry("egrave", "è"),
            Map.entry("ntilde", "ñ"));

    private HtmlEntity() {}

    /** The index after the reference that begins at {@code at}, or -1 if none that is known does. */
    static int end(String raw, int at, int to) {
        for (int i = at + 1; i < to && i - at < LONGEST; i++) {
            if (raw.charAt(i) == ';') {
                return decode(raw.substring(at + 1, i)) == null ? -1 : i + 1;
            }
        }
        return -1;
    }

    /** The text of the reference between {@code &} and {@code ;}, or null if it is not known. */
    static String decode(String name) {
        if (!name.startsWith("#")) {
            return NAMED.get(name);
        }
        boolean hex = name.startsWith("x", 1) || name.startsWith("X", 1);
        int code = 0;
        int first = hex ? 2 : 1;
        for (int i = first; i < name.length(); i++) {
            int digit = Character.digit(name.charAt(i), hex ? 16 : 10);
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                return null;
            }
            code = code * (hex ? 16 : 10) + digit;
        }
        boolean character = name.length() > first
                && code > 0
                && code <= Character.MAX_CODE_POINT
                && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
        return character ? Character.toString(code) : null;
    }
}
