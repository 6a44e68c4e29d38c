package io.ipyrpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordsTest {
    private static Object overTheWire(Object map) {
        return Json.parse(Json.writeBytes(map), Limits.defaults());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    @Test
    void anErrorComesBackWithAllThatItTells() {
        ErrorRecord inner = ErrorRecord.of(ErrorCode.GONE, "expired");
        ErrorRecord error = new ErrorRecord(
                "function_error",
                "java.lang.IllegalStateException",
                "größe",
                "trace",
                List.of(
                        new ErrorRecord.StackFrame("a.B", "c", "B.java", 12),
                        new ErrorRecord.StackFrame("a.B", "native", null, -2)),
                inner,
                List.of(inner, inner));
        assertEquals(error, ErrorRecord.fromMap(overTheWire(error.toMap())));
        assertEquals("{\"code\":\"gone\",\"message\":\"expired\"}", Json.write(inner.toMap()));
        assertTrue(error.frames().get(1).toStackTraceElement().isNativeMethod());
    }

    @Test
    void anErrorOfAnotherVersionIsUnderstoodAsFarAsPossible() {
        assertEquals(ErrorRecord.of(ErrorCode.FUNCTION_ERROR, "an error without a record: 5"), ErrorRecord.fromMap(5));
        assertEquals(ErrorRecord.of(ErrorCode.FUNCTION_ERROR, ""), ErrorRecord.fromMap(Map.of("code", 1, "cause", 2)));
        ErrorRecord odd = ErrorRecord.fromMap(
                Map.of("code", "brand_new", "frames", List.of("text", Map.of("line", "x")), "suppressed", List.of(1)));
        assertEquals("brand_new", odd.code());
        assertEquals(
                new ErrorRecord.StackFrame("", "text", null, -1), odd.frames().get(0));
        assertEquals(new ErrorRecord.StackFrame("", "", null, -1), odd.frames().get(1));
        assertEquals("an error without a record: 1", odd.suppressed().get(0).message());
    }

    @Test
    void aChainOfCausesIsReadToADepth() {
        Map<String, Object> error = new HashMap<>(Map.of("code", "gone"));
        for (int i = 0; i < 10_000; i++) {
            error = new HashMap<>(Map.of("code", "gone", "cause", error));
        }
        int depth = 0;
        for (ErrorRecord e = ErrorRecord.fromMap(error); e != null; e = e.cause()) {
            depth++;
        }
        assertEquals(33, depth);
    }

    @Test
    void aStatusComesBack() {
        Instant now = Instant.parse("2026-11-22T10:00:00.5Z");
        JobStatus full = new JobStatus(
                "j1", "f", JobState.RUNNING, "ann", now, now, now, 2, "w1", new JobStatus.Progress(1, 2.5, "m"), 3, 9);
        JobStatus bare = new JobStatus("j1", "f", JobState.QUEUED, null, null, null, null, 0, null, null, 0, 0);
        for (JobStatus status : List.of(full, bare)) {
            assertEquals(status, JobStatus.fromMap((Map<?, ?>) overTheWire(status.toMap())));
        }
        assertEquals(
                "{\"job\":\"j1\",\"function\":\"f\",\"state\":\"queued\",\"owner\":null,\"created\":null,\"started\":null,"
                        + "\"ended\":null,\"attempt\":0,\"worker\":null,\"progress\":null,\"position\":0,\"last_seq\":0}",
                Json.write(bare.toMap()));
        assertEquals(
                "a job's status needs 'job' and 'state': {job=j1}",
                refusal(() -> JobStatus.fromMap(Map.of("job", "j1"))));
        assertEquals(
                "unknown job state 'asleep'", refusal(() -> JobStatus.fromMap(Map.of("job", "j1", "state", "asleep"))));
        assertEquals(
                "not an ISO instant: 'noon'",
                refusal(() -> JobStatus.fromMap(Map.of("job", "j1", "state", "queued", "created", "noon"))));
    }

    @Test
    void statesAreTerminalOrNot() {
        assertEquals(
                List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.LOST),
                java.util.Arrays.stream(JobState.values())
                        .filter(JobState::isTerminal)
                        .toList());
        for (JobState state : JobState.values()) {
            assertEquals(Optional.of(state), JobState.of(state.wireName()));
        }
        assertEquals(Optional.empty(), JobState.of("QUEUED"));
    }

    @Test
    void aFunctionComesBack() {
        FunctionInfo info = new FunctionInfo(
                "fit",
                "Fits. Then rests.\nMore.",
                "fit(x: double[], *rest: int) -> Model",
                List.of(
                        new FunctionInfo.Parameter("x", "double[]", "The data.", false, null, false),
                        new FunctionInfo.Parameter("a", "List<Integer>", "", true, List.of(1L, 2L), false),
                        new FunctionInfo.Parameter("rest", "int", "", true, null, true)),
                "Model",
                "The model.",
                List.of("json", "binary"),
                "json",
                true,
                Map.of(
                        "auth",
                        new FunctionInfo.Setting("none", null),
                        "max_output",
                        new FunctionInfo.Setting(5L, "*")));
        assertEquals(info, FunctionInfo.fromMap((Map<?, ?>) overTheWire(info.toMap())));
        assertEquals("Fits.", info.summary());
        FunctionInfo bare = FunctionInfo.fromMap(Map.of("name", "f"));
        assertEquals("", bare.summary());
        assertEquals(List.of(), bare.input());
        assertFalse(bare.toMap().containsKey("rules"));
        assertEquals(bare, FunctionInfo.fromMap((Map<?, ?>) overTheWire(bare.toMap())));
        assertEquals("a function needs a 'name': {}", refusal(() -> FunctionInfo.fromMap(Map.of())));
        assertEquals(
                "a parameter needs a 'name': 5",
                refusal(() -> FunctionInfo.fromMap(Map.of("name", "f", "parameters", List.of(5)))));
    }

    @Test
    void limitsHaveNamesAndRanges() {
        assertEquals(
                "{max_body=1073741824, max_metadata=1048576, max_depth=100, max_number_length=1000, max_arguments=255}",
                Limits.defaults().toString());
        assertEquals(7, Limits.defaults().with("max_arguments", 7).maxArguments());
        assertEquals(255, Limits.defaults().maxArguments());
        assertEquals(
                Long.MAX_VALUE,
                Limits.defaults().with("max_body", Long.MAX_VALUE).maxBody());
        assertEquals(
                "unknown limit 'max_bodies'; known: max_body, max_metadata, max_depth, max_number_length, max_arguments",
                refusal(() -> Limits.defaults().with("max_bodies", 1)));
        assertEquals(
                "max_depth is 1001, must be from 1 to 1000",
                refusal(() -> Limits.defaults().with("max_depth", 1001)));
        assertEquals(
                "max_metadata is 0, must be from 1 to 2147483639",
                refusal(() -> Limits.defaults().with("max_metadata", 0)));
    }

    @Test
    void codesAndOperationsAreFoundByTheirWireNames() {
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(Optional.of(code), ErrorCode.of(code.wireName()));
        }
        for (Op op : Op.values()) {
            assertEquals(Optional.of(op), Op.of(op.wireName()));
        }
        assertEquals(Optional.empty(), ErrorCode.of("GONE"));
        assertEquals(Optional.empty(), Op.of("Call"));
        assertEquals(404, ErrorCode.NOT_FOUND.httpStatus());
    }

    @Test
    void aRefusalTellsOfTheRequestAndNotOfTheCode() {
        RpcException e = new RpcException(ErrorCode.TOO_LARGE, "the body is 20 bytes, max_body is 10");
        assertEquals(0, e.getStackTrace().length);
        assertEquals("too_large", e.code());
        assertEquals(ErrorRecord.of(ErrorCode.TOO_LARGE, e.getMessage()), e.error());
        assertNull(e.getCause());
        assertThrows(NullPointerException.class, () -> new RpcException(null));
    }
}
