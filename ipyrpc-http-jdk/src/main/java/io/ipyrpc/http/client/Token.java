package io.ipyrpc.http.client;

/** What HTTP calls a token: the alphabet of methods and header names. */
final class Token {
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            ALLOWED[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            ALLOWED[c] = true;
            ALLOWED[c - 'a' + 'A'] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            ALLOWED[c] = true;
        }
    }

    private Token() {}

    static boolean is(String text) {
        return is(text, 0, text.length());
    }

    static boolean is(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !ALLOWED[c]) {
                return false;
            }
        }
        return from < to;
    }
}
