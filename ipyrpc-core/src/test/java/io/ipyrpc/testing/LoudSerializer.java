package io.ipyrpc.testing;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Serializer {@code loud}, for results that are not JSON: it shouts texts, and carries nothing else. Not installed. */
public final class LoudSerializer implements Serializer {
    /** A serializer to be put into rules. */
    public LoudSerializer() {}

    @Override
    public String name() {
        return "loud";
    }

    @Override
    public String mediaType() {
        return "text/loud";
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        return new ValueReader() {
            @Override
            public Object value() throws IOException {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            }

            @Override
            public Arguments arguments() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public ValueWriter writer(OutputStream out) {
        return new ValueWriter() {
            @Override
            public void value(Object value) throws IOException {
                if (!(value instanceof String text)) {
                    throw new IllegalArgumentException("loud carries texts alone");
                }
                out.write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void arguments(Arguments arguments) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
