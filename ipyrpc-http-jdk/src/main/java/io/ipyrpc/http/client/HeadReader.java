package io.ipyrpc.http.client;

import static io.ipyrpc.http.client.Quoted.quote;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Reads heads of answers, and what follows chunks, strictly and within bounds. */
final class HeadReader {
    private static final int MAX_INTERIM = 8;
    private static final int TLS_ALERT = 21;

    private final HttpInput in;
    private final HttpClientOptions limits;
    private int room;

    HeadReader(HttpInput in, HttpClientOptions limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Returns the head of the answer proper: those that only say "go on", 1xx, are skipped. */
    ResponseHead head() throws IOException {
        for (int i = 0; i <= MAX_INTERIM; i++) {
            ResponseHead head = one();
            if (head.status() == 101) {
                throw new ProtocolException("its status is 101, another protocol, for which nobody asked");
            }
            if (head.status() >= 200) {
                return head;
            }
        }
        throw new ProtocolException("it has more than " + MAX_INTERIM + " interim heads (status 1xx)");
    }

    private ResponseHead one() throws IOException {
        if (!in.await()) {
            throw new EOFException("the server closed the connection without an answer");
        }
        if (in.peek() == TLS_ALERT) {
            throw new ProtocolException("it is in TLS; use https");
        }
        room = limits.maxHeadSize();
        String status = line("its head");
        // "HTTP/1.1 200", then nothing, or a space and the reason.
        boolean well = status.length() >= 12
                && (status.startsWith("HTTP/1.1 ") || status.startsWith("HTTP/1.0 "))
                && (status.length() == 12 || status.charAt(12) == ' ');
        int code = well ? code(status) : 0;
        if (code < 100 || code > 599) {
            throw new ProtocolException(quote(status) + " is not a status line of HTTP/1.1 or HTTP/1.0 with a status"
                    + " from 100 to 599; is this an HTTP server?");
        }
        String reason = status.length() > 13 ? status.substring(13) : "";
        return new ResponseHead(status.charAt(7) == '1', code, reason, fields("its head"));
    }

    private static int code(String status) {
        int code = 0;
        for (int i = 9; i < 12; i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code;
    }

    /** Reads past the fields after the last chunk, which nobody here needs. */
    void trailer() throws IOException {
        room = limits.maxHeadSize();
        fields("its trailer");
    }

    private List<String> fields(String part) throws IOException {
        List<String> fields = new ArrayList<>(16);
        for (; ; ) {
            String line = line(part);
            if (line.isEmpty()) {
                return fields;
            }
            if (fields.size() >= 2 * limits.maxHeaders()) {
                throw new ProtocolException(part + " has more than " + limits.maxHeaders() + " lines (maxHeaders)");
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !Token.is(line, 0, colon)) {
                throw new ProtocolException(part + " has the line " + quote(line)
                        + ", which does not begin with a header's name and a colon");
            }
            fields.add(line.substring(0, colon));
            fields.add(line.substring(colon + 1).strip());
        }
    }

    private String line(String part) throws IOException {
        String line = in.line(room, part);
        if (line == null) {
            throw new ProtocolException(part + " is larger than " + limits.maxHeadSize() + " bytes (maxHeadSize)");
        }
        room -= line.length() + 2;
        return line;
    }
}
