package io.ipyrpc.server;

import java.util.Arrays;
import java.util.List;

/**
 * Finds in a stack trace where the server ends and its function begins. A function is called by the registry; an iterator
 * or stream that it returned, and what it has for members, by the lowering of values, which a serializer called. That may
 * be anybody's, so it is told by what stands around it.
 */
final class FunctionFrames {
    private static final String LOWERING = "io.ipyrpc.convert.";

    private FunctionFrames() {}

    /** The frames above the server's own. */
    static List<StackTraceElement> of(StackTraceElement[] trace) {
        int end = 0;
        while (end < trace.length && !isIn(trace[end], "io.ipyrpc.registry.", "io.ipyrpc.server.")) {
            end++;
        }
        boolean written = end < trace.length && isIn(trace[end], "io.ipyrpc.server.");
        return Arrays.asList(trace).subList(0, written ? lowered(trace, end) : end);
    }

    /** Where the lowering began that is nearest to the server; a function may be a client that lowers too. */
    private static int lowered(StackTraceElement[] trace, int end) {
        int begin = end;
        for (int i = end - 1; i >= 0; i--) {
            if (isIn(trace[i], LOWERING)) {
                begin = i;
            } else if (begin < end && !isIn(trace[i], "java.", "jdk.")) {
                break;
            }
        }
        return begin;
    }

    private static boolean isIn(StackTraceElement frame, String... packages) {
        return Arrays.stream(packages).anyMatch(frame.getClassName()::startsWith);
    }
}
