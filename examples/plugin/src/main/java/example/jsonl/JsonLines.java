package example.jsonl;

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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serializer {@code jsonl}: a line of JSON for each argument, {@code name=} before a keyword argument, and one line for
 * a result. It carries null, booleans, numbers, texts, lists and dicts. The floats that JSON does not have are the texts
 * {@code "~NaN"}, {@code "~Infinity"} and {@code "~-Infinity"}; a text that is one of these gets one more {@code ~}.
 */
public final class JsonLines implements Serializer {
    private static final int MOST_DEPTH = 1000;
    private static final Pattern MARKED = Pattern.compile("~++(NaN|-?Infinity)");
    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+");
    private static final Pattern KEYWORD = Pattern.compile("(" + NAME + ")=(.*)", Pattern.DOTALL);

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
        return new Writer(out);
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new Reader(in, limits);
    }

    private record Writer(OutputStream out) implements ValueWriter {
        @Override
        public void value(Object value) throws IOException {
            if (value instanceof Iterator<?> items) {
                text("[");
                for (String before = ""; items.hasNext(); before = ",") {
                    // The next may take long: this one does not wait for it.
                    text(before + json(items.next()));
                    out.flush();
                }
                text("]\n");
            } else {
                text(json(value) + "\n");
            }
        }

        @Override
        public void arguments(Arguments arguments) throws IOException {
            for (Object argument : arguments.positional()) {
                value(argument);
            }
            for (Map.Entry<String, Object> argument : arguments.keyword().entrySet()) {
                if (!NAME.matcher(argument.getKey()).matches()) {
                    throw new IllegalArgumentException("jsonl has no keyword '" + argument.getKey() + "'; use a name");
                }
                text(argument.getKey() + "=");
                value(argument.getValue());
            }
        }

        private void text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        private static String json(Object value) {
            return Json.write(mapped(value, Writer::encoded, 0));
        }

        /** {@code Json.write} itself refuses what JSON does not have, and names its class. */
        private static Object encoded(Object value) {
            if (value instanceof Double || value instanceof Float) {
                double number = ((Number) value).doubleValue();
                return Double.isFinite(number) ? (Object) number : "~" + number;
            }
            if (value instanceof BigDecimal) {
                throw new IllegalArgumentException("jsonl has no java.math.BigDecimal; send a text or a double");
            }
            return value instanceof String text && MARKED.matcher(text).matches() ? "~" + text : value;
        }
    }

    private record Reader(InputStream in, Limits limits) implements ValueReader {
        @Override
        public Object value() throws IOException {
            return parsed(text());
        }

        @Override
        public Arguments arguments() throws IOException {
            List<Object> positional = new ArrayList<>();
            Map<String, Object> keyword = new LinkedHashMap<>();
            for (String line : (Iterable<String>) text().lines()::iterator) {
                if (positional.size() + keyword.size() == limits.maxArguments()) {
                    throw new RpcException(ErrorCode.TOO_LARGE, "more than max_arguments " + limits.maxArguments());
                }
                Matcher named = KEYWORD.matcher(line);
                if (!named.matches()) {
                    positional.add(parsed(line));
                } else if (keyword.containsKey(named.group(1))) {
                    throw new RpcException(ErrorCode.BAD_REQUEST, "two arguments are named " + named.group(1));
                } else {
                    keyword.put(named.group(1), parsed(named.group(2)));
                }
            }
            return Arguments.of(positional, keyword);
        }

        private String text() throws IOException {
            byte[] body = in.readAllBytes();
            if (body.length > 0 && body[body.length - 1] != '\n') {
                throw new RpcException(ErrorCode.BAD_REQUEST, "the last line has no line feed: the body was cut");
            }
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            } catch (CharacterCodingException e) {
                throw new RpcException(ErrorCode.BAD_REQUEST, "the body is not UTF-8");
            }
        }

        private Object parsed(String json) {
            try {
                return mapped(Json.parse(json, limits), Reader::decoded, 0);
            } catch (LimitException e) {
                throw new RpcException(ErrorCode.TOO_LARGE, e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
            }
        }

        private static Object decoded(Object value) {
            if (value instanceof String text && MARKED.matcher(text).matches()) {
                return text.startsWith("~~") ? text.substring(1) : (Object) Double.valueOf(text.substring(1));
            }
            return value;
        }
    }

    /** A copy of a value in which each value that is no list and no dict has become another. */
    private static Object mapped(Object value, UnaryOperator<Object> single, int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MOST_DEPTH + ", or it contains itself");
        }
        if (value instanceof Map<?, ?> dict) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            dict.forEach((key, member) -> copy.put(key, mapped(member, single, depth + 1)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return mapped(list.iterator(), single, depth);
        }
        if (value instanceof Iterator<?> items) {
            List<Object> copy = new ArrayList<>();
            items.forEachRemaining(item -> copy.add(mapped(item, single, depth + 1)));
            return copy;
        }
        return single.apply(value);
    }
}
