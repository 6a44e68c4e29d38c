package io.ipyrpc.server;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.IdempotencyKey;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Operations {@code call} and {@code submit}: from a request to a job. */
final class CallHandler {
    private final FunctionRegistry registry;
    private final Policies policies;
    private final SerializerSet serializers;
    private final Gate gate;
    private final Workers workers;
    private final Limits limits;
    private final SubmitFields submitFields;

    CallHandler(
            FunctionRegistry registry,
            Policies policies,
            SerializerSet serializers,
            Gate gate,
            Workers workers,
            Limits limits,
            SubmitFields submitFields) {
        this.registry = registry;
        this.policies = policies;
        this.serializers = serializers;
        this.gate = gate;
        this.workers = workers;
        this.limits = limits;
        this.submitFields = submitFields;
    }

    void call(Request request, Gate.Admission admission, Reply reply) throws IOException {
        Checked checked = check(request, admission, false);
        workers.call(checked.job, reply, checked.policy, checked.timeoutSeconds);
    }

    /** Queues the job, and gives the id of the one that stands for it. */
    String submit(Request request, Gate.Admission admission) throws IOException {
        return workers.submit(check(request, admission, true).job);
    }

    /** A request that may become a job. */
    private record Checked(JobRequest job, FunctionPolicy policy, double timeoutSeconds) {}

    private Checked check(Request request, Gate.Admission admission, boolean keep) throws IOException {
        String function = request.target();
        if (registry.table().find(function) == null) {
            throw unknown(function, admission);
        }
        FunctionPolicy policy = policies.of(function);
        Serializer serializer = serializer(request, policy);
        policy.checkInput(function, serializer.name());
        String output = request.field("output")
                .map(name -> serializers.get(name).name())
                .orElse(null);
        String asked = request.answerIn() != null ? request.answerIn() : output;
        Map<String, String> options = new HashMap<>(request.fields());
        options.put("output", policy.chooseOutput(function, serializer.name(), asked, serializers));
        // The server's own functions give parts of values: whoever wants a pointer to one says so.
        boolean rule = policy.returnPointer() && !function.startsWith("_");
        if (isPointer(options.getOrDefault("return", rule ? "pointer" : "value"))) {
            options.put("return", "pointer");
            options.put("listener", String.valueOf(admission.listener()));
        }
        if (!keep) {
            SubmitFields.refuse(options);
        }
        long delay = submitFields.delay(options);
        double timeout = Deadlines.seconds(options.get("timeout"), policy.timeoutSeconds());
        Slices body = BodyReader.read(request.body(), limits, admission.bodyDigest());
        admission.authorize(decoded(serializer, body));
        options.put("serializer", serializer.name());
        IdempotencyKey key = submitFields.key(options, body);
        if (timeout > 0) {
            // What holds, which is not always what was asked: later attempts go by it.
            options.put("timeout", String.valueOf(timeout));
        }
        Instant created = Instant.now();
        JobRequest job = new JobRequest(
                Ids.next(),
                function,
                serializer.name(),
                body,
                options,
                admission.owner(),
                created,
                keep,
                delay == 0 ? null : created.plusNanos(delay),
                key);
        return new Checked(job, policy, timeout);
    }

    private RpcException unknown(String function, Gate.Admission admission) {
        List<String> visible = registry.table().all().keySet().stream()
                .filter(name -> gate.mayCall(admission, name))
                .toList();
        return new RpcException(
                ErrorCode.NOT_FOUND, "there is no function '" + function + "'" + Nearest.hint(function, visible));
    }

    private Serializer serializer(Request request, FunctionPolicy policy) {
        return serializers.get(
                request.field("serializer").orElseGet(() -> policy.input().get(0)));
    }

    private static boolean isPointer(String returns) {
        if (!returns.equals("pointer") && !returns.equals("value")) {
            String shown = returns.length() > 40 ? returns.substring(0, 40) + "…" : returns;
            throw new RpcException(ErrorCode.BAD_REQUEST, "return '" + shown + "' is neither 'value' nor 'pointer'");
        }
        return returns.equals("pointer");
    }

    private Supplier<Arguments> decoded(Serializer serializer, Slices body) {
        return () -> {
            try {
                return serializer.reader(body.inputStream(), limits).arguments();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
