package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcServer;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchTest {
    private static final AtomicInteger CALLS = new AtomicInteger();

    private final String address = "inproc://bench";
    private final RpcServer server = RpcServer.create();
    private final Screen screen = new Screen();

    static int chatty(int a) {
        System.out.println("swallowed");
        return a;
    }

    /** The first call goes well, then every other one. */
    static void moody() {
        if (CALLS.getAndIncrement() % 2 == 1) {
            throw new IllegalStateException("not now");
        }
    }

    static void fail() {
        throw new IllegalStateException("never");
    }

    @BeforeEach
    void serve() {
        server.register("chatty", BenchTest::chatty)
                .register("moody", BenchTest::moody)
                .register("fail", BenchTest::fail);
        server.listen(address);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Map<?, ?> json() {
        return (Map<?, ?>) Json.parse(screen.out(), Limits.defaults());
    }

    private static double number(Map<?, ?> map, String name) {
        return ((Number) map.get(name)).doubleValue();
    }

    private void assertRefused(String message, String... options) {
        String[] arguments = new String[options.length + 3];
        System.arraycopy(new String[] {"bench", address, "chatty"}, 0, arguments, 0, 3);
        System.arraycopy(options, 0, arguments, 3, options.length);
        assertEquals(2, screen.run(arguments));
        assertEquals("ipyrpc: " + message + "\n", screen.err());
    }

    @Test
    void tellsRateAndLatenciesAndNothingThatWasPrinted() {
        int code = screen.run("bench", address, "chatty", "7", "--concurrency", "2", "--seconds=0.3", "--warm-up=0.1");
        assertEquals(0, code, screen::err);
        assertEquals("", screen.err());
        List<String> lines = screen.out().lines().toList();
        assertEquals("chatty at " + address, lines.get(0));
        assertEquals(
                List.of("callers", "seconds", "calls", "rate", "p50", "p90", "p99", "p99.9", "max"),
                lines.stream().skip(1).map(line -> line.split(" ")[0]).toList());
        assertEquals("callers  2", lines.get(1));
        assertTrue(lines.get(5).matches("p50      [0-9.]+ (µs|ms|s)"), lines.get(5));
    }

    @Test
    void jsonHasTheFiguresAndTheErrorsByCode() {
        CALLS.set(0);
        int code = screen.run("bench", address, "moody", "--concurrency=1", "--seconds=0.3", "--warm-up=0", "--json");
        assertEquals(0, code, screen::err);
        Map<?, ?> measured = json();
        double calls = number(measured, "calls");
        double seconds = number(measured, "seconds");
        double failed = number((Map<?, ?>) measured.get("errors"), "function_error");
        assertEquals(1, number(measured, "concurrency"));
        assertTrue(seconds >= 0.3, () -> seconds + " s");
        assertTrue(calls > 0 && Math.abs(calls - failed) <= 1, () -> calls + " calls, " + failed + " failed");
        assertEquals(calls / seconds, number(measured, "rate"), 1e-6);
        Map<?, ?> latency = (Map<?, ?>) measured.get("latency");
        assertTrue(number(latency, "p50") > 0, latency::toString);
        assertTrue(number(latency, "p50") <= number(latency, "p99.9"), latency::toString);
        assertTrue(number(latency, "p99.9") <= number(latency, "max"), latency::toString);
    }

    @Test
    void measuresNothingWhereTheFirstCallFails() {
        assertEquals(1, screen.run("bench", address, "fail"));
        assertEquals("", screen.out());
        assertTrue(screen.err().startsWith("java.lang.IllegalStateException: never\n"), screen.err());
        assertEquals(4, screen.run("bench", address, "nothing"));
        assertEquals(4, screen.run("bench", address, "chatty", "a word"));
    }

    @Test
    void ctrlCEndsItEarlyAndPrintsWhatThereIs() throws Exception {
        Screen terminal = new Screen(80);
        CompletableFuture<Integer> bench = CompletableFuture.supplyAsync(
                () -> terminal.run("bench", address, "chatty", "7", "--seconds", "3600", "--warm-up", "0"));
        terminal.awaitErr("3600 seconds");
        terminal.interrupt();
        assertEquals(130, bench.get(30, TimeUnit.SECONDS));
        assertTrue(terminal.err().contains("waiting for the calls that run; Ctrl-C again to end at once\n"));
        assertTrue(terminal.out().contains("\np99.9 "), terminal.out());
        assertEquals(-1, terminal.exit());
    }

    @Test
    void numbersHaveBounds() {
        assertRefused("--concurrency '0' is not a whole number from 1 to 1000", "--concurrency", "0");
        Screen[] others = {new Screen(), new Screen()};
        assertEquals(2, others[0].run("bench", address, "chatty", "--seconds", "soon"));
        assertEquals("ipyrpc: --seconds 'soon' is not a number from 0.10 to 86400\n", others[0].err());
        assertEquals(2, others[1].run("bench", address, "chatty", "--concurrency=2.5"));
        assertEquals("ipyrpc: --concurrency '2.5' is not a whole number from 1 to 1000\n", others[1].err());
    }

    @Test
    void timesHaveThreeFigures() {
        assertEquals("1.23 µs", Bench.time(1.234e-6));
        assertEquals("12.3 µs", Bench.time(12.34e-6));
        assertEquals("123 µs", Bench.time(123.4e-6));
        assertEquals("1.23 ms", Bench.time(1.234e-3));
        assertEquals("12.3 s", Bench.time(12.34));
    }
}
