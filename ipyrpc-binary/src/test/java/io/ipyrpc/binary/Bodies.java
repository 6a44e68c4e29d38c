package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bodies in and out, and made by hand, for the tests. */
final class Bodies {
    static final BinarySerializer BINARY = new BinarySerializer();
    static final String JSON = "{\"type\":\"json\"}";

    private Bodies() {}

    static Object value(byte... body) throws IOException {
        return BINARY.reader(new ByteArrayInputStream(body), Limits.defaults()).value();
    }

    static Arguments arguments(byte... body) throws IOException {
        return BINARY.reader(new ByteArrayInputStream(body), Limits.defaults()).arguments();
    }

    /** Read from memory, in pieces of so many bytes. */
    static Object valueInMemory(byte[] body, int piece) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int at = 0; at < body.length; at += piece) {
            pieces.add(ByteBuffer.wrap(body, at, Math.min(piece, body.length - at)));
        }
        return BINARY.reader(Slices.of(pieces).inputStream(), Limits.defaults()).value();
    }

    static byte[] written(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINARY.writer(out).value(value);
        return out.toByteArray();
    }

    static byte[] written(Arguments arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINARY.writer(out).arguments(arguments);
        return out.toByteArray();
    }

    /** One frame, whatever its metadata. */
    static byte[] frame(String metadata, byte... data) {
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .putLong(data.length)
                .put(text)
                .put(data)
                .array();
    }

    static byte[] json(String text) {
        return frame(JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    /** One after another. */
    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The metadata of the first frame. */
    static String metadata(byte[] body) {
        int size = (int) ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return new String(body, 16, size, StandardCharsets.UTF_8);
    }

    /** The data of the first frame as text. */
    static String text(byte[] body) {
        ByteBuffer sizes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        return new String(body, 16 + (int) sizes.getLong(0), (int) sizes.getLong(8), StandardCharsets.UTF_8);
    }

    /** The code and message that the body is refused with. */
    static String refused(byte[] body, Limits limits) {
        RpcException e = assertThrows(
                RpcException.class,
                () -> BINARY.reader(new ByteArrayInputStream(body), limits).value());
        return e.code() + ": " + e.getMessage();
    }

    static String refused(byte... body) {
        return refused(body, Limits.defaults());
    }

    static String refusedArguments(byte[] body, Limits limits) {
        RpcException e = assertThrows(
                RpcException.class,
                () -> BINARY.reader(new ByteArrayInputStream(body), limits).arguments());
        return e.code() + ": " + e.getMessage();
    }

    /** A file that numpy or pandas wrote. */
    static byte[] vector(String file) {
        try (InputStream in = Bodies.class.getResourceAsStream("/vectors/" + file)) {
            assertNotNull(in, file);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Equal in value and type, byte arrays by what is in them. */
    static void assertSame(Object expected, Object actual) {
        if (expected instanceof byte[] bytes && actual instanceof byte[] others) {
            assertArrayEquals(bytes, others);
        } else if (expected instanceof List<?> list && actual instanceof List<?> others) {
            assertEquals(list.size(), others.size());
            for (int i = 0; i < list.size(); i++) {
                assertSame(list.get(i), others.get(i));
            }
        } else if (expected instanceof Map<?, ?> map && actual instanceof Map<?, ?> others) {
            assertEquals(List.copyOf(map.keySet()), List.copyOf(others.keySet()));
            map.forEach((key, value) -> assertSame(value, others.get(key)));
        } else {
            assertEquals(expected, actual);
        }
    }
}
