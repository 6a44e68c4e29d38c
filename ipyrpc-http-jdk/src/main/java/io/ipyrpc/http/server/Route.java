package io.ipyrpc.http.server;

import io.ipyrpc.wire.Op;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of §6: a method and the form of a path, which together mean an operation.
 *
 * @param method the method
 * @param form the path's segments; {@code *} stands for any one that is not empty
 * @param op the operation
 */
record Route(String method, List<String> form, Op op) {
    private static final Pattern SLASH = Pattern.compile("/");

    static Route of(String method, String form, Op op) {
        return new Route(method, List.of(SLASH.split(form)), op);
    }

    boolean fits(List<String> segments) {
        if (segments.size() != form.size()) {
            return false;
        }
        for (int i = 0; i < form.size(); i++) {
            String wanted = form.get(i);
            String segment = segments.get(i);
            if (wanted.equals("*") ? segment.isEmpty() || segment.indexOf('/') >= 0 : !wanted.equals(segment)) {
                return false;
            }
        }
        return true;
    }

    /** The operation's target in such a path. */
    String target(List<String> segments) {
        return switch (op.target()) {
            case NONE -> "";
            case FUNCTION_OR_NONE -> segments.size() == 1 ? "" : segments.get(1);
            case FUNCTION, JOB -> segments.get(1);
            case POINTER -> "/" + String.join("/", segments);
        };
    }
}
