package io.ipyrpc.http.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.util.Map;

/** A request that is answered before the handler hears of it, with a status and headers of its own. */
final class Refusal extends RpcException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    Refusal(ErrorCode code, String message) {
        this(code.httpStatus(), code, message, Map.of());
    }

    Refusal(int status, ErrorCode code, String message, Map<String, String> headers) {
        super(code, message);
        this.status = status;
        this.headers = headers;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** A text that a peer sent, fit for a message: short and of one line. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        int length = Math.min(text.length(), 100);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.append(length < text.length() ? "…'" : "'").toString();
    }
}
