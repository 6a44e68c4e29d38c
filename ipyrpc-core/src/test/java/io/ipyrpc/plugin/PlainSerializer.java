package io.ipyrpc.plugin;

import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.wire.Limits;
import java.io.InputStream;
import java.io.OutputStream;

/** What the plugins that tests compile need not say. */
public abstract class PlainSerializer implements Serializer {
    /** For subclasses. */
    protected PlainSerializer() {}

    @Override
    public ValueWriter writer(OutputStream out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ValueReader reader(InputStream in, Limits limits) {
        throw new UnsupportedOperationException();
    }
}
