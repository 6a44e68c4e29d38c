package io.ipyrpc.http.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns every HTTP request into a {@link Request}, or answers at once why it is none. */
final class Endpoint implements HttpHandler {
    private static final System.Logger LOG = System.getLogger("io.ipyrpc.http");

    private final AllowedHosts hosts;
    private final Origins origins;
    private final MediaTypes types;
    private final RequestFields fields;
    private final long maxBody;
    private final RequestHandler handler;
    private final Drain drain;
    private final Connections connections;

    Endpoint(
            AllowedHosts hosts,
            Origins origins,
            TransportOptions options,
            RequestHandler handler,
            Drain drain,
            Connections connections) {
        this.hosts = hosts;
        this.origins = origins;
        this.types = new MediaTypes(options.mediaTypes());
        this.fields = new RequestFields(types);
        this.maxBody = options.limits().maxBody();
        this.handler = handler;
        this.drain = drain;
        this.connections = connections;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Connections.Visit visit = connections.arrived();
        Headers headers = exchange.getRequestHeaders();
        // The JDK's server has checked both headers, and that there is but one of them.
        String length = headers.getFirst("Content-Length");
        long size = headers.containsKey("Transfer-Encoding") ? -1 : length == null ? 0 : Long.parseLong(length);
        RequestBody body = new RequestBody(exchange.getRequestBody(), size, maxBody, connections.watch());
        Answer answer = new Answer(exchange, body, drain, connections.watch(), visit);
        answer.header("IpyRpc-Protocol", "1");
        answer.header("Cache-Control", "no-store");
        answer.header("X-Content-Type-Options", "nosniff");
        try {
            visit.admit();
            handle(exchange, headers, body, answer);
        } catch (Refusal e) {
            e.headers().forEach(answer::header);
            refuse(answer, e.status(), e.error());
        } catch (RpcException e) {
            refuse(answer, ErrorCode.of(e.code()).map(ErrorCode::httpStatus).orElse(500), e.error());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "an answer did not reach its client", e);
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "answering " + exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getPath() + " failed",
                    e);
            refuse(
                    answer,
                    500,
                    ErrorRecord.of(ErrorCode.FUNCTION_ERROR, "the server failed to answer; its log says why"));
        }
        try {
            answer.awaitEnd();
        } finally {
            visit.leave();
        }
    }

    private void handle(HttpExchange exchange, Headers headers, RequestBody body, Answer answer) throws IOException {
        RequestTarget target = RequestTarget.of(exchange.getRequestURI().toString());
        Authority host = hosts.check(headers.get("Host"), target.authority());
        if (origins.vary()) {
            answer.header("Vary", "Origin");
        }
        String origin = origins.check(headers.get("Origin"), host);
        if (origin != null) {
            Cors.permit(answer, origin);
        }
        List<String> segments = target.segments();
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            String allowed = Router.allowed(target.path(), segments);
            answer.header("Allow", allowed);
            if (origin != null) {
                Cors.preflight(answer, allowed);
            }
            answer.empty(204);
            return;
        }
        Route route = Router.route(exchange.getRequestMethod(), target.path(), segments);
        Op op = route.op();
        AnswerForm form = AnswerForm.of(op, new Accept(headers.get("Accept")));
        Request request = new Request(
                op,
                route.target(segments),
                fields.read(op, target, headers, body),
                credentials(headers, host),
                op.hasBody() ? body : Body.EMPTY,
                form.needsJson() ? "json" : null);
        if (op.hasBody() && body.length() > maxBody) {
            throw new Refusal(ErrorCode.TOO_LARGE, "the body is " + body.length() + " bytes, max_body is " + maxBody);
        }
        handler.handle(request, reply(request, form, answer, headers));
    }

    private HttpReply reply(Request request, AnswerForm form, Answer answer, Headers headers) {
        int replyStatus = request.op() == Op.RESULT ? 202 : 200;
        return switch (form) {
            case REPLY -> new JsonReply(answer, request.op(), headers.get("If-None-Match"));
            case FRAMES -> new FrameReply(answer, replyStatus);
            case EVENT_STREAM -> new EventStreamReply(answer, replyStatus, maxBody);
            case OBJECT ->
                new ObjectReply(answer, replyStatus, request.op() == Op.RESULT ? request.target() : null, maxBody);
            case VALUE -> new ValueReply(answer, types);
        };
    }

    private static Map<String, String> credentials(Headers headers, Authority host) {
        Map<String, String> credentials = new HashMap<>();
        // What the client dialled, as it spelled it, is what a signature covers; the port is always written there.
        String dialled = headers.getFirst("Host").strip().toLowerCase(Locale.ROOT);
        String port = ":" + host.port();
        credentials.put("host", dialled.endsWith(port) ? dialled : dialled + port);
        String authorization = RequestFields.single(headers, "Authorization");
        if (authorization != null) {
            credentials.put("authorization", authorization);
        }
        return credentials;
    }

    private static void refuse(Answer answer, int status, ErrorRecord error) {
        try {
            if (answer.begun()) {
                answer.cutUnlessEnded();
            } else {
                Map<String, Object> map = error.toMap();
                HttpReply.error(answer, status, map, Map.of("error", map));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a refusal did not reach its client", e);
        }
    }
}
