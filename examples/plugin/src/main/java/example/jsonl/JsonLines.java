package example.jsonl;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serializer {@code jsonl}: a line of JSON for each argument, {@code name=} before a keyword argument, and one line for a
 * result. It carries null, booleans, numbers, texts, lists and dicts.
 */
public final class JsonLines implements Serializer {
    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public ValueWriter writer(OutputStream out) {
        return new ValueWriter() {
            @Override
            public void value(Object value) throws IOException {
                out.write((Json.write(value) + "\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void arguments(Arguments arguments) throws IOException {
                for (Object argument : arguments.positional()) {
                    value(argument);
                }
                for (Map.Entry<String, Object> argument : arguments.keyword().entrySet()) {
                    out.write((argument.getKey() + "=").getBytes(StandardCharsets.UTF_8));
                    value(argument.getValue());
                }
            }
        };
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new ValueReader() {
            @Override
            public Object value() throws IOException {
                return parse(text().strip());
            }

            @Override
            public Arguments arguments() throws IOException {
                List<Object> positional = new ArrayList<>();
                Map<String, Object> keyword = new LinkedHashMap<>();
                for (String line : text().lines().toList()) {
                    int equals = line.indexOf('=');
                    if (equals > 0 && Character.isJavaIdentifierStart(line.charAt(0))) {
                        keyword.put(line.substring(0, equals), parse(line.substring(equals + 1)));
                    } else {
                        positional.add(parse(line));
                    }
                }
                if (positional.size() + keyword.size() > limits.maxArguments()) {
                    throw new RpcException(ErrorCode.TOO_LARGE, "more than max_arguments " + limits.maxArguments());
                }
                return Arguments.of(positional, keyword);
            }

            private String text() throws IOException {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }

            private Object parse(String json) {
                try {
                    return Json.parse(json, limits);
                } catch (IllegalArgumentException e) {
                    throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
                }
            }
        };
    }
}
