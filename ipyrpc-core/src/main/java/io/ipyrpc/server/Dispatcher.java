package io.ipyrpc.server;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.registry.FunctionTable;
import io.ipyrpc.registry.RpcFunction;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers every request: lets it in or not, hands it to its operation, and turns whatever is thrown into an answer. */
final class Dispatcher implements RequestHandler {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Gate gate;
    private final CallHandler calls;
    private final JobHandler jobs;
    private final PointerHandler pointers;
    private final FunctionRegistry registry;
    private final Policies policies;
    private final Lifecycle lifecycle;
    private final Audit audit;
    private final Supplier<MetricsPage> metrics;

    Dispatcher(
            Gate gate,
            CallHandler calls,
            JobHandler jobs,
            PointerHandler pointers,
            FunctionRegistry registry,
            Policies policies,
            Lifecycle lifecycle,
            Audit audit,
            Supplier<MetricsPage> metrics) {
        this.lifecycle = lifecycle;
        this.audit = audit;
        this.metrics = metrics;
        this.gate = gate;
        this.calls = calls;
        this.jobs = jobs;
        this.pointers = pointers;
        this.registry = registry;
        this.policies = policies;
    }

    @Override
    public void handle(Request request, Reply reply) {
        handle(request, reply, null);
    }

    /** Answers a request that came by a listener of that address. */
    void handle(Request request, Reply reply, URI listener) {
        lifecycle.requestBegan();
        try {
            answer(request, reply, listener);
        } finally {
            lifecycle.requestEnded();
        }
    }

    private void answer(Request request, Reply reply, URI listener) {
        Gate.Admission admission = null;
        try {
            admission = gate.admit(request).at(listener);
            audit.admitted(request);
            if (begins(request.op())) {
                lifecycle.checkOpen();
            }
            switch (request.op()) {
                case CALL -> calls.call(request, admission, reply);
                case SUBMIT -> reply(reply, Map.of("job", calls.submit(request, admission)));
                case JOBS -> reply(reply, jobs.list(request, admission));
                case STATUS -> reply(reply, jobs.status(request, admission));
                case CANCEL -> reply(reply, jobs.cancel(request, admission));
                case RETRY -> reply(reply, jobs.retry(request, admission));
                case WORKERS -> reply(reply, jobs.workers(admission));
                case EVENTS -> jobs.events(request, admission, reply);
                case RESULT -> jobs.result(request, admission, reply);
                case PUT -> reply(reply, pointers.put(request, admission));
                case FETCH -> pointers.fetch(request, reply);
                case RELEASE -> reply(reply, pointers.release(request, admission));
                case FUNCTIONS -> reply(reply, functions(request, admission));
                case HEALTH -> reply(reply, health());
                case METRICS -> {
                    Slices page = Slices.utf8(metrics.get().toString());
                    send(reply, new Frame(Map.of("event", "reply", "media_type", MetricsPage.MEDIA_TYPE), page));
                }
            }
        } catch (RpcException e) {
            refuse(request, admission, reply, e.error());
        } catch (IOException e) {
            // The caller is gone or its body cannot be read: there is nobody to tell.
            LOG.log(System.Logger.Level.DEBUG, () -> request + " was cut: " + e.getMessage());
            reply.abort();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, request + " failed in the server", e);
            refuse(
                    request,
                    admission,
                    reply,
                    ErrorRecord.of(ErrorCode.FUNCTION_ERROR, "the server failed on " + request + "; its log says why"));
        }
    }

    /** Whether an operation begins something, which a server that stops does not take. */
    private static boolean begins(Op op) {
        return op == Op.CALL || op == Op.SUBMIT || op == Op.RETRY || op == Op.PUT;
    }

    /** Answers with one JSON value; who is gone by then hears nothing. */
    static void reply(Reply reply, Object value) {
        send(reply, new Frame(Map.of("event", "reply"), Slices.of(Json.writeBytes(value))));
    }

    private void refuse(Request request, Gate.Admission admission, Reply reply, ErrorRecord error) {
        audit.refused(request, admission == null ? null : admission.owner(), error);
        refuse(reply, error);
    }

    /** Answers with an error alone. */
    static void refuse(Reply reply, ErrorRecord error) {
        send(reply, new Frame(Map.of("event", "error", "error", error.toMap())));
    }

    private static void send(Reply reply, Frame only) {
        try {
            reply.send(only, true);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "an answer could not be sent: " + e.getMessage());
        }
    }

    private Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("protocol", 1);
        health.put("status", lifecycle.isDraining() ? "draining" : "ready");
        return health;
    }

    private Map<String, Object> functions(Request request, Gate.Admission admission) {
        FunctionTable table = registry.table();
        boolean rules = request.field("rules").filter(Dispatcher::isTrue).isPresent();
        List<RpcFunction> visible = table.all().values().stream()
                .filter(function -> gate.mayCall(admission, function.name()))
                .toList();
        if (!request.target().isEmpty()) {
            // The server's own are in no list, and described all the same.
            return Optional.ofNullable(table.find(request.target()))
                    .filter(function -> gate.mayCall(admission, function.name()))
                    .map(function -> describe(function, rules).toMap())
                    .orElseThrow(() -> new RpcException(
                            ErrorCode.NOT_FOUND,
                            "there is no function '" + request.target() + "'"
                                    + Nearest.hint(
                                            request.target(),
                                            visible.stream()
                                                    .map(RpcFunction::name)
                                                    .toList())));
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("protocol", 1);
        list.put("version", table.version());
        list.put("server", pointers.server());
        list.put("serializers", pointers.serializers());
        list.put(
                "functions",
                visible.stream().map(f -> describe(f, rules).toMap()).toList());
        return list;
    }

    /** A slip here would give a list without what was asked for. */
    private static boolean isTrue(String rules) {
        if (!rules.equalsIgnoreCase("true") && !rules.equalsIgnoreCase("false")) {
            String shown = rules.length() > 40 ? rules.substring(0, 40) + "…" : rules;
            throw new RpcException(ErrorCode.BAD_REQUEST, "rules '" + shown + "' is neither 'true' nor 'false'");
        }
        return rules.equalsIgnoreCase("true");
    }

    private FunctionInfo describe(RpcFunction function, boolean rules) {
        FunctionPolicy policy = policies.of(function.name());
        FunctionInfo info = function.info();
        return new FunctionInfo(
                info.name(),
                info.doc(),
                info.signature(),
                info.parameters(),
                info.returnType(),
                info.returnDoc(),
                policy.input(),
                policy.output().isEmpty() ? "" : policy.output().get(0),
                policy.returnPointer(),
                rules ? policy.settings() : Map.of());
    }
}
