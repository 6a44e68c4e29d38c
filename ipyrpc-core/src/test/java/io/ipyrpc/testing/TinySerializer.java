package io.ipyrpc.testing;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.LimitException;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serializer {@code tiny}, for core's own tests: JSON with pointers, without arrays, frames and times. */
public final class TinySerializer implements Serializer {
    /** For {@code ServiceLoader}. */
    public TinySerializer() {}

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public List<String> aliases() {
        return List.of("very_small");
    }

    @Override
    public String mediaType() {
        return "application/vnd.ipyrpc.tiny";
    }

    @Override
    public ValueWriter writer(OutputStream out) {
        return new TinyWriter(out);
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new Reader(in, limits);
    }

    /** Whether a dict looks like an envelope. */
    static boolean isEnvelope(Map<?, ?> dict) {
        boolean typed = dict.size() == 2
                && dict.containsKey("data")
                && ("float".equals(dict.get("type")) || "dict".equals(dict.get("type")));
        return typed || "ipyrpc_data_pointer".equals(dict.get("type"));
    }

    private record Reader(InputStream in, Limits limits) implements ValueReader {
        @Override
        public Object value() throws IOException {
            return decoded(parsed(in.readAllBytes()));
        }

        private Object parsed(byte[] body) {
            try {
                return Json.parse(body, limits);
            } catch (LimitException e) {
                throw new RpcException(ErrorCode.TOO_LARGE, e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
            }
        }

        @Override
        public Arguments arguments() throws IOException {
            byte[] body = in.readAllBytes();
            if (body.length == 0) {
                return Arguments.NONE;
            }
            Object value = parsed(body);
            Object positional = value instanceof List ? value : List.of();
            Object keyword = value instanceof Map ? value : Map.of();
            if (value instanceof Map<?, ?> map && map.keySet().equals(Set.of("args", "kwargs"))) {
                positional = map.get("args");
                keyword = map.get("kwargs");
            }
            if (!(value instanceof List || value instanceof Map)
                    || !(positional instanceof List<?> list)
                    || !(keyword instanceof Map<?, ?> members)) {
                throw new RpcException(ErrorCode.BAD_REQUEST, "arguments are a list or a dict");
            }
            int count = list.size() + members.size();
            if (count > limits.maxArguments()) {
                throw new RpcException(
                        ErrorCode.TOO_LARGE, count + " arguments, max_arguments is " + limits.maxArguments());
            }
            Map<String, Object> named = new LinkedHashMap<>();
            members.forEach((name, member) -> named.put((String) name, decoded(member)));
            return Arguments.of(decodedItems(list), named);
        }

        private static List<Object> decodedItems(List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(decoded(item)));
            return items;
        }

        private static Object decoded(Object value) {
            if (value instanceof List<?> list) {
                return decodedItems(list);
            }
            if (!(value instanceof Map<?, ?> dict)) {
                return value;
            }
            Object members = dict;
            if (isEnvelope(dict)) {
                if ("ipyrpc_data_pointer".equals(dict.get("type"))) {
                    return pointer(dict);
                }
                if ("float".equals(dict.get("type"))) {
                    return special(dict.get("data"));
                }
                members = dict.get("data");
            }
            if (!(members instanceof Map<?, ?> map)) {
                throw new RpcException(ErrorCode.BAD_REQUEST, "a dict in an envelope is a JSON object");
            }
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((name, member) -> result.put((String) name, decoded(member)));
            return result;
        }

        private static DataPointer pointer(Map<?, ?> dict) {
            try {
                return DataPointer.fromMap(dict);
            } catch (IllegalArgumentException e) {
                throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
            }
        }

        private static Double special(Object text) {
            if (text instanceof String name
                    && Set.of("NaN", "Infinity", "-Infinity").contains(name)) {
                return Double.valueOf(name);
            }
            throw new RpcException(ErrorCode.BAD_REQUEST, "no float is written so: " + text);
        }
    }
}
