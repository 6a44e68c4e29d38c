package io.ipyrpc.json;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.ValueWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/** Writes one body. The stream stays open; nothing of the body is held back when a method returns. */
final class JsonValueWriter implements ValueWriter {
    private final OutputStream out;

    JsonValueWriter(OutputStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    @Override
    public void value(Object value) throws IOException {
        writing(encoder -> encoder.value(value, 0));
    }

    @Override
    public void arguments(Arguments arguments) throws IOException {
        Objects.requireNonNull(arguments, "arguments");
        writing(encoder -> {
            if (arguments.keyword().isEmpty()) {
                encoder.list(arguments.positional().iterator(), 0);
            } else {
                encoder.generator.writeStartObject();
                encoder.generator.writeName("args");
                encoder.list(arguments.positional().iterator(), 1);
                encoder.generator.writeName("kwargs");
                encoder.members(arguments.keyword(), 1);
                encoder.generator.writeEndObject();
            }
        });
    }

    private void writing(Consumer<ValueEncoder> body) throws IOException {
        try {
            JsonGenerator generator = Jackson.generator(out);
            body.accept(new ValueEncoder(generator, out));
            generator.close();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (StackOverflowError e) {
            throw new UnsendableException(
                    "nested deeper than the stack of this thread holds, or an array that contains itself");
        } catch (JacksonException e) {
            throw new IOException("the JSON generator failed: " + e.getOriginalMessage(), e);
        }
    }
}
