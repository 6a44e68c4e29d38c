package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of §6; paths are exact, so that no two requests are spelled the same way. */
final class Router {
    private static final List<Route> ROUTES = List.of(
            Route.of("POST", "call/*", Op.CALL),
            Route.of("POST", "submit/*", Op.SUBMIT),
            Route.of("GET", "functions", Op.FUNCTIONS),
            Route.of("GET", "functions/*", Op.FUNCTIONS),
            Route.of("GET", "jobs", Op.JOBS),
            Route.of("GET", "jobs/*", Op.STATUS),
            Route.of("DELETE", "jobs/*", Op.CANCEL),
            Route.of("GET", "jobs/*/events", Op.EVENTS),
            Route.of("GET", "jobs/*/result", Op.RESULT),
            Route.of("POST", "jobs/*/retry", Op.RETRY),
            Route.of("POST", "data", Op.PUT),
            Route.of("GET", "data/*/*", Op.FETCH),
            Route.of("DELETE", "data/*/*", Op.RELEASE),
            Route.of("GET", "health", Op.HEALTH),
            Route.of("GET", "metrics", Op.METRICS),
            Route.of("GET", "workers", Op.WORKERS));

    private Router() {}

    /** The route of a request; HEAD goes where GET goes. */
    static Route route(String method, String path, List<String> segments) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : ROUTES) {
            if (route.method().equals(wanted) && route.fits(segments)) {
                return route;
            }
        }
        String allowed = allowed(path, segments);
        throw new Refusal(
                405,
                ErrorCode.METHOD_NOT_ALLOWED,
                Refusal.shown(path) + " takes " + allowed + ", not " + Refusal.shown(method),
                Map.of("Allow", allowed));
    }

    /** The methods of a path, as the header {@code Allow} has them. */
    static String allowed(String path, List<String> segments) {
        List<String> methods = new ArrayList<>();
        for (Route route : ROUTES) {
            if (route.fits(segments)) {
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        if (methods.isEmpty()) {
            throw new Refusal(
                    ErrorCode.NOT_FOUND,
                    "there is nothing at " + Refusal.shown(path) + "; GET /functions lists what can be called");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
