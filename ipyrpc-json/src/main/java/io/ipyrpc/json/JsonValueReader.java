package io.ipyrpc.json;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Reads one body. The stream stays open; reading ends at its end. */
final class JsonValueReader implements ValueReader {
    private final JsonParser parser;
    private final StreamSource source;
    private final ValueDecoder values;

    JsonValueReader(InputStream in, Limits limits) {
        Utf8Input utf8 = new Utf8Input(Objects.requireNonNull(in, "in"), Objects.requireNonNull(limits, "limits"));
        parser = Jackson.parser(utf8);
        source = new StreamSource(utf8, parser, limits);
        values = new ValueDecoder(source);
    }

    @Override
    public Object value() throws IOException {
        return reading(() -> {
            begin();
            Object value = values.value(0);
            end();
            return value;
        });
    }

    @Override
    public Arguments arguments() throws IOException {
        return reading(() -> {
            if (source.next() == null) {
                end();
                return Arguments.NONE;
            }
            Arguments arguments = new ArgumentsDecoder(values).read();
            end();
            return arguments;
        });
    }

    @Override
    public Iterator<Object> items() throws IOException {
        boolean list = reading(() -> {
            begin();
            return source.at(JsonToken.START_ARRAY);
        });
        return new Items(list);
    }

    /** Each item is decoded when it is asked for, so that none waits for the next. */
    private final class Items implements Iterator<Object> {
        private final boolean list;
        private boolean onItem;
        private boolean ended;

        Items(boolean list) {
            this.list = list;
            this.onItem = !list;
        }

        @Override
        public boolean hasNext() {
            if (!onItem && !ended) {
                unchecked(() -> {
                    if (list && source.next() != JsonToken.END_ARRAY) {
                        onItem = true;
                    } else {
                        end();
                        ended = true;
                    }
                    return null;
                });
            }
            return onItem;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the list has no more items");
            }
            onItem = false;
            source.beginItem();
            return unchecked(() -> values.value(list ? 1 : 0));
        }

        private <T> T unchecked(Supplier<T> step) {
            try {
                return reading(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void begin() {
        if (source.next() == null) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "the body is empty; null is sent as null");
        }
    }

    private void end() {
        if (source.token != null && source.next() != null) {
            throw source.bad(source.shown() + " after the value; a body is one value");
        }
        parser.close();
    }

    /** Nothing that the parser throws gets out as it is. */
    private <T> T reading(Supplier<T> step) throws IOException {
        try {
            return step.get();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (StreamConstraintsException e) {
            // The one constraint that is left to the parser.
            throw source.tooLarge("nested deeper than max_depth " + source.limits.maxDepth());
        } catch (JacksonException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, Syntax.message(e));
        } catch (StackOverflowError e) {
            // On a thread with a smaller stack than usual.
            throw source.tooLarge("nested deeper than the stack of this thread holds; lower max_depth, now "
                    + source.limits.maxDepth());
        } catch (IllegalStateException e) {
            // The parser's table of names refuses names that were chosen to collide.
            throw source.bad("not valid JSON: too many names of the same hash");
        }
    }
}
