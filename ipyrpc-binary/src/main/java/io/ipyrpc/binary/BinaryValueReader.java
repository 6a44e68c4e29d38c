package io.ipyrpc.binary;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.LimitException;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/** Reads one body. The stream stays open; reading ends at its end. */
final class BinaryValueReader implements ValueReader {
    private final FrameInput in;
    private final TreeReader trees;
    private final Limits limits;

    BinaryValueReader(InputStream in, Limits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.in = new FrameInput(Objects.requireNonNull(in, "in"), limits);
        this.trees = new TreeReader(this.in);
    }

    @Override
    public Object value() throws IOException {
        return reading(() -> {
            begin();
            Object value = value(0);
            end();
            return value;
        });
    }

    @Override
    public Arguments arguments() throws IOException {
        return reading(() -> {
            List<Object> positional = new ArrayList<>();
            Map<String, Object> keyword = new LinkedHashMap<>();
            while (in.next()) {
                if (positional.size() + keyword.size() == limits.maxArguments()) {
                    throw in.tooLarge("more arguments than max_arguments " + limits.maxArguments());
                }
                if (in.metadata().containsKey("key")) {
                    String key = newKey(keyword);
                    keyword.put(key, value(0));
                } else {
                    positional.add(value(0));
                }
            }
            return Arguments.of(positional, keyword);
        });
    }

    @Override
    public Iterator<Object> items() throws IOException {
        in.allowAnyLength();
        return reading(() -> {
            begin();
            if (in.type().equals(Types.LIST)) {
                enterContainer(0);
                return new Items();
            }
            Object value = value(0);
            end();
            return value instanceof List<?> list
                    ? Collections.<Object>unmodifiableList(list).iterator()
                    : Collections.singletonList(value).iterator();
        });
    }

    /** Each item is decoded when it is asked for, so that none waits for the next. */
    private final class Items implements Iterator<Object> {
        private Iterator<Object> batch = Collections.emptyIterator();
        private boolean onFrame;
        private boolean ended;

        @Override
        public boolean hasNext() {
            while (!ended && !onFrame && !batch.hasNext()) {
                unchecked(() -> {
                    if (!inContainer()) {
                        ended = true;
                        end();
                    } else if (in.type().equals(Types.ITEMS)) {
                        batch = items(1).iterator();
                    } else {
                        onFrame = true;
                    }
                    return null;
                });
            }
            return !ended;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the list has no more items");
            }
            if (!onFrame) {
                return batch.next();
            }
            onFrame = false;
            return unchecked(() -> value(1));
        }

        private <T> T unchecked(Step<T> step) {
            try {
                return reading(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void begin() throws IOException {
        if (!in.next()) {
            throw new RpcException(ErrorCode.BAD_REQUEST, "the body is empty; null is sent as a frame of type json");
        }
    }

    private void end() throws IOException {
        if (in.next()) {
            throw in.bad("a frame after the value; a body is one value");
        }
    }

    /** The value whose first frame has been begun, inside {@code depth} lists and dicts. */
    private Object value(int depth) throws IOException {
        switch (in.type()) {
            case Types.JSON:
                return trees.read(depth);
            case Types.NDARRAY:
                return new ArrayReader(in, trees).array(depth);
            case Types.FRAME:
                return new PandasReader(in, trees, depth).frame();
            case Types.SERIES:
                return new PandasReader(in, trees, depth).series();
            case Types.BYTES:
                return in.bytes(in.left());
            case Types.POINTER:
                in.needNoData();
                return trees.pointer(in.metadata(), depth);
            case Types.LIST:
                return list(depth);
            case Types.DICT:
                return dict(depth);
            case Types.ITEMS, Types.END:
                throw in.bad(
                        "such a frame stands only inside a list" + (in.type().equals(Types.END) ? " or dict" : ""));
            default:
                throw in.bad("unknown type; known: json, np.ndarray, pandas, pandas.Series, bytes, list, dict, "
                        + Types.POINTER);
        }
    }

    private List<Object> list(int depth) throws IOException {
        enterContainer(depth);
        List<Object> list = new ArrayList<>();
        while (inContainer()) {
            if (in.type().equals(Types.ITEMS)) {
                list.addAll(items(depth + 1));
            } else {
                list.add(value(depth + 1));
            }
        }
        return list;
    }

    private List<Object> items(int depth) throws IOException {
        List<Object> items = trees.parseList(in.left());
        trees.items(items, depth);
        return items;
    }

    private Map<String, Object> dict(int depth) throws IOException {
        enterContainer(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        while (inContainer()) {
            String key = newKey(members);
            members.put(key, value(depth + 1));
        }
        return members;
    }

    private void enterContainer(int depth) {
        in.needNoData();
        trees.enter(depth);
    }

    /** Goes on to the next frame of a list or dict; false at its end. */
    private boolean inContainer() throws IOException {
        if (!in.next()) {
            throw new RpcException(
                    ErrorCode.BAD_REQUEST, "the stream ends inside a list or dict, without a frame of type end");
        }
        if (!in.type().equals(Types.END)) {
            return true;
        }
        in.needNoData();
        return false;
    }

    private String newKey(Map<String, Object> members) {
        if (!(in.metadata().get("key") instanceof String key)) {
            throw in.bad(
                    in.metadata().containsKey("key")
                            ? "key is a text, not " + Shown.json(in.metadata().get("key"))
                            : "a member of a dict has a key in its metadata");
        }
        Keys.check(key);
        if (members.containsKey(key)) {
            throw in.bad("the key " + Shown.json(key) + " is there twice");
        }
        return key;
    }

    /** What reads. */
    private interface Step<T> {
        T run() throws IOException;
    }

    /** What is wrong with the bytes gets out as what it is on the wire. */
    private <T> T reading(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (LimitException e) {
            throw in.tooLarge(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw in.bad(e.getMessage());
        } catch (StackOverflowError e) {
            throw in.tooLarge(
                    "nested deeper than the stack of this thread holds; lower max_depth, now " + limits.maxDepth());
        }
    }
}
