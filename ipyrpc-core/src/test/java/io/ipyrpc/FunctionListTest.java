package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class FunctionListTest {
    private static final Duration LONG = Duration.ofDays(1);

    private static RpcClient client(Served served, Duration maxAge) {
        return RpcClient.builder(served.address)
                .output(OutputListener.none())
                .functionsMaxAge(maxAge)
                .connect();
    }

    @Test
    void aListThatIsTooOldIsAskedForAgain() {
        try (Served served = Served.of(f -> f.register("one", () -> 1));
                RpcClient always = client(served, Duration.ZERO);
                RpcClient seldom = client(served, LONG)) {
            served.server.register("two", () -> 2);
            assertEquals(Set.of("one", "two"), always.functions().keySet());
            assertEquals(Set.of("one"), seldom.functions().keySet());
            // What is not known is asked for, however young the list is; and so is all, where a call was refused.
            assertEquals("two", seldom.function("two").name());
            assertEquals(Set.of("one", "two"), seldom.functions().keySet());
            served.server.register("three", () -> 3);
            assertThrows(RemoteException.class, () -> seldom.call("four"));
            assertEquals(Set.of("one", "two", "three"), seldom.functions().keySet());
            assertEquals(
                    "functionsMaxAge is PT-1S, must not be negative",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> RpcClient.builder("inproc://x").functionsMaxAge(Duration.ofSeconds(-1)))
                            .getMessage());
            assertEquals(
                    "tries is 0, must be from 1 to 100",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> RpcClient.builder("inproc://x").tries(0))
                            .getMessage());
        }
    }

    @Test
    void aListWithRulesStaysOne() {
        try (Served served = Served.of(f -> f.register("one", () -> 1));
                RpcClient client = client(served, Duration.ZERO)) {
            assertTrue(client.functions().get("one").rules().isEmpty());
            client.refresh(true);
            assertTrue(client.functions().get("one").rules().containsKey("max_output"));
        }
    }

    @Test
    void callsAskForNoList() {
        try (Scripted server = new Scripted((request, reply) -> reply.send(
                        Frame.event(
                                "result",
                                Map.of("seq", 1L, "serializer", "tiny", "job", "j", "status", "succeeded"),
                                Slices.EMPTY),
                        true));
                RpcClient client = RpcClient.builder(server.address)
                        .functionsMaxAge(Duration.ZERO)
                        .connect()) {
            for (int i = 0; i < 3; i++) {
                assertThrows(RuntimeException.class, () -> client.call("f"));
            }
            assertEquals(3, server.count(Op.CALL));
            assertEquals(1, server.count(Op.FUNCTIONS));
        }
    }

    private static Map<String, Object> list(String output) {
        FunctionInfo info =
                new FunctionInfo("f", "", "f()", List.of(), "Object", "", List.of("tiny"), output, false, Map.of());
        return Map.of("protocol", 1, "version", "1", "functions", List.of(info.toMap()));
    }

    /** Refuses whoever does not ask for the output that the function does not give by itself. */
    private static void play(Request request, Reply reply) throws IOException {
        if (request.field("output").isPresent()) {
            Scripted.refuse(
                    reply,
                    ErrorCode.FORBIDDEN,
                    "it asks for " + request.fields().get("output"));
        } else {
            Scripted.refuse(reply, ErrorCode.NOT_ACCEPTABLE, "not like that");
        }
    }

    private static String refused(Executable work) {
        return assertThrows(RemoteException.class, work).getMessage();
    }

    @Test
    void whatTheNewFunctionTakesInAnotherFormIsSentInThatForm() {
        List<Map<String, Object>> lists = List.of(list(""), list("fancy"));
        try (Scripted server = new Scripted(FunctionListTest::play, lists)) {
            RpcClient client = server.client();
            assertEquals("forbidden: it asks for tiny", refused(() -> client.call("f")));
            assertEquals(2, server.count(Op.CALL));
            assertEquals(2, server.count(Op.FUNCTIONS));
        }
        try (Scripted server = new Scripted(FunctionListTest::play, lists)) {
            RpcClient client = server.client();
            assertEquals("forbidden: it asks for tiny", refused(() -> client.submit("f")));
            assertEquals(2, server.count(Op.SUBMIT));
        }
    }

    @Test
    void whereTheListIsTheSameARefusalIsOne() {
        try (Scripted server = new Scripted(FunctionListTest::play, List.of(list("")))) {
            RpcClient client = server.client();
            assertEquals("not_acceptable: not like that", refused(() -> client.call("f")));
            assertEquals(1, server.count(Op.CALL));
            assertEquals("not_acceptable: not like that", refused(() -> client.submit("f")));
            assertEquals(1, server.count(Op.SUBMIT));
        }
    }

    @Test
    void aClientWhoseServerIsGoneStillShowsWhatItKnows() {
        RpcClient client;
        String address;
        try (Served served = Served.of(f -> f.register("one", () -> 1))) {
            address = served.address;
            client = RpcClient.builder(address)
                    .functionsMaxAge(Duration.ZERO)
                    .tries(1)
                    .connect();
            assertTrue(client.toString().startsWith("RpcClient " + address + ": 1 function\n  one() -> "));
        }
        String shown = client.toString();
        client.close();
        assertTrue(
                shown.endsWith("\n  not asked again: list of functions failed: cannot reach " + address
                        + ": nobody listens there in this process"),
                shown);
    }
}
