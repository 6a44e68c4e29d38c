package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FunctionFramesTest {
    private static final String WORKER = "io.ipyrpc.server.Worker";
    private static final String ITEMS = "io.ipyrpc.convert.LoweredItems";
    private static final String WRITER = "io.ipyrpc.json.ValueEncoder";

    private static List<String> left(String... classes) {
        StackTraceElement[] trace = Stream.of(classes)
                .map(name -> new StackTraceElement(name, "m", null, 1))
                .toArray(StackTraceElement[]::new);
        return FunctionFrames.of(trace).stream()
                .map(StackTraceElement::getClassName)
                .toList();
    }

    @Test
    void aFunctionEndsWhereTheRegistryCallsIt() {
        assertEquals(
                List.of("Mine", "java.util.List", "Mine"),
                left("Mine", "java.util.List", "Mine", "io.ipyrpc.registry.MethodFunction", WORKER));
    }

    @Test
    void whatAFunctionGivesItemByItemEndsWhereItIsLoweredWhoeverWritesIt() {
        for (String writer : List.of(WRITER, "com.example.OtherWriter")) {
            assertEquals(
                    List.of("Mine", "java.util.stream.X"), left("Mine", "java.util.stream.X", ITEMS, writer, WORKER));
        }
        assertEquals(
                List.of("Mine"),
                left("Mine", ITEMS, "java.util.ArrayList", "io.ipyrpc.convert.Lowering", WRITER, WORKER));
    }

    @Test
    void aClientsLoweringInsideOfAFunctionIsTheFunctions() {
        assertEquals(
                List.of("Mine", ITEMS, WRITER, "io.ipyrpc.RpcClient", "Mine"),
                left("Mine", ITEMS, WRITER, "io.ipyrpc.RpcClient", "Mine", "io.ipyrpc.registry.X", WORKER));
        assertEquals(
                List.of("Mine", ITEMS, WRITER, "io.ipyrpc.RpcClient", "Mine"),
                left("Mine", ITEMS, WRITER, "io.ipyrpc.RpcClient", "Mine", ITEMS, WRITER, WORKER));
    }

    @Test
    void whatIsNoFunctionsIsLeftAsItIs() {
        assertEquals(List.of("com.example.OtherWriter"), left("com.example.OtherWriter", WORKER));
        assertEquals(List.of(), left(WORKER, WRITER));
        assertEquals(List.of("Mine", ITEMS), left("Mine", ITEMS));
    }
}
