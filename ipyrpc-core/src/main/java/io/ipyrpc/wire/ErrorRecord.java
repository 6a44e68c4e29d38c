package io.ipyrpc.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A failure as it crosses the wire (§4.1 of the protocol): neutral text that every client can show, never a class to
 * load.
 *
 * @param code one of {@link ErrorCode}'s wire names, or one that a later version brought
 * @param type the name of the Java class that was thrown, or "" where there is none
 * @param message what was wrong; "" where the exception had no message
 * @param traceback the stack trace as Java prints it, or ""
 * @param frames the stack trace's frames, innermost first
 * @param cause what caused it, or null
 * @param suppressed what was suppressed on the way
 */
public record ErrorRecord(
        String code,
        String type,
        String message,
        String traceback,
        List<StackFrame> frames,
        ErrorRecord cause,
        List<ErrorRecord> suppressed) {

    private static final int MAX_DEPTH = 32;

    /**
     * One frame of a remote stack trace.
     *
     * @param className the class, or ""
     * @param method the method, or ""
     * @param file the source file, or null
     * @param line the line, or a number below 1 where it is not known
     */
    public record StackFrame(String className, String method, String file, int line) {
        /** The frame as Java's own stack traces have it. */
        public StackTraceElement toStackTraceElement() {
            return new StackTraceElement(className, method, file, line);
        }
    }

    /** Copies the lists, and takes "" for texts that are null. */
    public ErrorRecord {
        Objects.requireNonNull(code, "code");
        type = Objects.requireNonNullElse(type, "");
        message = Objects.requireNonNullElse(message, "");
        traceback = Objects.requireNonNullElse(traceback, "");
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** A failure that is no exception of a function: a code and what to say. */
    public static ErrorRecord of(ErrorCode code, String message) {
        Objects.requireNonNull(message, "message");
        return new ErrorRecord(code.wireName(), "", message, "", List.of(), null, List.of());
    }

    /** The record as the JSON object of §4.1; members without content are left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", code);
        if (!type.isEmpty()) {
            map.put("type", type);
        }
        map.put("message", message);
        if (!traceback.isEmpty()) {
            map.put("traceback", traceback);
        }
        if (!frames.isEmpty()) {
            map.put("frames", frames.stream().map(ErrorRecord::frameToMap).toList());
        }
        if (cause != null) {
            map.put("cause", cause.toMap());
        }
        if (!suppressed.isEmpty()) {
            map.put("suppressed", suppressed.stream().map(ErrorRecord::toMap).toList());
        }
        return map;
    }

    /**
     * Reads a record, lenient about what is missing: a peer of another version must still be understood.
     *
     * @param value what stood in the member {@code error}; anything but an object becomes a record that shows it
     */
    public static ErrorRecord fromMap(Object value) {
        return fromMap(value, MAX_DEPTH);
    }

    private static ErrorRecord fromMap(Object value, int depth) {
        if (!(value instanceof Map<?, ?> map)) {
            return of(ErrorCode.FUNCTION_ERROR, "an error without a record: " + value);
        }
        boolean deeper = depth > 0;
        return new ErrorRecord(
                map.get("code") instanceof String code ? code : ErrorCode.FUNCTION_ERROR.wireName(),
                text(map.get("type")),
                text(map.get("message")),
                text(map.get("traceback")),
                map.get("frames") instanceof List<?> list
                        ? list.stream().map(ErrorRecord::frameFromMap).toList()
                        : List.of(),
                deeper && map.get("cause") instanceof Map<?, ?> inner ? fromMap(inner, depth - 1) : null,
                deeper && map.get("suppressed") instanceof List<?> list
                        ? list.stream().map(item -> fromMap(item, depth - 1)).toList()
                        : List.of());
    }

    private static Map<String, Object> frameToMap(StackFrame frame) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", frame.className());
        map.put("method", frame.method());
        map.put("file", frame.file());
        map.put("line", frame.line());
        return map;
    }

    private static StackFrame frameFromMap(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return new StackFrame("", String.valueOf(value), null, -1);
        }
        return new StackFrame(
                text(map.get("class")),
                text(map.get("method")),
                map.get("file") instanceof String file ? file : null,
                map.get("line") instanceof Number line ? line.intValue() : -1);
    }

    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }
}
