package io.ipyrpc.json;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says what the parser found wrong, in our own words. */
final class Syntax {
    private static final Pattern CHARACTER = Pattern.compile(
            "Unexpected character \\(.{0,20}code (\\d{1,7}).*?\\)\\)( in numeric value)?", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("Unrecognized token '([^']{0,64})", Pattern.DOTALL);

    private static final Map<String, String> BEGINNINGS = Map.of(
            "Illegal unquoted character",
            "a control character inside a text; write it as an escape",
            "Illegal character",
            "a control character between values",
            "Unrecognized character escape",
            "unknown escape after a backslash",
            "Unexpected close marker",
            "a bracket closes what is not open",
            "Non-standard token",
            "NaN and Infinity are no JSON numbers; write {\"type\": \"float\", \"data\": \"NaN\"}",
            "Invalid numeric value: Leading zeroes",
            "a number does not begin with 0",
            "Broken surrogate pair",
            "half of a surrogate pair in a name",
            "Unexpected low surrogate",
            "half of a surrogate pair in a name");

    private Syntax() {}

    static String message(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return "not valid JSON: " + where + what(e);
    }

    private static String what(JacksonException e) {
        if (e instanceof UnexpectedEndOfInputException) {
            return "the text ends too early";
        }
        String said = String.valueOf(e.getOriginalMessage());
        Matcher character = CHARACTER.matcher(said);
        if (character.lookingAt()) {
            int c = Integer.parseInt(character.group(1));
            String shown = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format("character \\u%04x", c);
            return "unexpected " + shown + (character.group(2) == null ? "" : " in a number");
        }
        Matcher word = WORD.matcher(said);
        if (word.lookingAt()) {
            return "'" + word.group(1) + "' is no JSON value";
        }
        for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
            if (said.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return "something that JSON does not have";
    }
}
