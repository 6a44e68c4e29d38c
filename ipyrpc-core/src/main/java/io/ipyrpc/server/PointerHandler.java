package io.ipyrpc.server;

import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Lowering;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.pointer.PointerPath;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.Vault;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Operations {@code put fetch release}. */
final class PointerHandler {
    private final Pointers pointers;
    private final SerializerSet serializers;
    private final Limits limits;

    PointerHandler(Pointers pointers, SerializerSet serializers, Limits limits) {
        this.pointers = pointers;
        this.serializers = serializers;
        this.limits = limits;
    }

    /** The id of the process that keeps the values. */
    String server() {
        return pointers.server();
    }

    /** The serializers that values come and go in. */
    List<String> serializers() {
        return serializers.names();
    }

    /** Keeps the value of a body, and gives the pointer as JSON. */
    Map<String, Object> put(Request request, Gate.Admission admission) throws IOException {
        Serializer serializer = serializer(request, "serializer");
        Slices body = BodyReader.read(request.body(), limits, admission.bodyDigest());
        Object value = serializer.reader(body.inputStream(), limits).value();
        admission.authorize(() -> Arguments.of(value));
        return pointers.keep(value, admission.owner(), String.valueOf(admission.listener()), null)
                .toMap();
    }

    /** Whoever has the secret gets the value: by a serializer that it may name, else in JSON. */
    void fetch(Request request, Reply reply) throws IOException {
        Serializer serializer = serializer(request, "output");
        try (Vault.Hold hold = pointers.hold(path(request), secret(request))) {
            FetchOutput out = new FetchOutput(serializer.name(), reply);
            serializer.writer(out).value(Lowering.lower(hold.value(), limits.maxDepth()));
            out.end();
        } catch (ConversionException e) {
            throw new RpcException(
                    ErrorCode.NOT_ACCEPTABLE,
                    "the value cannot be sent: " + e.getMessage() + "; a function of this server can take its pointer");
        }
    }

    /** Lets go of a value; its owner may, where it has one. */
    Map<String, Object> release(Request request, Gate.Admission admission) {
        pointers.release(path(request), secret(request), admission.owner());
        return Map.of("released", true);
    }

    private Serializer serializer(Request request, String field) {
        return serializers.get(request.field(field)
                .orElseGet(() -> serializers.find("json") != null
                        ? "json"
                        : serializers.names().get(0)));
    }

    private static PointerPath path(Request request) {
        return PointerPath.of(request.target());
    }

    private static String secret(Request request) {
        return request.field("secret")
                .orElseThrow(() -> new RpcException(
                        ErrorCode.BAD_REQUEST,
                        "the pointer's secret is missing; over HTTP it is the header IpyRpc-Secret"));
    }
}
