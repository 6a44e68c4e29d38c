package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.Functions;
import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallLogTest {
    private final Logger logger = Logger.getLogger("io.ipyrpc.calls");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " "
                    + entry.getMessage()
                            .replaceAll("job=[0-9a-f]{32}", "job=ID")
                            .replaceAll("seconds=[0-9]+\\.[0-9]{6}", "seconds=N"));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    static void fail(String why) {
        throw new IllegalStateException(why);
    }

    private static void register(Functions functions) {
        functions.register("fail", CallLogTest::fail).registerDynamic("fine", "", arguments -> 1);
    }

    @Test
    void aFailureIsOneLineWhateverItsMessageIs() {
        Verifier whoever = access -> new Principal("ann \"x\"");
        try (Served served = Served.of(Map.of("auth", whoever), CallLogTest::register)) {
            RpcClient client = served.client();
            client.call("fine");
            for (String why : List.of("two\nlines\t\u001b[31m\u2028\u202e \\ \"q\"", "y".repeat(400), "plain", "")) {
                assertThrows(IllegalStateException.class, () -> client.call("fail", why));
            }
        }
        String head = "WARNING outcome=failed function=fail job=ID principal=\"ann \\\"x\\\"\" seconds=N"
                + " code=function_error type=java.lang.IllegalStateException";
        assertEquals(
                List.of(
                        head + " message=\"two\\nlines\\t\\u001b[31m\\u2028\\u202e \\\\ \\\"q\\\"\"",
                        head + " message=\"" + "y".repeat(300) + "…\"",
                        head + " message=plain",
                        head),
                lines);
    }

    @Test
    void everyCallIsLoggedWhereThatIsWanted() {
        try (Served served = Served.of(Map.of("log_calls", true), CallLogTest::register)) {
            served.client().call("fine");
        }
        assertEquals(List.of("INFO outcome=succeeded function=fine job=ID seconds=N"), lines);
    }

    @Test
    void whatACallerDidWrongIsForDebuggingAlone() {
        try (Served served = Served.of(Map.of(), CallLogTest::register)) {
            RpcClient client = served.client();
            assertThrows(RemoteException.class, () -> client.job("no such\n").status());
            assertEquals(List.of(), lines);
            logger.setLevel(Level.FINE);
            assertThrows(RemoteException.class, () -> client.job("no such\n").status());
        }
        assertEquals(
                List.of("FINE outcome=refused op=status target=\"no such\\n\" code=not_found"
                        + " message=\"there is no job 'no such\\n', or it is forgotten\""),
                lines);
    }

    @Test
    void argumentsThatDoNotFitAreTheCallersAffairToo() {
        try (Served served = Served.of(Map.of(), CallLogTest::register)) {
            RpcClient client = served.client();
            assertThrows(RemoteException.class, () -> client.call("fail", 1, 2, 3));
        }
        assertEquals(List.of(), lines);
    }

    @Test
    void whyAVerifierFailedIsInNoLine() {
        Verifier broken = access -> {
            if (access.op() == Op.CALL) {
                throw new IllegalStateException("the key is swordfish");
            }
            return new Principal("ann");
        };
        logger.setLevel(Level.FINE);
        try (Served served = Served.of(Map.of("auth", broken), CallLogTest::register)) {
            RpcClient client = served.client();
            assertThrows(RemoteException.class, () -> client.call("fine"));
        }
        assertEquals(
                List.of("FINE outcome=refused op=call target=fine code=unauthenticated message=unauthenticated"),
                lines);
    }
}
