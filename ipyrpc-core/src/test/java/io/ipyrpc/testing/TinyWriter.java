package io.ipyrpc.testing;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes each value as it comes to it. */
final class TinyWriter implements ValueWriter {
    private static final int MOST_DEPTH = 1000;

    private final OutputStream out;

    TinyWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void value(Object value) throws IOException {
        write(value, 0);
    }

    @Override
    public void arguments(Arguments arguments) throws IOException {
        text("{\"args\":");
        write(arguments.positional(), 0);
        text(",\"kwargs\":");
        members(arguments.keyword(), 0, false);
        text("}");
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Object value, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MOST_DEPTH + ", or something contains itself");
        }
        if (value instanceof Map<?, ?> map) {
            boolean wrapped = TinySerializer.isEnvelope(map);
            text(wrapped ? "{\"type\":\"dict\",\"data\":" : "");
            members(map, depth, false);
            text(wrapped ? "}" : "");
        } else if (value instanceof DataPointer pointer) {
            members(pointer.toMap(), depth, true);
        } else if (value instanceof List<?> list) {
            items(list.iterator(), depth, false);
        } else if (value instanceof Iterator<?> items) {
            items(items, depth, true);
        } else if (value == null || value instanceof Boolean || value instanceof String) {
            text(Json.write(value));
        } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
            number(number);
        } else {
            throw new IllegalArgumentException(
                    "tiny carries no " + value.getClass().getName());
        }
    }

    private void number(Number number) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            text(Double.isFinite(value) ? Json.write(value) : "{\"type\":\"float\",\"data\":\"" + value + "\"}");
        } else {
            text(Json.write(number));
        }
    }

    private void items(Iterator<?> items, int depth, boolean asTheyCome) throws IOException {
        String before = "[";
        while (items.hasNext()) {
            text(before);
            write(items.next(), depth + 1);
            before = ",";
            if (asTheyCome) {
                out.flush();
            }
        }
        text(before.equals("[") ? "[]" : "]");
    }

    private void members(Map<?, ?> map, int depth, boolean raw) throws IOException {
        String before = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                throw new IllegalArgumentException("a key is text, not " + member.getKey());
            }
            text(before + Json.write(name) + ":");
            if (raw) {
                text(Json.write(member.getValue()));
            } else {
                write(member.getValue(), depth + 1);
            }
            before = ",";
        }
        text(before.equals("{") ? "{}" : "}");
    }
}
