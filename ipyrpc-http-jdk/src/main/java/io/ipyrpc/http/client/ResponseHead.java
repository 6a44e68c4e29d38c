package io.ipyrpc.http.client;

import static io.ipyrpc.http.client.Quoted.quote;

import java.net.ProtocolException;
import java.util.List;

/**
 * The head of an answer.
 *
 * @param persistent whether the version of HTTP keeps connections
 * @param status the status, 100 to 599
 * @param reason the reason, maybe empty
 * @param fields names and values by turns
 */
record ResponseHead(boolean persistent, int status, String reason, List<String> fields) {
    static final long UNKNOWN = -1;

    /** Returns the first value under that name, or null. */
    String first(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (name.equalsIgnoreCase(fields.get(i))) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** Returns whether the body comes in chunks. */
    boolean chunked() throws ProtocolException {
        String coding = null;
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase("Transfer-Encoding")) {
                coding = coding == null ? fields.get(i + 1) : coding + ", " + fields.get(i + 1);
            }
        }
        if (coding == null) {
            return false;
        }
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new ProtocolException("its Transfer-Encoding is " + quote(coding) + "; only chunked can be read");
        }
        if (!persistent) {
            throw new ProtocolException("it has Transfer-Encoding, which HTTP/1.0 does not have");
        }
        if (first("Content-Length") != null) {
            throw new ProtocolException("it has both Transfer-Encoding and Content-Length");
        }
        return true;
    }

    /** Returns what Content-Length says, or {@link #UNKNOWN} without it. */
    long contentLength() throws ProtocolException {
        String length = null;
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase("Content-Length")) {
                String next = fields.get(i + 1);
                if (length != null && !length.equals(next)) {
                    throw new ProtocolException(
                            "it has two values of Content-Length, " + quote(length) + " and " + quote(next));
                }
                length = next;
            }
        }
        return length == null ? UNKNOWN : number(length);
    }

    private static long number(String digits) throws ProtocolException {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                throw notALength(digits);
            }
            value = value * 10 + digit;
        }
        if (digits.isEmpty()) {
            throw notALength(digits);
        }
        return value;
    }

    private static ProtocolException notALength(String text) {
        return new ProtocolException("its Content-Length is " + quote(text) + ", not a number from 0 to 2^63-1");
    }

    /** Returns whether the server is going to close the connection after this answer. */
    boolean closes() {
        if (!persistent) {
            return true;
        }
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase("Connection")) {
                for (String option : fields.get(i + 1).split(",")) {
                    if (option.strip().equalsIgnoreCase("close")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
