package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells the forms of an answer apart and reads each as frames. */
final class AnswerReader {
    private static final int SHOWN = 80;
    private static final int PIECE = 1 << 20;

    private final URI address;
    private final Limits limits;
    private final Map<String, String> namesByType = new TreeMap<>();

    AnswerReader(URI address, TransportOptions options) {
        this.address = address;
        this.limits = options.limits();
        options.mediaTypes().forEach((name, type) -> namesByType.put(type.toLowerCase(Locale.ROOT), name));
    }

    Frames frames(Op op, HttpResponse response) throws IOException {
        String header = response.header("Content-Type").orElse("");
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        requireOurs(response, type);
        if (response.status() >= 400) {
            return Frames.of(error(op, response, type));
        }
        if (response.status() >= 300) {
            response.close();
            throw new IOException(address + " answered " + response.status() + " " + response.reason()
                    + "; redirects are not followed");
        }
        if (type.equals("application/vnd.ipyrpc.events")) {
            return new EventFrames(address, response, limits);
        }
        if (op == Op.FETCH) {
            return value(response, type);
        }
        if (!type.equals("application/json") && !type.startsWith("text/plain")) {
            throw foreign(response, type);
        }
        Slices body = body(response);
        return Frames.of(
                Frame.event("reply", type.startsWith("text/") ? Map.of("media_type", header) : Map.of(), body));
    }

    /** A proxy, a login page and a wrong port answer too. */
    private void requireOurs(HttpResponse response, String type) throws IOException {
        String version = response.header("IpyRpc-Protocol").orElse(null);
        if (version == null) {
            throw foreign(response, type);
        }
        if (!version.equals("1")) {
            response.close();
            throw new IOException(address + " speaks version " + version + " of the protocol, this client version 1");
        }
    }

    private IOException foreign(HttpResponse response, String type) throws IOException {
        String begin;
        try (response) {
            begin = new String(response.body().readNBytes(SHOWN), java.nio.charset.StandardCharsets.UTF_8);
        }
        return new IOException(address + " is no ipyrpc server, or something answers in its place: " + response.status()
                + " " + response.reason() + ", " + (type.isEmpty() ? "no Content-Type" : type) + ", '"
                + begin.replaceAll("\\p{Cntrl}+", " ") + "'");
    }

    private Frame error(Op op, HttpResponse response, String type) throws IOException {
        Object error = null;
        Slices body = body(response);
        if (type.equals("application/json")) {
            try {
                error = Json.parse(body.toByteArray(), limits) instanceof Map<?, ?> map ? map.get("error") : null;
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        address + " answered " + response.status() + " with broken JSON: " + e.getMessage());
            }
        }
        if (error == null && op == Op.HEALTH && response.status() == 503) {
            // A server that is not ready says so in its reply, too.
            return Frame.event("reply", Map.of(), body);
        }
        if (!(error instanceof Map)) {
            throw new IOException(
                    address + " answered " + response.status() + " " + response.reason() + " without an error record");
        }
        return Frame.event("error", Map.of("error", error), Slices.EMPTY);
    }

    private Slices body(HttpResponse response) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        long size = 0;
        try (InputStream in = response.body()) {
            int room = expected(response);
            while (true) {
                byte[] piece = in.readNBytes(room);
                size += piece.length;
                if (size > limits.maxBody()) {
                    throw new IOException(
                            address + " answered with more than " + limits.maxBody() + " bytes, which is max_body");
                }
                if (piece.length > 0) {
                    pieces.add(ByteBuffer.wrap(piece));
                }
                if (piece.length < room) {
                    return Slices.of(pieces);
                }
            }
        }
    }

    /** One byte more than the length that was announced, so that the end is seen at once. */
    private static int expected(HttpResponse response) {
        String length = response.header("Content-Length").orElse("");
        boolean small = length.matches("[0-9]{1,6}");
        return small ? Integer.parseInt(length) + 1 : PIECE;
    }

    private Frames value(HttpResponse response, String type) throws IOException {
        String serializer = namesByType.get(type);
        if (serializer == null) {
            response.close();
            throw new IOException(address + " answered in " + type
                    + ", which no installed serializer reads; installed: " + String.join(", ", namesByType.keySet()));
        }
        return new ValueFrames(response, serializer);
    }
}
