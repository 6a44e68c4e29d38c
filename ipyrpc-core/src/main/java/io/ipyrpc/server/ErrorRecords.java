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
    private static final int MAX_TRACEBACK = 48 << 10;
    /** The characters of everything but the traceback: both fit a frame's metadata however JSON must escape them. */
    private static final int MAX_TEXT = 120_000;

    private static final int MAX_FRAMES = 200;
    private static final int MAX_CAUSES = 8;
    /** What a frame or record costs beside its texts, roughly. */
    private static final int OVERHEAD = 100;

    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int room = MAX_TEXT;

    private ErrorRecords() {}

    /** The record of what a function threw. */
    static ErrorRecord of(Throwable thrown) {
        try {
            StringBuilder traceback = new StringBuilder();
            new ErrorRecords().print(thrown, "", "", traceback, MAX_CAUSES);
            return new ErrorRecords().record(thrown, shortened(traceback.toString(), MAX_TRACEBACK), MAX_CAUSES);
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

    private ErrorRecord record(Throwable thrown, String traceback, int depth) {
        seen.add(thrown);
        String type = thrown.getClass().getName();
        room -= type.length() + OVERHEAD;
        String message = message(thrown);
        List<ErrorRecord.StackFrame> frames = new ArrayList<>();
        for (StackTraceElement element : frames(thrown)) {
            room -= element.toString().length() + OVERHEAD;
            if (room > 0) {
                frames.add(frame(element));
            }
        }
        Throwable cause = thrown.getCause();
        ErrorRecord why = mayFollow(cause, depth) ? record(cause, "", depth - 1) : null;
        List<ErrorRecord> suppressed = new ArrayList<>();
        for (Throwable other : thrown.getSuppressed()) {
            if (suppressed.size() < MAX_CAUSES && mayFollow(other, depth)) {
                suppressed.add(record(other, "", depth - 1));
            }
        }
        return new ErrorRecord(ErrorCode.FUNCTION_ERROR.wireName(), type, message, traceback, frames, why, suppressed);
    }

    private boolean mayFollow(Throwable other, int depth) {
        return other != null && depth > 0 && room > 0 && !seen.contains(other);
    }

    private String message(Throwable thrown) {
        String message = thrown.getMessage();
        String told = message == null ? "" : shortened(message, Math.max(0, Math.min(MAX_MESSAGE, room)));
        room -= told.length();
        return told;
    }

    private static ErrorRecord.StackFrame frame(StackTraceElement element) {
        return new ErrorRecord.StackFrame(
                element.getClassName(), element.getMethodName(), element.getFileName(), element.getLineNumber());
    }

    /** The function's frames: what called it is no news to the caller. */
    private static List<StackTraceElement> frames(Throwable thrown) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement element : FunctionFrames.of(thrown.getStackTrace())) {
            String name = element.getClassName();
            if (frames.size() == MAX_FRAMES) {
                break;
            }
            boolean plumbing = name.startsWith("io.ipyrpc.function.FunctionReference")
                    || name.startsWith("java.lang.invoke.LambdaForm$");
            if (!plumbing) {
                frames.add(element);
            }
        }
        return frames;
    }

    private void print(Throwable thrown, String indent, String caption, StringBuilder out, int depth) {
        if (out.length() > MAX_TRACEBACK) {
            return;
        }
        out.append(indent)
                .append(caption)
                .append(shortened(String.valueOf(thrown), MAX_MESSAGE))
                .append('\n');
        if (!seen.add(thrown) || depth == 0) {
            return;
        }
        // Without loaders and modules, which say nothing to somebody elsewhere.
        frames(thrown)
                .forEach(element -> out.append(indent)
                        .append("\tat ")
                        .append(frame(element).toStackTraceElement())
                        .append('\n'));
        for (Throwable other : thrown.getSuppressed()) {
            print(other, indent + "\t", "Suppressed: ", out, depth - 1);
        }
        if (thrown.getCause() != null) {
            print(thrown.getCause(), indent, "Caused by: ", out, depth - 1);
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "… (" + text.length() + " characters)";
    }
}
