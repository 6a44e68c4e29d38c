package io.ipyrpc.server;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Makes records of exceptions (§4.1): neutral text, bounded, without the server's own frames. An exception that cannot
 * even be described still ends the call with its type.
 */
final class ErrorRecords {
    private static final int MAX_MESSAGE = 64 << 10;
    private static final int MAX_TRACEBACK = 128 << 10;
    private static final int MAX_FRAMES = 200;
    private static final int MAX_CAUSES = 8;
    private static final String OWN_FRAMES = "io.ipyrpc.registry.";

    private ErrorRecords() {}

    /** The record of what a function threw. */
    static ErrorRecord of(Throwable thrown) {
        try {
            StringBuilder traceback = new StringBuilder();
            print(thrown, "", traceback, newSet(), MAX_CAUSES);
            return record(thrown, shortened(traceback.toString(), MAX_TRACEBACK), newSet(), MAX_CAUSES);
        } catch (Throwable e) {
            // Whatever its methods do, or however little memory there is.
            return new ErrorRecord(
                    ErrorCode.FUNCTION_ERROR.wireName(),
                    thrown.getClass().getName(),
                    "the exception could not be described: " + e.getClass().getName(),
                    "",
                    List.of(),
                    null,
                    List.of());
        }
    }

    private static Set<Throwable> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static ErrorRecord record(Throwable thrown, String traceback, Set<Throwable> seen, int depth) {
        seen.add(thrown);
        Throwable cause = thrown.getCause();
        List<ErrorRecord> suppressed = new ArrayList<>();
        for (Throwable other : thrown.getSuppressed()) {
            if (depth > 0 && suppressed.size() < MAX_CAUSES && !seen.contains(other)) {
                suppressed.add(record(other, "", seen, depth - 1));
            }
        }
        return new ErrorRecord(
                ErrorCode.FUNCTION_ERROR.wireName(),
                thrown.getClass().getName(),
                message(thrown),
                traceback,
                frames(thrown).stream().map(ErrorRecords::frame).toList(),
                cause != null && depth > 0 && !seen.contains(cause) ? record(cause, "", seen, depth - 1) : null,
                suppressed);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "" : shortened(message, MAX_MESSAGE);
    }

    private static ErrorRecord.StackFrame frame(StackTraceElement element) {
        return new ErrorRecord.StackFrame(
                element.getClassName(), element.getMethodName(), element.getFileName(), element.getLineNumber());
    }

    /** The function's frames: what called it is no news to the caller. */
    private static List<StackTraceElement> frames(Throwable thrown) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement element : thrown.getStackTrace()) {
            if (element.getClassName().startsWith(OWN_FRAMES) || frames.size() == MAX_FRAMES) {
                break;
            }
            boolean plumbing = element.getClassName().startsWith("io.ipyrpc.function.FunctionReference")
                    || element.getClassName().startsWith("java.lang.invoke.LambdaForm$");
            if (!plumbing) {
                frames.add(element);
            }
        }
        return frames;
    }

    private static void print(Throwable thrown, String caption, StringBuilder out, Set<Throwable> seen, int depth) {
        out.append(caption)
                .append(shortened(String.valueOf(thrown), MAX_MESSAGE))
                .append('\n');
        if (!seen.add(thrown) || depth == 0 || out.length() > MAX_TRACEBACK) {
            return;
        }
        // Without loaders and modules, which say nothing to somebody elsewhere.
        frames(thrown)
                .forEach(element -> out.append("\tat ")
                        .append(frame(element).toStackTraceElement())
                        .append('\n'));
        for (Throwable other : thrown.getSuppressed()) {
            print(other, "\tSuppressed: ", out, seen, depth - 1);
        }
        if (thrown.getCause() != null) {
            print(thrown.getCause(), "Caused by: ", out, seen, depth - 1);
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "… (" + text.length() + " characters)";
    }
}
