package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bodies in and out, for the tests. */
final class Reading {
    private static final JsonSerializer JSON = new JsonSerializer();

    private Reading() {}

    static Object value(byte[] body) throws IOException {
        return JSON.reader(new ByteArrayInputStream(body), Limits.defaults()).value();
    }

    static Object value(String body) throws IOException {
        return value(body.getBytes(StandardCharsets.UTF_8));
    }

    static Arguments arguments(byte[] body) throws IOException {
        return JSON.reader(new ByteArrayInputStream(body), Limits.defaults()).arguments();
    }

    static Arguments arguments(String body) throws IOException {
        return arguments(body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] written(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JSON.writer(out).value(value);
        return out.toByteArray();
    }

    static byte[] written(Arguments arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JSON.writer(out).arguments(arguments);
        return out.toByteArray();
    }

    static String text(Object value) throws IOException {
        return new String(written(value), StandardCharsets.UTF_8);
    }

    /** The code and message that the body is refused with. */
    static String refused(String body, Limits limits) {
        return refused(body.getBytes(StandardCharsets.UTF_8), limits);
    }

    static String refused(String body) {
        return refused(body, Limits.defaults());
    }

    static String refused(byte[] body, Limits limits) {
        RpcException e = assertThrows(
                RpcException.class,
                () -> JSON.reader(new ByteArrayInputStream(body), limits).value());
        return e.code() + ": " + e.getMessage();
    }

    static String refusedArguments(String body, Limits limits) {
        RpcException e = assertThrows(
                RpcException.class,
                () -> JSON.reader(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), limits)
                        .arguments());
        return e.code() + ": " + e.getMessage();
    }
}
