package io.ipyrpc.http.server;

/** What a page of another origin is told that it may do (the Fetch standard's CORS protocol). */
final class Cors {
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match, "
            + "IpyRpc-Delay, IpyRpc-Output, IpyRpc-Return, IpyRpc-Secret, IpyRpc-Timeout, Last-Event-ID";
    private static final String ANSWER_HEADERS = "ETag, IpyRpc-Protocol, Location, Retry-After";

    private Cors() {}

    static void permit(Answer answer, String origin) {
        answer.header("Access-Control-Allow-Origin", origin);
        answer.header("Access-Control-Expose-Headers", ANSWER_HEADERS);
    }

    static void preflight(Answer answer, String methods) {
        answer.header("Access-Control-Allow-Methods", methods);
        answer.header("Access-Control-Allow-Headers", REQUEST_HEADERS);
        answer.header("Access-Control-Max-Age", "600");
    }
}
