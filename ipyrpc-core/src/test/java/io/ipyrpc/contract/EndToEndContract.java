package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.Job;
import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RemoteValue;
import io.ipyrpc.RpcClient;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole product, as a user has it: the real {@code java -jar} with a plugins folder and a functions file, called by
 * the Java client and the command line. Subclassed for every transport and serializer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class EndToEndContract {
    private Path folder;
    private ServerProcess server;
    private RpcClient rpc;

    /** The scheme to listen with, such as {@code http}. */
    protected abstract String scheme();

    /** The serializer that all functions use. */
    protected abstract String serializer();

    /** Further settings of the server, as in a configuration file. */
    protected Map<String, Object> settings() throws Exception {
        return Map.of();
    }

    /** A client's settings. */
    protected RpcClient.Builder client(String address) throws Exception {
        return RpcClient.builder(address);
    }

    /** Options of the JVM that runs the command line's client commands. */
    protected List<String> jvmOptions() {
        return List.of();
    }

    @BeforeAll
    final void startTheServer(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path functions = folder.resolve("EndToEnd.java");
        try (InputStream in = EndToEndContract.class.getResourceAsStream("EndToEnd.java")) {
            assertNotNull(in, "EndToEnd.java is not among the test resources");
            Files.copy(in, functions);
        }
        Map<String, Object> config = new java.util.LinkedHashMap<>(settings());
        config.put("listen", List.of(scheme() + "://127.0.0.1:0"));
        config.put("functions", List.of("EndToEnd.java"));
        config.put(
                "rules",
                Map.of("*", Map.of("input_serialization", serializer(), "output_serialization", serializer())));
        Path file = folder.resolve("ipyrpc.json");
        Files.writeString(file, Json.pretty(config));
        server = ServerProcess.start(folder, "--config", file.toString());
        rpc = client(server.address()).connect();
    }

    /** Where the server listens. */
    protected final String address() {
        return server.address();
    }

    @AfterAll
    final void stopTheServer() {
        if (rpc != null) {
            rpc.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Distribution.Result cli(String command, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(ServerProcess.java()));
        all.addAll(jvmOptions());
        all.addAll(List.of("-jar", Distribution.jar().toString(), command, server.address()));
        all.addAll(List.of(arguments));
        return Distribution.run(all);
    }

    @Test
    void aClientKnowsEveryFunctionWithItsSignatureAndDocumentation() {
        FunctionInfo add = rpc.function("add").info();
        assertEquals("add(a: int, b: int = 10) -> int", add.signature());
        assertEquals("Adds two numbers.", add.doc());
        assertEquals("the second", add.parameters().get(1).doc());
        assertEquals(10L, add.parameters().get(1).defaultValue());
        assertEquals("their sum", add.returnDoc());
        assertTrue(rpc.toString().contains("  add(a: int, b: int = 10) -> int"), rpc::toString);
        assertTrue(rpc.function("add").toString().contains("Parameters:\n      a  the first"));
    }

    @Test
    void callsByPositionByKeywordAndWithDefaults() {
        assertEquals(3, rpc.call(int.class, "add", 1, 2));
        assertEquals(11, rpc.call(int.class, "add", 1));
        assertEquals(7, rpc.function("add").arg("b", 5).arg("a", 2).call(int.class));
        assertEquals(6L, rpc.call("total", 1, 2, 3));
        assertEquals(0L, rpc.call("total"));
        assertEquals(6L, rpc.call("total", (Object) new long[] {1, 2, 3}));
    }

    /** However the array came, it is the function's own; and the caller's stays as it is. */
    @Test
    void aFunctionMayChangeTheArrayThatItIsGiven() {
        for (int size : new int[] {3, 10_000}) {
            NdArray given = NdArray.linspace(1, 2, size);
            NdArray negated = NdArray.linspace(-1, -2, size);
            assertEquals(negated, rpc.call("negated", given));
            Job job = rpc.submit("negated", given);
            assertEquals(negated, job.result());
            assertEquals(NdArray.linspace(1, 2, size), given);
        }
    }

    /** As the functions file has it. */
    public record Point(double x, double y) {}

    @Test
    void carriesRecordsArraysAndFrames() {
        assertEquals(new Point(1, -2), rpc.call(Point.class, "mirrored", new Point(1, 2)));
        assertEquals(new Point(-1, 2), rpc.call(Point.class, "mirrored", new Point(1, 2), "y"));
        double[][] product = rpc.call(double[][].class, "outer", new double[] {1, 2}, new double[] {3, 4, 5});
        assertArrayEquals(new double[] {6, 8, 10}, product[1]);
        NdArray line = (NdArray) rpc.call("linspace", 0, 1, 5);
        assertEquals("[0.   0.25 0.5  0.75 1.  ]", line.toString());
        DataFrame frame = (DataFrame) rpc.call("frame");
        assertEquals("  name  value\n0    a    1.5\n1    b    2.5", frame.toString());
        assertEquals(frame, rpc.call("echo", frame));
    }

    /** Some of the functions, as their caller sees them. */
    public interface Functions {
        int add(int a, int b);

        double[][] outer(double[] a, double... b);

        long total(long... numbers);

        Point mirrored(Point point, Optional<String> axis);

        CompletableFuture<List<Integer>> echo(List<Integer> value);
    }

    @Test
    void anInterfaceStandsForTheFunctionsAndInputsAreMapped() throws Exception {
        Functions functions = rpc.proxy(Functions.class);
        assertEquals(3, functions.add(1, 2));
        assertArrayEquals(new double[][] {{3, 4}, {6, 8}}, functions.outer(new double[] {1, 2}, 3, 4));
        assertEquals(6, functions.total(1, 2, 3));
        assertEquals(0, functions.total());
        assertEquals(new Point(-1, 2), functions.mirrored(new Point(1, 2), Optional.of("y")));
        assertEquals(List.of(1, 2), functions.echo(List.of(1, 2)).get(30, TimeUnit.SECONDS));
        assertEquals(
                IntStream.range(10, 60).boxed().toList(),
                rpc.function("add").map(IntStream.range(0, 50)).as(int.class).toList());
    }

    @Test
    void carriesAnArrayOfAMillionBothWays() {
        NdArray line = NdArray.linspace(-1, 1, 1_000_000);
        assertEquals(line, rpc.call("echo", line));
    }

    @Test
    void outputIsSeenWhileTheFunctionRuns() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (RpcClient live = client(server.address()).output(tells(seen)).connect()) {
            CompletableFuture<Object> call = live.callAsync("gate", "live");
            assertTrue(seen.await(30, TimeUnit.SECONDS), "what was printed did not arrive while the function ran");
            rpc.call("open", "live");
            assertEquals("through", call.get(30, TimeUnit.SECONDS));
        }
    }

    /** Tells when anything is printed. */
    private static OutputListener tells(CountDownLatch printed) {
        return new OutputListener() {
            @Override
            public void stdout(String text) {
                printed.countDown();
            }

            @Override
            public void stderr(String text) {}
        };
    }

    /** Gathers what one client's calls print. */
    private static final class Gathered implements OutputListener {
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder err = new StringBuilder();

        @Override
        public synchronized void stdout(String text) {
            out.append(text);
        }

        @Override
        public synchronized void stderr(String text) {
            err.append(text);
        }
    }

    @Test
    void fiftyCallsThatPrintAtOnceSeeTheirOwnOutputAlone() throws Exception {
        int lines = 40;
        List<Gathered> outputs = new ArrayList<>();
        List<CompletableFuture<Object>> calls = new ArrayList<>();
        List<RpcClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Gathered gathered = new Gathered();
            outputs.add(gathered);
            clients.add(client(server.address()).output(gathered).connect());
        }
        for (int i = 0; i < 50; i++) {
            calls.add(clients.get(i).callAsync("talk", "caller" + i, lines));
        }
        for (int i = 0; i < 50; i++) {
            calls.get(i).get(60, TimeUnit.SECONDS);
            String who = "caller" + i;
            assertEquals(text(who + " out ", lines), outputs.get(i).out.toString());
            assertEquals(text(who + " err ", lines), outputs.get(i).err.toString());
            clients.get(i).close();
        }
    }

    private static String text(String start, int lines) {
        return IntStream.range(0, lines).mapToObj(i -> start + i + "\n").reduce("", String::concat);
    }

    @Test
    void exceptionsArriveAsWhatTheyWere() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> rpc.call("fail", "no room"));
        assertEquals("no room", thrown.getMessage());
        RemoteException remote = (RemoteException) thrown.getCause();
        assertEquals("function_error", remote.code());
        assertEquals("java.lang.IllegalArgumentException", remote.type());
        assertTrue(remote.traceback().contains("at EndToEnd.fail(EndToEnd.java:"), remote::traceback);
        assertTrue(remote.traceback().contains("Caused by: java.io.IOException: the disk is full"), remote::traceback);
        assertEquals("java.io.IOException: the disk is full", remote.getCause().getMessage());
        StackTraceElement[] frames = thrown.getStackTrace();
        assertEquals("fail", frames[frames.length - 1].getMethodName());
        RemoteException other = assertThrows(RemoteException.class, () -> rpc.call("breakDown"));
        assertEquals("java.util.concurrent.TimeoutException", other.type());
    }

    @Test
    void aStackOverflowEndsTheCallAndNotTheServer() {
        RemoteException thrown = assertThrows(RemoteException.class, () -> rpc.call("recurse", 1));
        assertEquals("java.lang.StackOverflowError", thrown.type());
        assertEquals(3, rpc.call(int.class, "add", 1, 2));
    }

    @Test
    void wrongArgumentsAreToldTheSignature() {
        RemoteException thrown = assertThrows(RemoteException.class, () -> rpc.call("add", 1, 2.5));
        assertEquals(
                "bad_request: argument 'b': 2.5 is not an int; signature: add(a: int, b: int = 10) -> int",
                thrown.getMessage());
        RemoteException unknown = assertThrows(RemoteException.class, () -> rpc.call("ad", 1));
        assertEquals("not_found: there is no function 'ad'; did you mean 'add'?", unknown.getMessage());
    }

    @Test
    void aCancelledFutureCancelsTheCall() throws Exception {
        CountDownLatch printed = new CountDownLatch(1);
        try (RpcClient leaver = client(server.address()).output(tells(printed)).connect()) {
            CompletableFuture<Object> running = leaver.callAsync("waitToBeCancelled", "running");
            assertTrue(printed.await(30, TimeUnit.SECONDS));
            running.cancel(true);
            assertEquals(true, rpc.call("awaitCancelled", "running"));
        }
    }

    @Test
    void aSubmittedJobOutlivesTheClientThatSubmittedIt() throws Exception {
        String id;
        try (RpcClient first =
                client(server.address()).output(OutputListener.none()).connect()) {
            id = first.submit("gate", "submitted").id();
        }
        Gathered gathered = new Gathered();
        try (RpcClient second = client(server.address()).output(gathered).connect()) {
            CompletableFuture<Object> result = second.job(id).resultAsync();
            second.call("open", "submitted");
            assertEquals("through", result.get(30, TimeUnit.SECONDS));
            assertEquals("at the gate submitted\n", gathered.out.toString());
            assertEquals("through", second.job(id).result(String.class));
        }
    }

    @Test
    void theCommandLineCallsAndPrintsTheResult() throws Exception {
        Distribution.Result sum = cli("call", "add", "1", "--b=2");
        assertEquals("3\n", sum.out(), sum.err());
        assertEquals(0, sum.exit());
        assertEquals(
                "[0.   0.25 0.5  0.75 1.  ]\n",
                cli("call", "linspace", "0", "1", "5").out());
        assertEquals(
                Json.parse("{\"x\":1.0,\"y\":-2.0}", io.ipyrpc.wire.Limits.defaults()),
                Json.parse(
                        cli("call", "mirrored", "{\"x\":1,\"y\":2}", "--json")
                                .out()
                                .strip(),
                        io.ipyrpc.wire.Limits.defaults()));
        Distribution.Result talk = cli("call", "talk", "me", "2");
        assertEquals("me out 0\nme out 1\n", talk.out());
        assertEquals("me err 0\nme err 1\n", talk.err());
    }

    @Test
    void valuesStayOnTheServerAndAreUsedThere() {
        try (RemoteValue line = rpc.function("linspace").pointer(0, 1, 5)) {
            assertEquals("np.ndarray <f8 [5], 40 B, at " + server.address(), line.toString());
            assertEquals(NdArray.of(0.0, 0.5, 1.0), line.slice(0, 5, 2));
            assertEquals(NdArray.linspace(0, 1, 5), line.get());
            assertEquals(0.5, line.describe().get("mean"));
            try (RemoteValue outer = rpc.function("outer").pointer(line, line)) {
                assertEquals(NdArray.of(0.0, 0.25, 0.5, 0.75, 1.0), outer.index(RemoteValue.all(), -1));
            }
        }
        try (RemoteValue sent = rpc.put(List.of(1, 2, 3))) {
            assertEquals(6L, rpc.call("total", sent));
            assertEquals(List.of(1L, 2L, 3L), rpc.call("echo", sent));
            sent.release();
            assertEquals("gone", assertThrows(RemoteException.class, sent::get).code());
        }
    }

    @Test
    void theCommandLinePassesPointersOn() throws Exception {
        String line = cli("call", "linspace", "0", "1", "5", "--pointer", "--json")
                .out()
                .strip();
        assertEquals("[0.   0.25]\n", cli("call", "_head", line, "2").out());
        assertEquals(
                "np.ndarray <f8 [5], 40 B, at " + server.address() + "\n",
                cli("call", "linspace", "0", "1", "5", "--pointer").out());
    }

    @Test
    void theCommandLineShowsARemoteExceptionAndFails() throws Exception {
        Distribution.Result failed = cli("call", "fail", "no room");
        assertEquals(1, failed.exit());
        assertEquals("", failed.out());
        assertTrue(
                failed.err().startsWith("java.lang.IllegalArgumentException: no room\n\tat EndToEnd.fail("),
                failed::err);
        assertEquals(4, cli("call", "nothing").exit());
    }

    @Test
    void theCommandLineListsAndExplainsFunctions() throws Exception {
        Distribution.Result list = cli("functions", "a*");
        assertTrue(list.out().contains("add(a: int, b: int = 10) -> int"), list::out);
        assertTrue(!list.out().contains("linspace"), list::out);
        assertTrue(cli("help", "add").out().contains("b  the second"));
        assertTrue(cli("help", "_head").out().startsWith("_head(pointer: "), "the server's own are explained too");
        Distribution.Result rules = cli("functions", "add", "--rules");
        assertTrue(rules.out().contains("output_serialization"), rules::out);
        assertTrue(rules.out().contains("*"), rules::out);
    }

    @Test
    void aServerThatIsKilledIsAnErrorThatNamesIt() throws Exception {
        ServerProcess victim = ServerProcess.start(
                folder, "--config", folder.resolve("ipyrpc.json").toString());
        CountDownLatch printed = new CountDownLatch(1);
        try (victim;
                RpcClient client =
                        client(victim.address()).output(tells(printed)).connect()) {
            CompletableFuture<Object> call = client.callAsync("gate", "killed");
            assertTrue(printed.await(30, TimeUnit.SECONDS));
            victim.kill();
            Exception cut = assertThrows(Exception.class, () -> call.get(30, TimeUnit.SECONDS));
            assertEquals(UncheckedIOException.class, cut.getCause().getClass());
            UncheckedIOException gone = assertThrows(UncheckedIOException.class, () -> client.call("add", 1, 2));
            String port = victim.address().substring(victim.address().lastIndexOf(':'));
            assertTrue(gone.getMessage().contains(port), gone::getMessage);
        }
    }

    @Test
    void sigtermEndsTheServerOrderly() throws Exception {
        ServerProcess other = ServerProcess.start(
                folder, "--config", folder.resolve("ipyrpc.json").toString());
        assertEquals(0, other.terminate(), other::errorsOrNothing);
    }

    @Test
    void whatIsWrongStopsTheStart() throws IOException, InterruptedException {
        Path file = folder.resolve("wrong.json");
        Files.writeString(file, "{\"rules\": {\"*_python\": {\"output_seriazliation\": \"json\"}}}");
        Distribution.Result refused = Distribution.ipyrpc("serve", "--config", file.toString());
        assertEquals(2, refused.exit());
        assertTrue(
                refused.err()
                        .contains("unknown setting 'output_seriazliation' of '*_python'; did you mean"
                                + " 'output_serialization'?"),
                refused::err);
        Distribution.Result open = Distribution.ipyrpc("serve", "--listen", scheme() + "://0.0.0.0:0");
        assertEquals(2, open.exit());
        assertTrue(open.err().contains("\"allow_anonymous\": true"), open::err);
        Files.writeString(folder.resolve("Broken.java"), "public class Broken {\n  int x = y;\n}\n");
        Distribution.Result broken = Distribution.ipyrpc(
                "serve", "--functions", folder.resolve("Broken.java").toString());
        assertEquals(2, broken.exit());
        assertTrue(broken.err().contains("Broken.java:2:11: cannot find symbol"), broken::err);
    }
}
