package io.ipyrpc.server;

import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.SlicesBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cursor whose result comes in the serializer that is asked for, whatever the job wrote it in: where that is another,
 * the pieces are held back until it is whole, then read and written anew as one.
 */
final class RecodingCursor extends DerivedCursor {
    private final String asked;
    private final String function;
    private final FunctionPolicy policy;
    private final SerializerSet serializers;
    private final Limits limits;
    /** What the result is written in, where its first piece was seen. */
    private String written;
    /** The pieces so far, or null where none is held back. */
    private SlicesBuilder held;

    /**
     * The events of that cursor.
     *
     * @param asked the serializer that is asked for
     * @param policy the rules of the job's function, which may allow certain serializers alone
     */
    RecodingCursor(
            EventCursor all,
            String asked,
            String function,
            FunctionPolicy policy,
            SerializerSet serializers,
            Limits limits) {
        super(all);
        this.asked = asked;
        this.function = function;
        this.policy = policy;
        this.serializers = serializers;
        this.limits = limits;
    }

    @Override
    List<Frame> derived(List<Frame> events) {
        List<Frame> taken = new ArrayList<>();
        for (Frame event : events) {
            take(event, taken);
        }
        return taken;
    }

    private void take(Frame frame, List<Frame> taken) {
        switch (frame.event()) {
            case "result" -> result(frame, taken);
            case "started", "error" -> {
                held = null;
                written = null;
                taken.add(frame);
            }
            default -> taken.add(held == null ? frame : withoutNumber(frame));
        }
    }

    private void result(Frame piece, List<Frame> taken) {
        if (piece.metadata().get("serializer") instanceof String name) {
            written = name;
            Serializer wanted = serializers.find(asked);
            held = wanted != null && wanted.name().equals(name) ? null : new SlicesBuilder();
        }
        if (held == null) {
            taken.add(piece);
            return;
        }
        if (held.length() + piece.data().length() > limits.maxBody()) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the result is over " + limits.maxBody() + " bytes (max_body), too large to be given in '" + asked
                            + "' instead of '" + written + "'; ask for it as it is");
        }
        held.share(piece.data());
        if (piece.metadata().containsKey("status")) {
            taken.add(recoded(piece));
            held = null;
        }
    }

    /** While pieces are held back, a number would let a client that comes back skip them. */
    private static Frame withoutNumber(Frame frame) {
        Map<String, Object> metadata = new LinkedHashMap<>(frame.metadata());
        metadata.remove("seq");
        return new Frame(metadata, frame.data());
    }

    private Frame recoded(Frame last) {
        String name = policy.chooseOutput(function, written, asked, serializers);
        Map<String, Object> metadata = new LinkedHashMap<>(last.metadata());
        metadata.put("serializer", name);
        try {
            Object value = serializers
                    .get(written)
                    .reader(held.build().inputStream(), limits)
                    .value();
            SlicesBuilder text = new SlicesBuilder();
            serializers.get(name).writer(text).value(value);
            return new Frame(metadata, text.build());
        } catch (RpcException | IllegalArgumentException | IOException e) {
            throw new RpcException(
                    ErrorCode.NOT_ACCEPTABLE,
                    "the result of '" + function + "' is in '" + written + "' and cannot be given in '" + name + "': "
                            + e.getMessage()
                            + "; ask for it as it is (over HTTP: Accept: application/vnd.ipyrpc.events)");
        }
    }
}
