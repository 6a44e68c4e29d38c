package io.ipyrpc.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over one text. */
final class JsonParser {
    private final String text;
    private final Limits limits;
    private final int brackets;
    private int at;

    JsonParser(String text, Limits limits, int brackets) {
        this.text = text;
        this.limits = limits;
        this.brackets = brackets;
    }

    Object parse() {
        Object value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw error("unexpected " + here() + " after the value");
        }
        return value;
    }

    private Object value(int depth) {
        skipSpace();
        if (at >= text.length()) {
            throw error("the text ends where a value is needed");
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        enter(depth);
        if (take('}')) {
            return members;
        }
        do {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw error("a member's name in quotes is needed, not " + here());
            }
            int start = at;
            String name = string();
            if (!take(':')) {
                throw error("':' is needed after \"" + name + "\", not " + here());
            }
            Object value = value(depth + 1);
            if (members.containsKey(name)) {
                at = start;
                throw error("the member \"" + name + "\" is there twice");
            }
            members.put(name, value);
        } while (take(','));
        if (!take('}')) {
            throw error("',' or '}' is needed, not " + here());
        }
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        enter(depth);
        if (take(']')) {
            return items;
        }
        do {
            items.add(value(depth + 1));
        } while (take(','));
        if (!take(']')) {
            throw error("',' or ']' is needed, not " + here());
        }
        return items;
    }

    /** Steps behind the bracket of an object or array that stands in {@code depth} others. */
    private void enter(int depth) {
        if (depth >= brackets) {
            throw tooLarge("nested deeper than max_depth " + limits.maxDepth());
        }
        at++;
    }

    private String string() {
        int start = ++at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return escapedString(start);
            }
            if (c < ' ') {
                throw error("a control character inside a text; write it as \\u" + String.format("%04x", (int) c));
            }
            at++;
        }
        throw error("the text ends inside quotes");
    }

    private String escapedString(int start) {
        StringBuilder out = new StringBuilder(text.substring(start, at));
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') {
                throw error("a control character inside a text; write it as \\u" + String.format("%04x", (int) c));
            }
            at++;
            out.append(c == '\\' ? escape() : c);
        }
        throw error("the text ends inside quotes");
    }

    private char escape() {
        if (at >= text.length()) {
            throw error("the text ends inside quotes");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw error("unknown escape \\" + c);
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw error("four hexadecimal digits are needed after \\u");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error("a value is needed, not " + here());
        }
        at += word.length();
        return value;
    }

    private Number number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = digits();
        if (digits == 0) {
            at = start;
            throw error("a value is needed, not " + here());
        }
        if (digits > 1 && text.charAt(at - digits) == '0') {
            at = start;
            throw error("a number does not begin with 0");
        }
        boolean integer = true;
        if (peek() == '.') {
            integer = false;
            at++;
            needDigits(start);
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            needDigits(start);
        }
        if (at - start > limits.maxNumberLength()) {
            throw tooLarge(
                    "a number of " + (at - start) + " characters, max_number_length is " + limits.maxNumberLength());
        }
        String number = text.substring(start, at);
        if (!integer) {
            double value = Double.parseDouble(number);
            if (Double.isInfinite(value)) {
                at = start;
                throw error("the number " + number + " is beyond what a double holds");
            }
            return value;
        }
        if (digits <= 18) {
            return Long.parseLong(number);
        }
        BigInteger exact = new BigInteger(number);
        return exact.bitLength() < 64 ? (Number) exact.longValue() : exact;
    }

    private void needDigits(int start) {
        if (digits() == 0) {
            throw error("digits are needed in the number " + text.substring(start, at));
        }
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at - start;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private String here() {
        if (at >= text.length()) {
            return "the end";
        }
        char c = text.charAt(at);
        return c > ' ' && c < 0x7f ? "'" + c + "'" : String.format("\\u%04x", (int) c);
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("not valid JSON: " + position() + what);
    }

    private LimitException tooLarge(String what) {
        return new LimitException(position() + what);
    }

    private String position() {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return "line " + line + ", column " + (at - lineStart + 1) + ": ";
    }
}
