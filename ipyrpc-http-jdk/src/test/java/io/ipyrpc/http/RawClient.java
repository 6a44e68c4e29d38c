package io.ipyrpc.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends what it is told to the byte, and shows what came back. */
final class RawClient implements Closeable {
    private final Socket socket;
    private final InputStream in;

    /** What a server answered; header names in lower case. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    RawClient(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** One request on a connection of its own; CRLF for each line break, and the Host it needs where it names none. */
    static Answer ask(URI address, String head, String body) throws IOException {
        try (RawClient client = new RawClient(address)) {
            return client.send(address, head, body).answer(head.startsWith("HEAD "));
        }
    }

    RawClient send(URI address, String head, String body) throws IOException {
        String host = head.contains("Host:") || head.contains("NoHost") ? "" : "Host: " + address.getAuthority() + "\n";
        byte[] bytes = body.getBytes(UTF_8);
        String length = body.isEmpty() || head.contains("chunked") ? "" : "Content-Length: " + bytes.length + "\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write((head.stripTrailing() + "\n" + host + length + "\n")
                .replace("\n", "\r\n")
                .getBytes(ISO_8859_1));
        all.write(bytes);
        write(all.toByteArray());
        return this;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    InputStream in() {
        return in;
    }

    /** The next line without its CRLF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended inside a line: " + line.toString(ISO_8859_1));
            }
            line.write(c);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Status and headers of the next answer. */
    Answer head() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Answer(status, headers, new byte[0]);
    }

    Answer answer(boolean headOnly) throws IOException {
        Answer head = head();
        if (headOnly || head.status() == 204 || head.status() == 304) {
            return head;
        }
        if (!"chunked".equals(head.header("transfer-encoding"))) {
            return new Answer(
                    head.status(), head.headers(), in.readNBytes(Integer.parseInt(head.header("content-length"))));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.write(chunk);
        }
        return new Answer(head.status(), head.headers(), body.toByteArray());
    }

    /** The next chunk's data, empty at the end. */
    byte[] chunk() throws IOException {
        byte[] data = in.readNBytes(Integer.parseInt(line(), 16));
        line();
        return data;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
