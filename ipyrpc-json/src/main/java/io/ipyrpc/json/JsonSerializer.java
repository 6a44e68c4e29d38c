package io.ipyrpc.json;

import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Limits;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The serializer {@code json}: strict JSON (RFC 8259, UTF-8) with the typed values of §2 of the protocol.
 *
 * <pre>{@code
 * var json = new JsonSerializer();
 * json.writer(out).value(Map.of("x", NdArray.of(1.5, 2.5)));
 * Object value = json.reader(in, Limits.defaults()).value();
 * }</pre>
 *
 * <p>Arrays go straight between text and their memory when {@code type}, {@code dtype} and {@code shape} come before the
 * elements, as every writer has them; other orders are read too, by way of Java lists.
 *
 * <p>Stateless and safe for use by any number of threads; what it makes is for one thread.
 */
public final class JsonSerializer implements Serializer {
    /** The serializer, ready for use. */
    public JsonSerializer() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<String> aliases() {
        return List.of("ipyrpc_json");
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public ValueWriter writer(OutputStream out) {
        return new JsonValueWriter(out);
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new JsonValueReader(in, limits);
    }
}
